// Two bars a day, as plain numbers: where each stands and how high, and the lines behind them.

export interface DayCount { day: string; reported: number; closed: number }
export interface Bar { x: number; y: number; width: number; height: number }
export interface DayBars { days: { day: string; left: number; middle: number; reported: Bar; closed: Bar }[]; lines: { n: number; y: number }[] }

/** The least of 1, 2, 5, 10, 20, … times a whole number of steps that holds `most`, at most five lines. */
export function steps(most: number): { step: number; top: number } {
  const wanted = Math.max(1, most);
  for (let power = 1; ; power *= 10) {
    for (const one of [1, 2, 5]) {
      const step = one * power;
      if (Math.ceil(wanted / step) <= 4) return { step, top: Math.ceil(wanted / step) * step };
    }
  }
}

/** `width` and `height` of the field that the bars stand in. A day without a case keeps its place and has no bar. */
export function dayBars(days: readonly DayCount[], width: number, height: number): DayBars {
  const { step, top } = steps(Math.max(0, ...days.map((one) => Math.max(one.reported, one.closed))));
  const room = width / Math.max(1, days.length);
  const bar = room * 0.36;
  const tall = (n: number): number => (n / top) * height;
  const at = (x: number, n: number): Bar => ({ x, y: height - tall(n), width: bar, height: tall(n) });
  return {
    days: days.map(({ day, reported, closed }, index) => {
      const left = index * room;
      return { day, left, middle: left + room / 2, reported: at(left + room / 2 - bar - 0.5, reported), closed: at(left + room / 2 + 0.5, closed) };
    }),
    lines: Array.from({ length: top / step + 1 }, (_, index) => ({ n: index * step, y: height - tall(index * step) })),
  };
}
