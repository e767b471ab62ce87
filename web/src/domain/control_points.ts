// A picture on the ground: from points known in both, the map from pixels to degrees and how far each point is off in
// metres. Affine for drawn plans (3 points and more), projective for photographs taken at an angle (4 and more).
// Least squares by normal equations on shifted and scaled coordinates (Hartley, "In defense of the eight-point
// algorithm", 1997), so that pixels in thousands and degrees in billionths do not drown each other.
import { unitMetres } from './edge_graph/measure';

export type Pixel = readonly [number, number];
export interface ControlPoint {
  /** From the top left of the picture, y down. */
  pixel: Pixel;
  /** Longitude and latitude in degrees, WGS 84. */
  place: readonly [number, number];
}

export interface Fit {
  /** In the order of the points; distance between where the fit puts the pixel and where the point was said to be. */
  residuals_m: number[];
  rms_m: number;
  place: (pixel: Pixel) => [number, number];
  /** Null where the picture's horizon is reached. */
  pixel: (place: readonly [number, number]) => [number, number] | null;
}

type Matrix = readonly number[];

/** Needs three points that are not on one line; null otherwise. */
export function affine(points: readonly ControlPoint[]): Fit | null {
  if (points.length < 3) return null;
  const { pixels, metres } = frames(points);
  const rows = points.map(({ pixel, place }) => ({ p: pixels.to(pixel), m: metres.to(place) }));
  const x = leastSquares(rows.map(({ p: [u, v] }) => [u, v, 1]), rows.map(({ m }) => m[0]));
  const y = leastSquares(rows.map(({ p: [u, v] }) => [u, v, 1]), rows.map(({ m }) => m[1]));
  return x && y ? finished(points, [...x, ...y, 0, 0, 1]) : null;
}

/** Needs four points, no three of which are on one line; null otherwise. */
export function projective(points: readonly ControlPoint[]): Fit | null {
  if (points.length < 4) return null;
  const { pixels, metres } = frames(points);
  const left: number[][] = [];
  const right: number[] = [];
  for (const { pixel, place } of points) {
    const [[u, v], [x, y]] = [pixels.to(pixel), metres.to(place)];
    left.push([u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]);
    right.push(x, y);
  }
  const h = leastSquares(left, right);
  return h ? finished(points, [...h, 1]) : null;
}

function finished(points: readonly ControlPoint[], matrix: Matrix): Fit | null {
  const { pixels, metres, scale } = frames(points);
  const back = inverse(matrix);
  if (!back) return null;
  const place = (pixel: Pixel): [number, number] => metres.from(through(matrix, pixels.to(pixel)) ?? [NaN, NaN]);
  const residuals = points.map((one) => {
    const [a, b] = [through(matrix, pixels.to(one.pixel)), metres.to(one.place)];
    return a ? Math.hypot(a[0] - b[0], a[1] - b[1]) * scale : Infinity;
  });
  // A point beyond the horizon means that the points contradict each other.
  if (!residuals.every(Number.isFinite)) return null;
  return {
    residuals_m: residuals,
    rms_m: Math.sqrt(residuals.reduce((sum, one) => sum + one * one, 0) / residuals.length),
    place,
    pixel: (at) => {
      const found = through(back, metres.to(at));
      return found ? pixels.from(found) : null;
    },
  };
}

interface Frame { to: (point: readonly [number, number]) => [number, number]; from: (point: readonly [number, number]) => [number, number] }

/** Both sides moved to their middle and shrunk to about one; the ground in metres first. */
function frames(points: readonly ControlPoint[]): { pixels: Frame; metres: Frame; scale: number } {
  const middle = (all: readonly (readonly [number, number])[]): [number, number] => [0, 1].map((axis) => all.reduce((sum, one) => sum + one[axis]!, 0) / all.length) as [number, number];
  const [pm, gm] = [middle(points.map(({ pixel }) => pixel)), middle(points.map(({ place }) => place))];
  const unit = unitMetres(gm[1] * 1e7);
  const [east, north] = [unit.east * 1e7, unit.north * 1e7];
  const spread = (distances: number[]): number => distances.reduce((sum, one) => sum + one, 0) / distances.length || 1;
  const ps = spread(points.map(({ pixel }) => Math.hypot(pixel[0] - pm[0], pixel[1] - pm[1])));
  const scale = spread(points.map(({ place }) => Math.hypot((place[0] - gm[0]) * east, (place[1] - gm[1]) * north)));
  return {
    scale,
    pixels: { to: ([x, y]) => [(x - pm[0]) / ps, (y - pm[1]) / ps], from: ([u, v]) => [u * ps + pm[0], v * ps + pm[1]] },
    metres: {
      to: ([lon, lat]) => [((lon - gm[0]) * east) / scale, ((lat - gm[1]) * north) / scale],
      from: ([x, y]) => [gm[0] + (x * scale) / east, gm[1] + (y * scale) / north],
    },
  };
}

function through([a, b, c, d, e, f, g, h, i]: Matrix, [u, v]: readonly [number, number]): [number, number] | null {
  const w = g! * u + h! * v + i!;
  return Math.abs(w) < 1e-9 ? null : [(a! * u + b! * v + c!) / w, (d! * u + e! * v + f!) / w];
}

function inverse(m: Matrix): Matrix | null {
  const [a, b, c, d, e, f, g, h, i] = m as [number, number, number, number, number, number, number, number, number];
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (Math.abs(det) < 1e-9) return null;
  return [e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f, d * h - e * g, b * g - a * h, a * e - b * d].map((one) => one / det);
}

/** Solves the normal equations by elimination with the largest pivot; null when the rows leave something open. */
function leastSquares(rows: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const n = rows[0]!.length;
  const m = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, k) => sum + row[i]! * right[k]!, 0),
  ]);
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1) if (Math.abs(m[row]![column]!) > Math.abs(m[pivot]![column]!)) pivot = row;
    // The frames are of the order of one, so what is this small is nothing.
    if (Math.abs(m[pivot]![column]!) < 1e-9) return null;
    [m[column], m[pivot]] = [m[pivot]!, m[column]!];
    for (let row = 0; row < n; row += 1) {
      if (row === column) continue;
      const factor = m[row]![column]! / m[column]![column]!;
      for (let k = column; k <= n; k += 1) m[row]![k]! -= factor * m[column]![k]!;
    }
  }
  return m.map((row, index) => row[n]! / row[index]!);
}
