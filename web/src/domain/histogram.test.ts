import { describe, expect, it } from 'vitest';
import { barAt, bins, dayBars, niceMax } from './histogram';

describe('bars of days', () => {
  const bars = dayBars([{ day: '2026-11-02', count: 3 }], { from: '2026-10-31', to: '2026-11-04' }, { from: '2026-11-01', to: '2026-11-03' });
  it('stand for every day once, in order', () => {
    expect(bars.map((bar) => bar.day)).toEqual(['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04']);
  });
  it('are zero inside the span of records and unknown outside it', () => {
    expect(bars.map((bar) => bar.count)).toEqual([null, 0, 3, 0, null]);
  });
});

describe('bins', () => {
  const bars = dayBars([{ day: '2026-11-10', count: 2 }, { day: '2026-11-09', count: 1 }], { from: '2026-11-01', to: '2026-11-10' }, { from: '2026-11-05', to: '2026-11-10' });
  it('lose no day and no count', () => {
    const joined = bins(bars, 4);
    expect(joined[0]?.from).toBe('2026-11-01');
    expect(joined[joined.length - 1]).toEqual({ from: '2026-11-08', to: '2026-11-10', count: 3 });
    expect(joined.reduce((sum, bin) => sum + (bin.count ?? 0), 0)).toBe(3);
    expect(joined.length).toBeLessThanOrEqual(4);
  });
  it('are unknown only when all of their days are', () => {
    expect(bins(bars, 4).map((bin) => bin.count)).toEqual([null, null, 0, 3]);
  });
});

describe('the axis', () => {
  it('ends at a round number', () => {
    expect([0, 1, 3, 7, 11, 50, 51, 90].map(niceMax)).toEqual([1, 1, 3, 8, 20, 50, 60, 100]);
  });
  it('finds the bar under a pointer and stays inside', () => {
    expect([-1, 0, 0.49, 0.5, 1, 2].map((at) => barAt(at, 2))).toEqual([0, 0, 0, 1, 1, 1]);
  });
});
