// Points of the 1e-7 degree grid and exact predicates on them. Differences reach 3.6e9 and their products leave the
// 53 bits of a double, so every product that may do so is taken again with BigInt: no rounding decides anything.

/** Longitude and latitude in units of 1e-7 degree, both whole numbers. */
export type Point = readonly [number, number];

export const UNITS_PER_DEGREE = 1e7;
const EXACT = Number.MAX_SAFE_INTEGER;

/** Degrees to the grid, to the nearest unit (about 1 cm). */
export function toGrid([lon, lat]: readonly number[]): Point {
  // Adding zero turns -0 into 0, so that equal positions are equal in every sense.
  return [Math.round((lon ?? NaN) * UNITS_PER_DEGREE) + 0, Math.round((lat ?? NaN) * UNITS_PER_DEGREE) + 0];
}

export function toDegrees([x, y]: Point): [number, number] {
  return [x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE];
}

export function isOnGrid([x, y]: Point): boolean {
  return Number.isInteger(x) && Number.isInteger(y) && Math.abs(x) <= 180e7 && Math.abs(y) <= 90e7;
}

export function same(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** West to east, then south to north. */
export function compare(a: Point, b: Point): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** Sign of ux·vy − uy·vx. */
function crossSign(ux: number, uy: number, vx: number, vy: number): number {
  const plus = ux * vy;
  const minus = uy * vx;
  if (Math.abs(plus) <= EXACT && Math.abs(minus) <= EXACT) return Math.sign(plus - minus);
  const exact = BigInt(ux) * BigInt(vy) - BigInt(uy) * BigInt(vx);
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}

/** 1 when a, b, c turn left, −1 right, 0 when they lie on one line. */
export function turn(a: Point, b: Point, c: Point): number {
  return crossSign(b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]);
}

/** Orders directions counter-clockwise from east; 0 when they are the same. */
export function compareDirections(from: Point, a: Point, b: Point): number {
  const [ax, ay, bx, by] = [a[0] - from[0], a[1] - from[1], b[0] - from[0], b[1] - from[1]];
  const half = (x: number, y: number): number => (y > 0 || (y === 0 && x > 0) ? 0 : 1);
  return half(ax, ay) - half(bx, by) || -crossSign(ax, ay, bx, by);
}

function within(a: Point, b: Point, p: Point): boolean {
  return p[0] >= Math.min(a[0], b[0]) && p[0] <= Math.max(a[0], b[0]) && p[1] >= Math.min(a[1], b[1]) && p[1] <= Math.max(a[1], b[1]);
}

/** Whether p lies on the closed segment a–b. */
export function onSegment(a: Point, b: Point, p: Point): boolean {
  return within(a, b, p) && turn(a, b, p) === 0;
}

/** Whether two closed segments have any point in common. */
export function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false;
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false;
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc * abd < 0 && cda * cdb < 0) return true;
  return (abc === 0 && within(a, b, c)) || (abd === 0 && within(a, b, d)) || (cda === 0 && within(c, d, a)) || (cdb === 0 && within(c, d, b));
}

/** Whether b and c leave a in the same direction. */
export function sameDirection(a: Point, b: Point, c: Point): boolean {
  return compareDirections(a, b, c) === 0;
}

/** Twice the signed area of a ring, exact; positive when it runs counter-clockwise. */
export function doubleArea(ring: readonly Point[]): bigint {
  const [ox, oy] = ring[0] ?? [0, 0];
  let widest = 0;
  for (const [x, y] of ring) widest = Math.max(widest, Math.abs(x - ox), Math.abs(y - oy));
  if (2 * widest * widest * ring.length <= EXACT) {
    let sum = 0;
    for (let i = 0; i < ring.length; i += 1) {
      const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
      sum += (a[0] - ox) * (b[1] - oy) - (a[1] - oy) * (b[0] - ox);
    }
    return BigInt(sum);
  }
  let sum = 0n;
  for (let i = 0; i < ring.length; i += 1) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
    sum += BigInt(a[0] - ox) * BigInt(b[1] - oy) - BigInt(a[1] - oy) * BigInt(b[0] - ox);
  }
  return sum;
}

/** A line with `gone` points at an index replaced; the line itself stays as it is. */
export function spliced(line: readonly Point[], index: number, gone: number, ...put: readonly Point[]): Point[] {
  return [...line.slice(0, index), ...put, ...line.slice(index + gone)];
}

export interface Box { west: number; south: number; east: number; north: number }

export function boxOf(points: readonly Point[]): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [x, y] of points) {
    if (x < box.west) box.west = x;
    if (x > box.east) box.east = x;
    if (y < box.south) box.south = y;
    if (y > box.north) box.north = y;
  }
  return box;
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
}

/**
 * Whether the middle of p–q lies inside the ring, which must not run through it. Decided on doubled coordinates, so
 * that the middle is on the grid too.
 */
export function middleInside(p: Point, q: Point, ring: readonly Point[]): boolean {
  const at: Point = [p[0] + q[0], p[1] + q[1]];
  let inside = false;
  for (let i = 0; i < ring.length; i += 1) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
    const [ay, by] = [2 * a[1], 2 * b[1]];
    if (ay > at[1] === by > at[1]) continue;
    const side = turn([2 * a[0], ay], [2 * b[0], by], at);
    if (by > ay ? side > 0 : side < 0) inside = !inside;
  }
  return inside;
}
