import { describe, expect, it } from 'vitest';
import { barsOf, firstTolerance, TOLERANCES, total, type WidthCount } from './widths';

const widths = (counts: Record<number, number>): WidthCount[] => [...TOLERANCES, 20, 50, null].map((up_to_m) => ({ up_to_m, gaps: counts[up_to_m ?? 0] ?? 0, overlaps: 0, area_m2: 0 }));

describe('widths of gaps and overlaps', () => {
  it('tell what a tolerance takes in; the last class is never in', () => {
    expect(barsOf(widths({}), 0.1).filter(({ within }) => within).map(({ up_to_m }) => up_to_m)).toEqual([0.02, 0.05, 0.1]);
    expect(barsOf(widths({}), 1e9).at(-1)!.within).toBe(false);
  });
  it('begin with the narrow ones and leave what lies apart to a person', () => {
    expect(firstTolerance(widths({ 0.02: 5, 0.1: 1, 5: 2 }))).toBe(0.1);
    expect(firstTolerance(widths({ 0.5: 3, 1: 2, 20: 1 }))).toBe(1);
    expect(firstTolerance(widths({ 1: 2, 2: 4 }))).toBe(1);
    expect(firstTolerance(widths({ 5: 3 }))).toBe(0.02);
  });
  it('are counted together', () => expect(total(widths({ 0.02: 5, 0: 2 }))).toBe(7));
});
