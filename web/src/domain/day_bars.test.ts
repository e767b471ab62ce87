import { describe, expect, it } from 'vitest';
import { dayBars, steps } from './day_bars';

describe('bars of days', () => {
  it('stand on a scale of whole numbers with at most five lines', () => {
    expect(steps(0)).toEqual({ step: 1, top: 1 });
    expect(steps(4)).toEqual({ step: 1, top: 4 });
    expect(steps(5)).toEqual({ step: 2, top: 6 });
    expect(steps(17)).toEqual({ step: 5, top: 20 });
    expect(steps(230)).toEqual({ step: 100, top: 300 });
  });
  it('are as high as their count, side by side, inside of the field', () => {
    const { days, lines } = dayBars([{ day: 'a', reported: 4, closed: 1 }, { day: 'b', reported: 0, closed: 2 }], 200, 80);
    expect(days.map((one) => [one.reported.height, one.closed.height])).toEqual([[80, 20], [0, 40]]);
    expect(days[0]!.reported.x + days[0]!.reported.width).toBeLessThan(days[0]!.closed.x);
    expect(days[1]!.closed.x + days[1]!.closed.width).toBeLessThan(200);
    expect(lines.at(0)).toEqual({ n: 0, y: 80 });
    expect(lines.at(-1)).toEqual({ n: 4, y: 0 });
  });
  it('of no day at all are none', () => expect(dayBars([], 200, 80).days).toEqual([]));
});
