// Metres of the 1e-7 degree grid at a latitude, from the two radii of curvature of WGS 84 (a = 6 378 137 m,
// 1/f = 298.257223563). Good to a millionth for areas of a community.
import { doubleArea, type Point } from './grid';

const A = 6_378_137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);

/** Metres of one unit, east and north. */
export function unitMetres(lat: number): { east: number; north: number } {
  const phi = (lat * Math.PI) / 180 / 1e7;
  const w = 1 - E2 * Math.sin(phi) ** 2;
  const unit = Math.PI / 180 / 1e7;
  return { east: (A / Math.sqrt(w)) * Math.cos(phi) * unit, north: ((A * (1 - E2)) / w ** 1.5) * unit };
}

/** Square metres inside a ring; negative when it runs clockwise. */
export function ringArea(ring: readonly Point[]): number {
  const { east, north } = unitMetres(ring[0]?.[1] ?? 0);
  return (Number(doubleArea(ring)) / 2) * east * north;
}

export function lineLength(line: readonly Point[], closed = false): number {
  const { east, north } = unitMetres(line[0]?.[1] ?? 0);
  let sum = 0;
  for (let i = closed ? 0 : 1; i < line.length; i += 1) {
    const [a, b] = [line[(i + line.length - 1) % line.length]!, line[i]!];
    sum += Math.hypot((b[0] - a[0]) * east, (b[1] - a[1]) * north);
  }
  return sum;
}
