import { describe, expect, it } from 'vitest';
import { bytes, duration, Pacer } from './pace';

describe('the pace of work', () => {
  const of = (done: number, stage = 'sending', total: number | null = 100): { stage: string; done: number; total: number | null } => ({ stage, done, total });

  it('tells rate and time left once there is enough to tell', () => {
    const pacer = new Pacer();
    expect(pacer.note(of(0), 0)).toEqual({ share: 0, rate: null, left: null });
    expect(pacer.note(of(10), 400).rate).toBeNull();
    expect(pacer.note(of(20), 1000)).toEqual({ share: 0.2, rate: 20, left: 4 });
  });

  it('forgets a slow beginning', () => {
    const pacer = new Pacer();
    pacer.note(of(0), 0);
    pacer.note(of(1), 5_000);
    pacer.note(of(11), 7_500);
    expect(pacer.note(of(21), 10_000)).toEqual({ share: 0.21, rate: 4, left: 19.75 });
  });

  it('begins anew with each stage, and knows no share without a total', () => {
    const pacer = new Pacer();
    pacer.note(of(0), 0);
    pacer.note(of(100), 1000);
    expect(pacer.note(of(0, 'reading', null), 1100)).toEqual({ share: null, rate: null, left: null });
    expect(pacer.note(of(300, 'reading', null), 2100)).toEqual({ share: null, rate: 300, left: null });
  });
});

it('sizes and times read like those of a file manager', () => {
  expect([900, 20_480, 13_421_773].map((n) => bytes(n, 'zh'))).toEqual(['900 B', '20 KB', '12.8 MB']);
  expect([0.2, 59, 61].map((n) => duration(n, 'zh'))).toEqual(['1 秒', '59 秒', '2 分钟']);
});
