import { describe, expect, it } from 'vitest';
import { idsOf, LiveFeed, type Line, type Standing } from './live';

class Spoken implements Line {
  readyState = 0;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  #hear = new Map<string, (event: MessageEvent<string>) => void>();
  addEventListener(name: string, hear: (event: MessageEvent<string>) => void): void {
    this.#hear.set(name, hear);
  }
  close(): void {
    this.closed = true;
  }
  say(name: string, data: object): void {
    this.readyState = 1;
    this.#hear.get(name)?.({ data: JSON.stringify(data) } as MessageEvent<string>);
  }
  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.({} as Event);
  }
}

function listen() {
  const lines: Spoken[] = [];
  const news: (string[] | null)[] = [];
  const standings: Standing[] = [];
  let tick: () => void = () => undefined;
  const feed = new LiveFeed({
    onnews: (ids) => news.push(ids), onstanding: (one) => standings.push(one),
    open: () => { const line = new Spoken(); lines.push(line); return line; },
    clock: { every: (_ms, call) => { tick = call; return () => { tick = () => undefined; }; } },
  });
  return { lines, news, standings, feed, tick: () => tick() };
}

describe('the live line', () => {
  it('tells the cases that changed, and null when there were too many to name', () => {
    const { lines: [line], news, standings } = listen();
    line!.say('hello', { seq: 4 });
    line!.say('incidents', { seq: 5, incidents: ['a', 'b'] });
    line!.say('incidents', { seq: 9, incidents: null });
    expect(news).toEqual([['a', 'b'], null]);
    expect(standings).toEqual(['live']);
  });
  it('leaves a short break to the browser, which asks for what it missed', () => {
    const { lines, news } = listen();
    lines[0]!.say('hello', { seq: 4 });
    lines[0]!.fail(0);
    lines[0]!.say('hello', { seq: 4 });
    expect([lines.length, news]).toEqual([1, []]);
  });
  it('reads again now and then while it is down, and once more when it is back', () => {
    const { lines, news, standings, tick } = listen();
    lines[0]!.fail(0);
    tick();
    tick();
    expect(news).toEqual([null, null]);
    lines[0]!.say('hello', { seq: 9 });
    tick();
    expect(news).toEqual([null, null, null]);
    expect(standings).toEqual(['polling', 'live']);
  });
  it('opens another line in place of one that was refused', () => {
    const { lines, news, tick } = listen();
    lines[0]!.fail(2);
    tick();
    expect([lines.length, lines[0]!.closed]).toEqual([2, true]);
    lines[1]!.say('hello', { seq: 1 });
    expect(news).toEqual([null, null]);
  });
  it('is silent once it is closed', () => {
    const { lines, news, feed, tick } = listen();
    feed.close();
    tick();
    expect([lines[0]!.closed, news]).toEqual([true, []]);
  });
  it('drops what it cannot understand', () => {
    expect([idsOf('{'), idsOf('{"seq":1}'), idsOf('{"incidents":["a",1]}')]).toEqual([undefined, undefined, ['a']]);
  });
});
