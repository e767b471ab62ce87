// Borders with as few points as they need: Douglas and Peucker's rule ("Algorithms for the reduction of the number of
// points required to represent a digitized line", 1973), each shared border once, its ends fixed. Borders that would
// cross afterwards are simplified less, down to the cracks themselves, which never cross.
import { meet, same, sameDirection, type Point } from '../edge_graph/grid';
import type { Chain } from './chains';

export interface Outline { points: Point[]; left: number; right: number; from: number; to: number }
type Pixel = readonly [number, number];

/** Below this everything is kept. */
const LEAST = 0.3;

/** `tolerance` in pixels; `toGrid` puts pixels on the 1e-7 degree grid. Null when even the cracks cross on the grid. */
export function simplify(chains: readonly Chain[], tolerance: number, toGrid: (pixel: Pixel) => Point): Outline[] | null {
  const allowed = chains.map(() => tolerance);
  const outlines = chains.map((chain) => outline(chain, tolerance, toGrid));
  for (;;) {
    const bad = clashes(outlines);
    if (bad.size === 0) return outlines;
    let changed = false;
    for (const index of bad) {
      if (allowed[index]! === 0) continue;
      allowed[index] = allowed[index]! / 2 < LEAST ? 0 : allowed[index]! / 2;
      outlines[index] = outline(chains[index]!, allowed[index]!, toGrid);
      changed = true;
    }
    if (!changed) return null;
  }
}

function outline({ points, left, right, from, to }: Chain, tolerance: number, toGrid: (pixel: Pixel) => Point): Outline {
  const kept = tolerance === 0 ? [...points] : reduced(points, tolerance, from === to);
  const placed = kept.map(toGrid);
  return { points: placed.filter((point, index) => index === 0 || !same(point, placed[index - 1]!)), left, right, from, to };
}

/** A line that ends where it begins keeps the two points farthest apart and one more, so that it stays a ring. */
export function reduced(points: readonly Pixel[], tolerance: number, closed: boolean): Pixel[] {
  const keep = new Uint8Array(points.length);
  const last = points.length - 1;
  keep[0] = keep[last] = 1;
  if (!closed) divide(points, 0, last, tolerance, keep);
  else {
    const [origin] = points;
    let far = 0;
    points.forEach((point, index) => { if (Math.hypot(point[0] - origin![0], point[1] - origin![1]) > Math.hypot(points[far]![0] - origin![0], points[far]![1] - origin![1])) far = index; });
    keep[far] = 1;
    const one = farthest(points, 0, far);
    const other = farthest(points, far, last);
    keep[one.distance >= other.distance ? one.index : other.index] = 1;
    divide(points, 0, far, tolerance, keep);
    divide(points, far, last, tolerance, keep);
  }
  return points.filter((_, index) => keep[index] === 1);
}

function divide(points: readonly Pixel[], first: number, last: number, tolerance: number, keep: Uint8Array): void {
  const open: [number, number][] = [[first, last]];
  for (let span = open.pop(); span; span = open.pop()) {
    const { index, distance } = farthest(points, ...span);
    if (distance <= tolerance) continue;
    keep[index] = 1;
    open.push([span[0], index], [index, span[1]]);
  }
}

function farthest(points: readonly Pixel[], first: number, last: number): { index: number; distance: number } {
  const [ax, ay] = points[first]!;
  const [bx, by] = points[last]!;
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  let best = { index: first, distance: 0 };
  for (let i = first + 1; i < last; i += 1) {
    const [x, y] = points[i]!;
    // To the segment and not to its line: a border may turn back past its ends.
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
    const distance = Math.hypot(x - ax - share * dx, y - ay - share * dy);
    if (distance > best.distance) best = { index: i, distance };
  }
  return best;
}

interface Segment { chain: number; a: Point; b: Point; ends: [string, string] }

/** The chains of which some segment meets another one elsewhere than in a vertex that both have. */
export function clashes(outlines: readonly Outline[]): Set<number> {
  const segments: Segment[] = [];
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const bad = new Set<number>();
  outlines.forEach(({ points, from, to }, chain) => {
    const end = (index: number): string => {
      if (index === 0) return from < 0 ? `${chain} 0` : `n${from}`;
      if (index === points.length - 1) return to < 0 ? `${chain} 0` : `n${to}`;
      return `${chain} ${index}`;
    };
    // A ring needs three corners, a border one segment.
    if (points.length < (from === to ? 4 : 2)) bad.add(chain);
    points.forEach((point, index) => {
      [west, south, east, north] = [Math.min(west, point[0]), Math.min(south, point[1]), Math.max(east, point[0]), Math.max(north, point[1])];
      const next = points[index + 1];
      if (next) segments.push({ chain, a: point, b: next, ends: [end(index), end(index + 1)] });
    });
  });
  const cells = Math.max(1, Math.min(256, Math.ceil(Math.sqrt(segments.length))));
  const [w, h] = [(east - west) / cells || 1, (north - south) / cells || 1];
  const grid = new Map<number, number[]>();
  segments.forEach(({ a, b }, index) => {
    for (let y = Math.floor((Math.min(a[1], b[1]) - south) / h); y <= Math.floor((Math.max(a[1], b[1]) - south) / h); y += 1) {
      for (let x = Math.floor((Math.min(a[0], b[0]) - west) / w); x <= Math.floor((Math.max(a[0], b[0]) - west) / w); x += 1) {
        const key = y * (cells + 1) + x;
        const cell = grid.get(key);
        if (cell) cell.push(index);
        else grid.set(key, [index]);
      }
    }
  });
  for (const cell of grid.values()) {
    for (let i = 0; i < cell.length; i += 1) {
      for (let j = i + 1; j < cell.length; j += 1) {
        const [one, other] = [segments[cell[i]!]!, segments[cell[j]!]!];
        if (clash(one, other)) bad.add(one.chain).add(other.chain);
      }
    }
  }
  return bad;
}

function clash(one: Segment, other: Segment): boolean {
  if (!meet(one.a, one.b, other.a, other.b)) return false;
  const shared = [[0, 0], [0, 1], [1, 0], [1, 1]].filter(([i, j]) => one.ends[i!] === other.ends[j!]);
  if (shared.length !== 1) return true;
  const [i, j] = shared[0] as [number, number];
  const [at, from, to] = [[one.a, one.b][i]!, [one.a, one.b][1 - i]!, [other.a, other.b][1 - j]!];
  return sameDirection(at, from, to);
}
