import { beforeEach, describe, expect, it } from 'vitest';
import { deliver, type Way } from './deliver';
import { due, needsSomebody, open, patience, type Entry, type Outcome, type Receipt } from './entry';
import { inMemory, type Keep } from './keep';

const RECEIPT: Receipt = { id: 'i1', number: '261124-00001', tracking_code: 'WG1', state: 'reported', at: '2026-11-24T08:00:00+08:00' };
const entry = (more: Partial<Entry> = {}): Entry => ({
  key: 'k1', kind: 'report', incident: null, body: { lon: 102.5, lat: 24.3, category: 'exposed_rubbish' }, place: '棋阳路', who: null, made_at: '2026-11-24T08:00:00+08:00',
  phase: 'waiting', receipt: null, turned: false, problem: null, signIn: false, tries: 0, next: 0, photos: [], ...more,
});
const photo = (id: string) => ({ id, name: `${id}.jpg`, size: 3, state: 'waiting' as const, words: null });
const refusal = (code: string, field = '') => ({ kind: 'refused', code, problem: { code, words: { zh: '不行', en: 'no' }, errors: field ? [{ field, code, words: { zh: '看不了', en: 'unreadable' } }] : [] } }) as unknown as Outcome<never>;

let keep: Keep;
let calls: string[];
beforeEach(() => { keep = inMemory(); calls = []; });

function way(answers: { report?: (one: Entry) => Outcome<Receipt>; photo?: (id: string) => Outcome<unknown> }): Way {
  return {
    keep, now: () => 1000, newKey: () => 'k2', changed: () => undefined,
    report: async (one) => { calls.push(`report ${one.key} ${one.kind}`); return answers.report?.(one) ?? { kind: 'done', answer: RECEIPT }; },
    photo: async (_, __, note) => { calls.push(`photo ${note.id}`); return answers.photo?.(note.id) ?? { kind: 'done', answer: null }; },
  };
}
async function kept(one: Entry): Promise<void> {
  await keep.put(one);
  for (const { id } of one.photos) await keep.addPhoto(id, new Blob([id]));
}

describe('a report on its way', () => {
  it('is registered, then its photos go one after the other and leave the device', async () => {
    await kept(entry({ photos: [photo('a'), photo('b')] }));
    const done = await deliver('k1', way({}));
    expect(calls).toEqual(['report k1 report', 'photo a', 'photo b']);
    expect(done?.phase).toBe('sent');
    expect(done && open(done)).toBe(false);
    expect(await keep.photo('a')).toBeNull();
  });
  it('is never sent again once it is registered', async () => {
    await kept(entry({ photos: [photo('a')] }));
    let line = false;
    const answers = { photo: (): Outcome<unknown> => (line ? { kind: 'done', answer: null } : { kind: 'again', after: null }) };
    expect((await deliver('k1', way(answers)))?.phase).toBe('photos');
    line = true;
    expect((await deliver('k1', way(answers)))?.phase).toBe('sent');
    expect(calls).toEqual(['report k1 report', 'photo a', 'photo a']);
  });
  it('keeps its key while nobody knows whether it has arrived, and waits longer each time', async () => {
    await kept(entry());
    const lost = way({ report: () => ({ kind: 'again', after: null }) });
    const first = await deliver('k1', lost);
    const second = await deliver('k1', lost);
    expect(calls).toEqual(['report k1 report', 'report k1 report']);
    expect([first?.next, second?.next]).toEqual([1000 + 5000, 1000 + 10_000]);
    expect(second && due(second, 10_999)).toBe(false);
    expect(second && due(second, 11_000)).toBe(true);
  });
  it('waits as long as the service asks', async () => {
    await kept(entry());
    expect((await deliver('k1', way({ report: () => ({ kind: 'again', after: 90 }) })))?.next).toBe(91_000);
    expect(patience(30, null)).toBe(600_000);
  });
  it('waits for its maker when nobody is signed in any more', async () => {
    await kept(entry({ who: { id: 'p1', name: '李明' } }));
    const done = await deliver('k1', way({ report: () => ({ kind: 'sign_in' }) }));
    expect(done?.phase).toBe('waiting');
    expect(done && needsSomebody(done)).toBe(true);
    expect((await deliver('k1', way({})))?.signIn).toBe(false);
  });
  it('stays where it is with what was refused', async () => {
    await kept(entry({ photos: [photo('a')] }));
    const done = await deliver('k1', way({ report: () => refusal('invalid_fields', 'description') }));
    expect(done?.phase).toBe('stuck');
    expect(done?.problem?.code).toBe('invalid_fields');
    expect(done && due(done, 1e15)).toBe(false);
    expect(await keep.photo('a')).not.toBeNull();
  });
  it('goes on with the next photo when one cannot be read, and tells which', async () => {
    await kept(entry({ photos: [photo('a'), photo('b')] }));
    const done = await deliver('k1', way({ photo: (id) => (id === 'a' ? refusal('invalid_fields', 'photo') : { kind: 'done', answer: null }) }));
    expect(done?.phase).toBe('sent');
    expect(done?.photos.map(({ state, words }) => [state, words?.zh])).toEqual([['refused', '看不了'], ['sent', undefined]]);
  });
  it('says of a photo that the device has lost that it is lost', async () => {
    await keep.put(entry({ photos: [photo('a')] }));
    const done = await deliver('k1', way({}));
    expect(calls).toEqual(['report k1 report']);
    expect(done?.photos[0]?.words?.zh).toContain('不在了');
  });
  it('is not registered twice when another page of the browser got the answer first', async () => {
    await kept(entry());
    const racing = way({});
    racing.report = async () => {
      await keep.change('k1', (one) => ({ ...one, receipt: RECEIPT, phase: 'sent' }));
      return { kind: 'again', after: null };
    };
    expect((await deliver('k1', racing))?.phase).toBe('sent');
  });
  it('is gone when it was deleted meanwhile', async () => {
    await kept(entry());
    const gone = way({});
    gone.report = async () => { await keep.remove('k1'); return { kind: 'done', answer: RECEIPT }; };
    expect(await deliver('k1', gone)).toBeNull();
    expect(await deliver('k0', gone)).toBeNull();
  });
});

describe('a voice', () => {
  it('that comes after the case has ended becomes a report with a key of its own', async () => {
    await kept(entry({ kind: 'voice', incident: 'i0', photos: [photo('a')] }));
    const done = await deliver('k1', way({ report: (one) => (one.kind === 'voice' ? refusal('case_ended') : { kind: 'done', answer: RECEIPT }) }));
    expect(calls).toEqual(['report k1 voice', 'report k2 report', 'photo a']);
    expect(done).toMatchObject({ key: 'k2', turned: true, phase: 'sent', receipt: { number: RECEIPT.number } });
    expect((await keep.all()).map(({ key }) => key)).toEqual(['k2']);
  });
});
