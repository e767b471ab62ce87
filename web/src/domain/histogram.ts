// The daily histogram under the period filter. The server names only the days it has counted; days inside the span of
// records without a count are zero, days outside it are unknown and drawn as such.
import { addDays, daysBetween } from './period';

export interface DayBar {
  day: string;
  /** null: no records were kept on this day, so nothing is known. */
  count: number | null;
}

/** Every day of the span once, in order. `known` is the span of records, both days included. */
export function dayBars(
  counted: readonly { day: string; count: number }[],
  span: { from: string; to: string },
  known: { from: string; to: string } | null,
): DayBar[] {
  const counts = new Map(counted.map((one) => [one.day, one.count]));
  const length = daysBetween(span.from, span.to) + 1;
  const bars: DayBar[] = [];
  for (let index = 0; index < length; index += 1) {
    const day = addDays(span.from, index);
    const within = known !== null && day >= known.from && day <= known.to;
    bars.push({ day, count: counts.get(day) ?? (within ? 0 : null) });
  }
  return bars;
}

export interface Bin {
  from: string;
  to: string;
  count: number | null;
}

/** Joins days so that at most `most` bars stand side by side; a bin is unknown only when all of its days are. */
export function bins(bars: readonly DayBar[], most: number): Bin[] {
  const size = Math.max(1, Math.ceil(bars.length / most));
  const joined: Bin[] = [];
  // Counted from the end, so that the newest bin is whole.
  for (let end = bars.length; end > 0; end -= size) {
    const part = bars.slice(Math.max(0, end - size), end);
    const known = part.filter((bar) => bar.count !== null);
    const first = part[0];
    const last = part[part.length - 1];
    if (!first || !last) continue;
    joined.unshift({
      from: first.day, to: last.day, count: known.length === 0 ? null : known.reduce((sum, bar) => sum + (bar.count ?? 0), 0),
    });
  }
  return joined;
}

/** A round number at or above the greatest count: 1, 2, 3, 4, 5, 6 or 8 times a power of ten. */
export function niceMax(most: number): number {
  if (!(most > 1)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  for (const step of [1, 2, 3, 4, 5, 6, 8, 10]) if (step * power >= most) return step * power;
  return 10 * power;
}

/** Which bar lies under a fraction 0–1 of the width. */
export function barAt(fraction: number, length: number): number {
  return Math.min(length - 1, Math.max(0, Math.floor(fraction * length)));
}
