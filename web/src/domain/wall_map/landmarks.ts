// Places on the loaded map that a person can also find on a wall map: where roads cross or end, and corners of areas.
import { same, type Point } from '../edge_graph';

/** A degree of latitude in units is 1e7; half a centimetre more or less does not matter for catching a pointer. */
const UNIT_M = 0.01113;

/** The nearest crossing, end or vertex of the lines within reach; crossings and ends go before plain vertices. */
export function landmark(lines: readonly (readonly Point[])[], at: Point, metres: number): Point | null {
  const shrink = Math.cos((at[1] / 1e7) * (Math.PI / 180));
  const far = (p: Point): number => Math.hypot((p[0] - at[0]) * shrink, p[1] - at[1]) * UNIT_M;
  const strong: Point[] = [];
  const weak: Point[] = [];
  const near: [Point, Point][] = [];
  const reach = metres / UNIT_M;
  for (const line of lines) {
    line.forEach((point, index) => {
      const end = index === 0 || index === line.length - 1;
      if (far(point) <= metres) (end && !same(line[0]!, line[line.length - 1]!) ? strong : weak).push(point);
      const next = line[index + 1];
      if (next && boxNear(point, next, at, reach, reach / shrink)) near.push([point, next]);
    });
  }
  near.forEach(([a, b], index) => {
    for (const [c, d] of near.slice(index + 1)) {
      const cross = crossing(a, b, c, d);
      // Neighbours along one line meet in their common vertex, which is no crossing.
      if (cross && far(cross) <= metres && ![a, b].some((one) => same(one, c) || same(one, d))) strong.push(cross);
    }
  });
  const nearest = (all: readonly Point[]): Point | null => all.reduce<Point | null>((best, one) => (best === null || far(one) < far(best) ? one : best), null);
  return nearest(strong) ?? nearest(weak);
}

function boxNear(a: Point, b: Point, at: Point, north: number, east: number): boolean {
  return Math.min(a[0], b[0]) <= at[0] + east && Math.max(a[0], b[0]) >= at[0] - east && Math.min(a[1], b[1]) <= at[1] + north && Math.max(a[1], b[1]) >= at[1] - north;
}

/** Where two segments cross, rounded to the grid; null when they are parallel or apart. */
function crossing(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const cross = rx * sy - ry * sx;
  if (cross === 0) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  if (t < 0 || t > 1 || u < 0 || u > 1) return null;
  return [Math.round(a[0] + t * rx), Math.round(a[1] + t * ry)];
}
