// Widths of gaps and overlaps, and the tolerances that a person may choose between. Pure.
import type { components } from '../../api/schema';

export type WidthCount = components['schemas']['WidthCount'];

/** Metres: from what rounding makes, to what drawings off a web map need. */
export const TOLERANCES = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] as const;

export interface Bar { up_to_m: number | null; gaps: number; overlaps: number; /** Within the tolerance. */ within: boolean }

export function barsOf(widths: readonly WidthCount[], tolerance: number): Bar[] {
  return widths.map(({ up_to_m, gaps, overlaps }) => ({ up_to_m, gaps, overlaps, within: up_to_m !== null && up_to_m <= tolerance }));
}

export function total(widths: readonly WidthCount[]): number {
  return widths.reduce((sum, { gaps, overlaps }) => sum + gaps + overlaps, 0);
}

/** What drawing by hand leaves open; wider ground is somebody's decision. */
const DRAWN_M = 1;

/**
 * The tolerance to begin with: the least that takes in every class up to the first empty stretch of two, and none wider
 * than drawing leaves open, so that what is real ground is left to a person.
 */

export function firstTolerance(widths: readonly WidthCount[]): number {
  const counts = TOLERANCES.map((metres) => widths.filter(({ up_to_m }) => up_to_m === metres).reduce((sum, one) => sum + one.gaps + one.overlaps, 0));
  const first = counts.findIndex((n) => n > 0);
  if (first < 0 || TOLERANCES[first]! > DRAWN_M) return TOLERANCES[0];
  let last = first;
  for (let index = first + 1; index < counts.length && index - last <= 2 && TOLERANCES[index]! <= DRAWN_M; index += 1) if (counts[index]! > 0) last = index;
  return TOLERANCES[last]!;
}
