// Whether control points agree, and which of them is wrong: the fit that is used, whether the other kind would fit
// better, the point that the others contradict, and pictures that would lie mirrored or run into the horizon.
import { affine, projective, type ControlPoint, type Fit, type Pixel } from '../control_points';

export type FitKind = 'affine' | 'projective';
export interface Size { width: number; height: number }

/** Unknowns of a fit; every point gives two equations. */
const UNKNOWNS: Record<FitKind, number> = { affine: 6, projective: 8 };
export const FEWEST: Record<FitKind, number> = { affine: 3, projective: 4 };
export const MOST_POINTS = 6;

export interface Judgement {
  kind: FitKind;
  fit: Fit;
  /** True when the points cannot disagree, because a fit goes through any so many: nothing is checked yet. */
  unchecked: boolean;
  /** Index of the point that the others contradict; null when none stands out. */
  suspect: number | null;
  /** How far that point is from where the others put it, in metres. */
  suspect_m: number | null;
  /** The projective fit would follow the points much better: the picture was taken at an angle. */
  angled: boolean;
  trouble: 'mirrored' | 'horizon' | null;
  /** The points stand close together on the picture; what is far from them is guessed. */
  crowded: boolean;
}

const fitOf = (kind: FitKind, points: readonly ControlPoint[]): Fit | null => (kind === 'affine' ? affine(points) : projective(points));

/** Standard error per coordinate: counts what a fit is free to choose, so that more freedom is no merit of itself. */
function deviation(kind: FitKind, fit: Fit): number | null {
  const equations = 2 * fit.residuals_m.length;
  const free = equations - UNKNOWNS[kind];
  return free <= 0 ? null : Math.sqrt(fit.residuals_m.reduce((sum, one) => sum + one * one, 0) / free);
}

/** Null when there are too few points for this kind, or they leave the fit open (all on one line). */
export function judge(points: readonly ControlPoint[], kind: FitKind, size: Size): Judgement | null {
  const fit = fitOf(kind, points);
  if (!fit) return null;
  const { suspect, suspect_m } = suspicious(points, kind);
  const trouble = troubleOf(fit, size);
  const [xs, ys] = [points.map(({ pixel }) => pixel[0]), points.map(({ pixel }) => pixel[1])];
  const spread = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
  return {
    kind, fit, suspect, suspect_m, trouble, crowded: spread < 0.1 * size.width * size.height,
    unchecked: 2 * points.length - UNKNOWNS[kind] <= 0,
    angled: kind === 'affine' && suspect === null && isAngled(points, fit, size),
  };
}

/** Less than this is drawing, not a fault, in metres. */
const SMALL_M = 2;

function isAngled(points: readonly ControlPoint[], flat: Fit, size: Size): boolean {
  const other = projective(points);
  const apart = deviation('affine', flat);
  if (!other || apart === null || apart < SMALL_M || troubleOf(other, size) !== null) return false;
  const left = deviation('projective', other);
  // Four points cannot contradict a projective fit, so there it is offered on the affine one's word alone.
  return left === null || left < apart / 2;
}

/**
 * Leaves each point out in turn and asks the others where it should be. With fewer points than the fit needs plus two,
 * every point is contradicted alike and none can be told.
 */
function suspicious(points: readonly ControlPoint[], kind: FitKind): { suspect: number | null; suspect_m: number | null } {
  const none = { suspect: null, suspect_m: null };
  if (points.length < UNKNOWNS[kind] / 2 + 2) return none;
  const off = points.map((point, index) => {
    const rest = fitOf(kind, points.filter((_, other) => other !== index));
    return rest ? { metres: apart(rest, point), rms: rest.rms_m } : null;
  });
  let suspect = -1;
  // The one without which the others agree best. The distance alone would accuse points at the rim, which a wrong
  // neighbour throws farther off than itself.
  off.forEach((one, index) => { if (one && (suspect < 0 || one.rms < off[suspect]!.rms)) suspect = index; });
  const worst = off[suspect];
  const all = fitOf(kind, points);
  // The others agree without it, and did not with it.
  return worst && all && worst.metres > 3 * SMALL_M && worst.rms < all.rms_m / 3 ? { suspect, suspect_m: worst.metres } : none;
}

/** Metres between where a fit puts a point and where it was said to be. */
function apart(fit: Fit, { pixel, place }: ControlPoint): number {
  const [lon, lat] = fit.place(pixel);
  const north = (lat - place[1]) * 110_900;
  return Math.hypot((lon - place[0]) * 111_320 * Math.cos((place[1] * Math.PI) / 180), north);
}

/** The four corners of the picture on the ground, clockwise from the top left. */
export function corners(fit: Fit, { width, height }: Size): [number, number][] {
  return ([[0, 0], [width, 0], [width, height], [0, height]] as Pixel[]).map(fit.place);
}

/** A picture seen from above keeps its corners in order and convex; behind the horizon they change places. */
function troubleOf(fit: Fit, size: Size): Judgement['trouble'] {
  const quad = corners(fit, size);
  if (quad.some((one) => !one.every(Number.isFinite))) return 'horizon';
  const turns = quad.map((b, index) => {
    const [a, c] = [quad[(index + 3) % 4]!, quad[(index + 1) % 4]!];
    return Math.sign((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]));
  });
  if (turns.every((turn) => turn < 0)) return null;
  return turns.every((turn) => turn > 0) ? 'mirrored' : 'horizon';
}
