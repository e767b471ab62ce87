// Builds the graph from the rings of areas. Neighbours that share a border share its edge afterwards; a vertex that
// touches a neighbour's segment (a T-junction) becomes a vertex of the neighbour too. What is no partition is refused.
// Areas may stand in a tree: a face then is the ground of an area that none of its children has, so a zone keeps its
// undrawn remainder as a face of its own, and the border of a zone is the same edge as that of the points along it.
import { auditAll } from './audit';
import { Draft, Graph, Refused, type Face } from './graph';
import { doubleArea, onSegment, compare, isOnGrid, same, type Point } from './grid';
import type { Polygon } from './faces';

export interface AreaShape {
  code: string;
  polygons: readonly Polygon[];
  /** The area around it; one that is not among the given areas counts as none. */
  parent?: string | null;
}

interface Segment { a: number; b: number; left: Face; right: Face; used: boolean }
interface Claims { a: number; b: number; left: string[]; right: string[] }

/** Refuses overlapping areas (`crosses`, `jumps_over`), rings of no area (`would_vanish`) and codes given twice. */
export function build(areas: readonly AreaShape[]): Graph {
  const points: Point[] = [];
  const ids = new Map<string, number>();
  const idOf = (point: Point): number => {
    const key = `${point[0]} ${point[1]}`;
    let id = ids.get(key);
    if (id === undefined) ids.set(key, (id = points.push(point) - 1));
    return id;
  };
  const codes = new Set<string>();
  const rings: { code: string; ring: number[] }[] = [];
  for (const { code, polygons } of areas) {
    if (codes.has(code)) throw new Refused('code_taken');
    codes.add(code);
    for (const polygon of polygons) {
      polygon.forEach((given, index) => {
        for (const point of given) if (!isOnGrid(point)) throw new Refused('off_grid', point);
        const ring = given.filter((point, at) => !same(point, given[(at + 1) % given.length]!));
        const area = doubleArea(ring);
        if (area === 0n) throw new Refused('would_vanish', ring[0] ?? null);
        // Shells counter-clockwise and holes clockwise, whatever the file says, so that the area is on the left.
        if (area > 0n !== (index === 0)) ring.reverse();
        rings.push({ code, ring: ring.map(idOf) });
      });
    }
  }
  const parents = new Map(areas.map(({ code, parent }) => [code, parent ?? null]));
  const drawn = new Set(areas.filter(({ polygons }) => polygons.length > 0).map(({ code }) => code));
  const segments = [...pair(node(rings, points, areas.some(({ parent }) => parent)), points).values()].map((claims) => settle(claims, parents, drawn, points)).filter((one) => one.left !== one.right);
  const graph = trace(segments, points);
  auditAll(graph);
  return graph;
}

const key = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/**
 * Puts vertices that touch a segment into it. Only segments without a partner can be touched by a valid neighbour, but
 * any may be touched by an area of another level (`layered`).
 */
function node(rings: readonly { code: string; ring: number[] }[], points: readonly Point[], layered: boolean): { code: string; ring: number[] }[] {
  const count = new Map<string, number>();
  const each = (ring: readonly number[], visit: (a: number, b: number) => void): void => ring.forEach((a, index) => visit(a, ring[(index + 1) % ring.length]!));
  for (const { ring } of rings) each(ring, (a, b) => count.set(key(a, b), (count.get(key(a, b)) ?? 0) + 1));
  const alone = (a: number, b: number): boolean => layered || count.get(key(a, b)) === 1;
  const loose = new Set<number>();
  for (const { ring } of rings) each(ring, (a, b) => { if (alone(a, b)) loose.add(a).add(b); });
  const sorted = [...loose].sort((a, b) => compare(points[a]!, points[b]!));
  const from = (x: number): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points[sorted[middle]!]![0] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const touching = new Map<string, number[]>();
  return rings.map(({ code, ring }) => {
    const noded: number[] = [];
    each(ring, (a, b) => {
      noded.push(a);
      if (!alone(a, b)) return;
      const [pa, pb] = [points[a]!, points[b]!];
      const known = touching.get(key(a, b));
      if (known) return void noded.push(...(compare(pa, pb) < 0 ? known : [...known].reverse()));
      const east = Math.max(pa[0], pb[0]);
      const on: number[] = [];
      for (let index = from(Math.min(pa[0], pb[0])); index < sorted.length && points[sorted[index]!]![0] <= east; index += 1) {
        const id = sorted[index]!;
        if (id !== a && id !== b && onSegment(pa, pb, points[id]!)) on.push(id);
      }
      on.sort((one, other) => compare(points[one]!, points[other]!));
      touching.set(key(a, b), on);
      noded.push(...(compare(pa, pb) < 0 ? on : [...on].reverse()));
    });
    return { code, ring: noded };
  });
}

function pair(rings: readonly { code: string; ring: number[] }[], points: readonly Point[]): Map<string, Claims> {
  const segments = new Map<string, Claims>();
  for (const { code, ring } of rings) {
    ring.forEach((a, index) => {
      const b = ring[(index + 1) % ring.length]!;
      let segment = segments.get(key(a, b));
      if (!segment) segments.set(key(a, b), (segment = { a: Math.min(a, b), b: Math.max(a, b), left: [], right: [] }));
      const side = segment[a < b ? 'left' : 'right'];
      if (side.includes(code)) throw new Refused('crosses', points[a] ?? null);
      side.push(code);
    });
  }
  return segments;
}

/** Which face lies on either side: the lowest area that has the segment as its border there, or that it lies inside of. */
function settle({ a, b, left, right }: Claims, parents: ReadonlyMap<string, string | null>, drawn: ReadonlySet<string>, points: readonly Point[]): Segment {
  const up = (code: string): string | null => parents.get(code) ?? null;
  const chain = (code: string): string[] => {
    const all: string[] = [];
    for (let at: string | null = code; at !== null && !all.includes(at); at = up(at)) all.push(at);
    return all;
  };
  const lowest = (claims: readonly string[]): Face => {
    const deepest = claims.map(chain).sort((one, other) => other.length - one.length)[0];
    if (!deepest) return null;
    if (claims.some((code) => !deepest.includes(code))) throw new Refused('crosses', points[a] ?? null);
    return deepest[0]!;
  };
  const around = (face: Face, claims: readonly string[]): Face => (face === null ? null : chain(face).find((code) => drawn.has(code) && !claims.includes(code)) ?? null);
  const [l, r] = [lowest(left), lowest(right)];
  return { a, b, left: l ?? around(r, right), right: r ?? around(l, left), used: false };
}

/** Strings segments together from node to node; what is left over are edges that close on themselves. */
function trace(segments: readonly Segment[], points: readonly Point[]): Graph {
  const graph = new Graph();
  const draft = new Draft(graph);
  const at = new Map<number, Segment[]>();
  for (const segment of segments) {
    for (const end of [segment.a, segment.b]) at.set(end, [...(at.get(end) ?? []), segment]);
  }
  const facing = (segment: Segment, start: number): [Face, Face] => (segment.a === start ? [segment.left, segment.right] : [segment.right, segment.left]);
  const isNode = (id: number): boolean => {
    const all = at.get(id)!;
    if (all.length !== 2) return true;
    const [[l1, r1], [l2, r2]] = [facing(all[0]!, id), facing(all[1]!, id)];
    return l1 !== r2 || r1 !== l2;
  };
  const nodes = new Map<number, number>();
  const nodeOf = (id: number): number => {
    if (!nodes.has(id)) nodes.set(id, draft.addNode(points[id]!));
    return nodes.get(id)!;
  };
  const run = (start: number, first: Segment): void => {
    const [left, right] = facing(first, start);
    const line = [points[start]!];
    let [id, segment] = [start, first];
    for (;;) {
      segment.used = true;
      id = segment.a === id ? segment.b : segment.a;
      line.push(points[id]!);
      if (id === start || isNode(id)) break;
      const [one, other] = at.get(id)!;
      segment = one === segment ? other! : one!;
    }
    draft.addEdge({ from: nodeOf(start), to: nodeOf(id), line, left, right });
  };
  const order = [...at.keys()].sort((a, b) => compare(points[a]!, points[b]!));
  const direction = (start: number, one: Segment): Point => points[one.a === start ? one.b : one.a]!;
  for (const nodesFirst of [true, false]) {
    for (const id of order) {
      if (isNode(id) !== nodesFirst) continue;
      const all = [...at.get(id)!].sort((a, b) => compare(direction(id, a), direction(id, b)));
      for (const segment of all) if (!segment.used) run(id, segment);
    }
  }
  return graph;
}
