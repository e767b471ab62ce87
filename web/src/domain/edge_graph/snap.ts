// Where a pointer near a border means to be: on a vertex, on a segment, or on a guide line such as a road axis.
import { edgeBox, type EdgeId, type Graph } from './graph';
import { boxesMeet, same, type Point } from './grid';

export interface SnapOptions {
  /** Farthest distance in metres. */
  within: number;
  /** Vertices that are being dragged and must not attract themselves. */
  except?: readonly Point[];
  /** False while a vertex is dragged: it may lie on no border but its own. */
  borders?: boolean;
  /** Lines that are no borders but worth following. */
  guides?: readonly (readonly Point[])[];
}

export type Snap =
  | { kind: 'vertex'; at: Point; metres: number; edge: EdgeId; index: number }
  | { kind: 'segment'; at: Point; metres: number; edge: EdgeId; segment: number }
  | { kind: 'guide'; at: Point; metres: number };

/** Metres of a unit of latitude, on a sphere of 6 371 008.8 m (IUGG mean radius); good to 0.6 % for snapping. */
const UNIT_M = (6_371_008.8 * Math.PI) / 180 / 1e7;

/** The nearest vertex within reach, else the nearest point of a segment or guide, rounded to the grid. */
export function snap(graph: Graph, at: Point, { within, except = [], borders = true, guides = [] }: SnapOptions): Snap | null {
  const shrink = Math.cos((at[1] / 1e7) * (Math.PI / 180));
  const metres = (p: readonly [number, number]): number => Math.hypot((p[0] - at[0]) * shrink, p[1] - at[1]) * UNIT_M;
  const reach = within / UNIT_M;
  const box = { west: at[0] - reach / shrink, east: at[0] + reach / shrink, south: at[1] - reach, north: at[1] + reach };
  const excepted = (p: Point): boolean => except.some((one) => same(one, p));
  const nearest = (a: Point, b: Point): Point => {
    const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - a[0]) * shrink * dx + (at[1] - a[1]) * dy) / length));
    return [Math.round(a[0] + share * (b[0] - a[0])), Math.round(a[1] + share * (b[1] - a[1]))];
  };
  let vertex: Snap | null = null;
  let other: Snap | null = null;
  for (const [id, edge] of borders ? graph.edges : []) {
    if (!boxesMeet(box, edgeBox(edge))) continue;
    for (const [index, point] of edge.line.entries()) {
      if (excepted(point)) continue;
      const far = metres(point);
      if (far <= within && (!vertex || far < vertex.metres)) vertex = { kind: 'vertex', at: point, metres: far, edge: id, index };
      const next = edge.line[index + 1];
      if (!next || excepted(next)) continue;
      const on = nearest(point, next);
      const off = metres(on);
      if (off <= within && (!other || off < other.metres)) other = { kind: 'segment', at: on, metres: off, edge: id, segment: index };
    }
  }
  for (const guide of guides) {
    for (let index = 0; index + 1 < guide.length; index += 1) {
      const on = nearest(guide[index]!, guide[index + 1]!);
      const off = metres(on);
      if (off <= within && (!other || off < other.metres)) other = { kind: 'guide', at: on, metres: off };
    }
  }
  return vertex ?? other;
}
