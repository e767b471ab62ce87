// Which traced region lies under a place: the side of the first border to the east of it.
import { SideOfEast } from '../side_of_east';
import type { Outline } from './simplify';

/** 0 outside of all regions. */
export function regionAt(outlines: readonly Outline[], at: readonly [number, number]): number {
  const side = new SideOfEast(at, 0);
  for (const { points, left, right } of outlines) {
    for (let i = 0; i + 1 < points.length; i += 1) side.pass(points[i]!, points[i + 1]!, left, right);
  }
  return side.found;
}
