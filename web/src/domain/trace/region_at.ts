// Which traced region lies under a place: the side of the first border to the east of it.
import type { Outline } from './simplify';

/** 0 outside of all regions. */
export function regionAt(outlines: readonly Outline[], [x, y]: readonly [number, number]): number {
  let nearest = Infinity;
  let found = 0;
  for (const { points, left, right } of outlines) {
    for (let i = 0; i + 1 < points.length; i += 1) {
      const [a, b] = [points[i]!, points[i + 1]!];
      if (a[1] > y === b[1] > y) continue;
      const east = a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]) - x;
      if (east <= 0 || east >= nearest) continue;
      nearest = east;
      found = b[1] > a[1] ? left : right;
    }
  }
  return found;
}
