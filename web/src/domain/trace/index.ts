// Coloured regions of a picture as shared borders on the ground: pixels → regions → cracks → few points → degrees.
// Pure; the worker of tools/wall_map runs it.
import type { Fit } from '../control_points';
import { unitMetres } from '../edge_graph/measure';
import { toGrid, type Point } from '../edge_graph/grid';
import { chainsOf, withoutStubs } from './chains';
import { segment, type SegmentOptions, type Segments } from './segment';
import { simplify, type Outline } from './simplify';

export type { Outline } from './simplify';
export { regionAt } from './region_at';
export { colourAt, mainColours, toLab, type Rgb } from './colour';

export interface TraceOptions extends SegmentOptions {
  /** How far a simplified border may leave the drawn one, in metres. */
  smooth_m: number;
}
export interface Region {
  number: number;
  m2: number;
  /** A pixel well inside, beside the middle, for its number. */
  inside: [number, number];
  /** The same place in degrees. */
  place: [number, number];
}
export interface Traced { regions: Region[]; outlines: Outline[] }

/** Null when the borders cannot be put on the grid without crossing, as when a pixel is finer than the grid. */
export function trace(picture: { width: number; height: number; rgba: Uint8ClampedArray }, fit: Fit, options: TraceOptions): Traced | null {
  const segments = segment(picture, options);
  const chains = chainsOf(segments);
  const put = (pixel: readonly [number, number]): Point => toGrid(fit.place(pixel));
  const tolerance = options.smooth_m / pixelMetres(fit, picture);
  // Stubs between junctions go where that makes no borders cross.
  const outlines = simplify(withoutStubs(chains, Math.max(4, options.line)), tolerance, put) ?? simplify(chains, tolerance, put);
  if (!outlines) return null;
  const inside = insides(segments);
  const m2 = sizes(outlines, segments.count);
  return {
    outlines,
    regions: inside.map((at, index) => ({ number: index + 1, m2: m2[index]!, inside: at, place: fit.place(at) })),
  };
}

/** Metres of a pixel in the middle of the picture. */
export function pixelMetres(fit: Fit, { width, height }: { width: number; height: number }): number {
  const [a, b] = [fit.place([width / 2 - 50, height / 2]), fit.place([width / 2 + 50, height / 2])];
  const unit = unitMetres(a[1] * 1e7);
  return Math.hypot((b[0] - a[0]) * 1e7 * unit.east, (b[1] - a[1]) * 1e7 * unit.north) / 100;
}

/** Square metres of each region, from the borders round it (shoelace formula over shared chains). */
function sizes(outlines: readonly Outline[], count: number): number[] {
  const sums = new Float64Array(count + 1);
  const origin: Point = outlines[0]?.points[0] ?? [0, 0];
  for (const { points, left, right } of outlines) {
    let sum = 0;
    for (let i = 0; i + 1 < points.length; i += 1) {
      const [a, b] = [points[i]!, points[i + 1]!];
      sum += (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
    }
    sums[left]! += sum / 2;
    sums[right]! -= sum / 2;
  }
  const unit = unitMetres(origin[1]);
  return [...sums.slice(1)].map((one) => Math.abs(one) * unit.east * unit.north);
}

/** Plans carry names in the middle of areas; the number stands beside, a fifth along. */
const BESIDE = 0.2;

/** In the longest run of each region's pixels in a row, nearer to the middle of its height where runs are alike. */
function insides({ width, height, labels, count }: Segments): [number, number][] {
  const top = new Int32Array(count + 1).fill(height);
  const bottom = new Int32Array(count + 1);
  for (let i = 0; i < labels.length; i += 1) {
    const label = labels[i]!;
    const y = Math.floor(i / width);
    if (y < top[label]!) top[label] = y;
    if (y > bottom[label]!) bottom[label] = y;
  }
  const best = Array.from({ length: count + 1 }, () => ({ score: -1, at: [0, 0] as [number, number] }));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width;) {
      const label = labels[y * width + x]!;
      let end = x + 1;
      while (end < width && labels[y * width + end] === label) end += 1;
      const middle = (top[label]! + bottom[label]!) / 2;
      const score = (end - x) * (1 - (0.9 * Math.abs(y - middle)) / Math.max(1, bottom[label]! - top[label]!));
      const held = best[label]!;
      if (label > 0 && score > held.score) [held.score, held.at] = [score, [x + (end - x) * BESIDE, y + 0.5]];
      x = end;
    }
  }
  return best.slice(1).map(({ at }) => at);
}
