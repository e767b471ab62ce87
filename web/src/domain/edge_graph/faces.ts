// Walks round faces: which half-edge follows which, the rings of an area, and its polygons with holes.
import { boxOf, boxesMeet, compare, compareDirections, doubleArea, middleInside, same, type Box, type Point } from './grid';
import { edgeOf, forward, headOf, leftOf, pointsOf, twin, type Face, type Graph, type Half, type NodeId } from './graph';

/** Half-edges that leave a node, counter-clockwise. */
export function around(graph: Graph, id: NodeId): Half[] {
  const { at, leaving } = graph.node(id);
  const second = (half: Half): Point => {
    const { line } = graph.edge(edgeOf(half));
    return half & 1 ? line[line.length - 2]! : line[1]!;
  };
  return leaving.map((half) => ({ half, to: second(half) })).sort((a, b) => compareDirections(at, a.to, b.to)).map(({ half }) => half);
}

/** The half-edge that goes on round the same face: at the head, the next one clockwise from where we came. */
export function following(graph: Graph, half: Half): Half {
  const head = headOf(graph, half);
  const { leaving } = graph.node(head);
  if (leaving.length === 1) return twin(half);
  if (leaving.length === 2) return leaving[0] === twin(half) ? leaving[1]! : leaving[0]!;
  const all = around(graph, head);
  return all[(all.indexOf(twin(half)) + all.length - 1) % all.length]!;
}

/** All half-edges round a face, from one of them. */
export function walk(graph: Graph, start: Half): Half[] {
  const halves = [start];
  for (let half = following(graph, start); half !== start; half = following(graph, half)) {
    halves.push(half);
    if (halves.length > 2 * graph.edges.size) throw new Error('the walk round a face does not close');
  }
  return halves;
}

/** The walks round a face: one for each connected piece of its boundary. */
export function walksOf(graph: Graph, face: Face): Half[][] {
  const seen = new Set<Half>();
  const walks: Half[][] = [];
  for (const edge of graph.edgesOf(face)) {
    for (const half of [forward(edge), twin(forward(edge))]) {
      if (seen.has(half) || leftOf(graph, half) !== face) continue;
      const halves = walk(graph, half);
      for (const one of halves) seen.add(one);
      walks.push(halves);
    }
  }
  return walks;
}

/** The points of a walk, the first not repeated at the end. */
export function outline(graph: Graph, halves: readonly Half[]): Point[] {
  return halves.flatMap((half) => pointsOf(graph, half).slice(0, -1));
}

export interface Ring { points: Point[]; box: Box; shell: boolean }

/** Rings that touch no vertex twice; a walk that does is taken apart there. Interior on the left. */
export function ringsOf(graph: Graph, face: Face): Ring[] {
  return asRings(graph, walksOf(graph, face));
}

function asRings(graph: Graph, walks: readonly (readonly Half[])[]): Ring[] {
  return walks.flatMap((halves) => simple(outline(graph, halves))).map((points) => ({ points, box: boxOf(points), shell: doubleArea(points) > 0n }));
}

/** The walks round several faces taken as one: the edges between them are no border. */
function walksRound(graph: Graph, faces: ReadonlySet<Face>): Half[][] {
  const borders = (half: Half): boolean => faces.has(leftOf(graph, half)) && !faces.has(leftOf(graph, twin(half)));
  const on = (half: Half): Half => {
    const all = around(graph, headOf(graph, half));
    let index = all.indexOf(twin(half));
    // Clockwise from where we came, past what lies inside.
    do index = (index + all.length - 1) % all.length;
    while (!borders(all[index]!) && all[index] !== twin(half));
    return all[index]!;
  };
  const seen = new Set<Half>();
  const walks: Half[][] = [];
  for (const face of faces) {
    for (const edge of graph.edgesOf(face)) {
      for (const start of [forward(edge), twin(forward(edge))]) {
        if (seen.has(start) || !borders(start)) continue;
        const halves: Half[] = [];
        for (let half = start; !seen.has(half); half = on(half)) {
          seen.add(half);
          halves.push(half);
        }
        walks.push(halves);
      }
    }
  }
  return walks;
}

function simple(points: readonly Point[]): Point[][] {
  const rings: Point[][] = [];
  const path: Point[] = [];
  const place = new Map<string, number>();
  for (const point of points) {
    const key = `${point[0]} ${point[1]}`;
    const before = place.get(key);
    if (before !== undefined) {
      const loop = path.splice(before);
      for (const one of loop) place.delete(`${one[0]} ${one[1]}`);
      rings.push(loop);
    }
    place.set(key, path.length);
    path.push(point);
  }
  if (path.length > 0) rings.push(path);
  return rings;
}

/** Whether ring b lies inside ring a. They may touch in vertices but not cross. */
export function contains(a: Ring, b: Ring): boolean {
  return a !== b && boxesMeet(a.box, b.box) && middleInside(b.points[0]!, b.points[1]!, a.points);
}

/** Polygon: shell, then holes; rings begin at their most south-western vertex and do not repeat it. */
export type Polygon = Point[][];

/** The polygons of an area, in an order that only depends on its shape. */
export function polygonsOf(graph: Graph, face: Face): Polygon[] {
  return assembled(ringsOf(graph, face));
}

/** The polygons of several faces taken as one, such as an area and everything below it. */
export function polygonsRound(graph: Graph, faces: ReadonlySet<Face>): Polygon[] {
  return assembled(asRings(graph, walksRound(graph, faces)));
}

function assembled(rings: readonly Ring[]): Polygon[] {
  const shells = rings.filter((ring) => ring.shell).map((ring) => ({ ring, holes: [] as Point[][] }));
  for (const hole of rings.filter((ring) => !ring.shell)) {
    let best: (typeof shells)[number] | null = null;
    for (const shell of shells) if (contains(shell.ring, hole) && (!best || contains(best.ring, shell.ring))) best = shell;
    best?.holes.push(normal(hole.points));
  }
  const byStart = (a: Point[], b: Point[]): number => compare(a[0]!, b[0]!) || compare(a[1]!, b[1]!);
  return shells.map(({ ring, holes }) => [normal(ring.points), ...holes.sort(byStart)]).sort((a, b) => byStart(a[0]!, b[0]!));
}

function normal(ring: readonly Point[]): Point[] {
  let first = 0;
  for (let i = 1; i < ring.length; i += 1) if (compare(ring[i]!, ring[first]!) < 0) first = i;
  return [...ring.slice(first), ...ring.slice(0, first)];
}

/** Where a face has a vertex, as edge and index; null when it has none there. */
export function vertexAt(graph: Graph, face: Face, at: Point): { edge: number; index: number } | null {
  for (const edge of graph.edgesOf(face)) {
    const index = graph.edge(edge).line.findIndex((point) => same(point, at));
    if (index >= 0) return { edge, index };
  }
  return null;
}
