// Commands that change how many areas there are: a line across an area splits it, a line out over the edge draws a new
// one beside it, a closed line draws one inside, and neighbours merge by losing the edges between them.
import { auditAfter, type Command } from './command';
import { contains, outline, vertexAt, walk, walksOf, type Ring } from './faces';
import { edgeOf, forward, leftOf, pointsOf, headOf, Refused, twin, type Draft, type EdgeId, type Face, type Half, type NodeId } from './graph';
import { boxOf, doubleArea, same, spliced, type Point } from './grid';

/** A place on the boundary of a face: one of its vertices, or a point to be put into a segment of an edge. */
export type Place = Point | { edge: EdgeId; segment: number; at: Point };

/**
 * Splits a face along a line from one place on its boundary to another; `code` gets the part on the left of the line,
 * or the one that the line closes in where the other runs all round it. With null as face it is the outside that is
 * split: `code` becomes a new area between the line and its neighbours.
 */
export function split(face: Face, from: Place, via: readonly Point[], to: Place, code: string): Command {
  return auditAfter((draft) => {
    claimable(draft, face, code);
    const first = nodeAt(draft, face, from, null);
    const last = nodeAt(draft, face, to, first);
    if (first === last) throw new Refused('does_not_divide');
    const { graph } = draft;
    const line = [graph.node(first).at, ...via, graph.node(last).at];
    const half = forward(draft.addEdge({ from: first, to: last, line, left: face, right: face }));
    if (walk(graph, half).includes(twin(half))) throw new Refused('does_not_divide');
    // Outside, and between two places on a hole, only one side is closed in by the line: that is the new area.
    const side = doubleArea(outline(graph, walk(graph, half))) < 0n ? twin(half) : half;
    claimWalk(draft, side, code);
  });
}

/** Draws a new area inside a face, away from its boundary. */
export function drawInside(face: Face, ring: readonly Point[], code: string): Command {
  return auditAfter((draft) => {
    claimable(draft, face, code);
    if (ring.length < 3) throw new Refused('too_short', ring[0] ?? null);
    const points = doubleArea(ring) > 0n ? [...ring] : [...ring].reverse();
    const node = draft.addNode(points[0]!);
    const edge = draft.addEdge({ from: node, to: node, line: [...points, points[0]!], left: face, right: face });
    claimWalk(draft, forward(edge), code);
  });
}

/** `gone` becomes part of its neighbour `kept`. */
export function merge(kept: string, gone: string): Command {
  return auditAfter((draft) => {
    const { graph } = draft;
    for (const code of [kept, gone]) if (!graph.faces.has(code)) throw new Refused('no_such_area');
    const border = [...graph.edgesOf(gone)].filter((id) => graph.edgesOf(kept).has(id));
    if (kept === gone || border.length === 0) throw new Refused('not_neighbours');
    const ends = new Set<NodeId>();
    for (const id of [...graph.edgesOf(gone)]) {
      const edge = graph.edge(id);
      ends.add(edge.from).add(edge.to);
      for (const half of [forward(id), twin(forward(id))]) if (leftOf(graph, half) === gone) draft.claim(half, kept);
    }
    for (const id of border) draft.putEdge(id, undefined);
    for (const id of ends) dissolve(draft, id);
  });
}

function claimable(draft: Draft, face: Face, code: string): void {
  if (face !== null && !draft.graph.faces.has(face)) throw new Refused('no_such_area');
  if (code === '' || draft.graph.faces.has(code)) throw new Refused('code_taken');
}

/** Gives everything on the left of a walk to a new face: its own edges, and what lies inside and bounds the old one. */
function claimWalk(draft: Draft, start: Half, code: string): void {
  const { graph } = draft;
  const face = leftOf(graph, start);
  const ringOf = (halves: readonly Half[]): Ring => {
    const points = outline(graph, halves);
    return { points, box: boxOf(points), shell: doubleArea(points) > 0n };
  };
  const own = walk(graph, start);
  const mine = new Set(own);
  // The other bank of the line bounds what stays.
  const rest = walksOf(graph, face).filter((halves) => !mine.has(halves[0]!) && !halves.includes(twin(start))).map((halves) => ({ halves, ring: ringOf(halves) }));
  const outer = ringOf(own);
  if (!outer.shell) throw new Refused('does_not_divide');
  for (const { halves, ring } of rest) {
    if (ring.shell || !contains(outer, ring)) continue;
    // A hole belongs to the smallest shell around it, which may be another part of the area inside one of its holes.
    const nearer = rest.some((other) => other.ring.shell && contains(outer, other.ring) && contains(other.ring, ring));
    if (!nearer) for (const half of halves) draft.claim(half, code);
  }
  for (const half of own) draft.claim(half, code);
}

/** Makes a place on the boundary of a face a node. `keep` is a node that must not be moved along its edge. */
export function nodeAt(draft: Draft, face: Face, place: Place, keep: NodeId | null): NodeId {
  const { graph } = draft;
  let at: Point;
  if ('edge' in place) {
    at = place.at;
    if (!vertexAt(graph, face, at)) addTo(draft, face, place);
  } else {
    at = place;
  }
  const found = vertexAt(graph, face, at);
  if (!found) throw new Refused('not_on_boundary', at);
  const { edge: id, index } = found;
  const { line, from, to, left, right } = graph.edge(id);
  if (index === 0) return from;
  if (index === line.length - 1) return to;
  if (from === to && from !== keep && graph.node(from).leaving.length === 2) {
    // An edge that closes on itself may begin anywhere: its only node moves along it instead of staying as a third.
    const turned = [...line.slice(index), ...line.slice(1, index + 1)];
    draft.putEdge(id, undefined);
    draft.moveNode(from, at);
    draft.putEdge(id, { from, to, line: turned, left, right });
    return from;
  }
  const node = draft.addNode(at);
  draft.putEdge(id, { from, to: node, line: line.slice(0, index + 1), left, right });
  draft.addEdge({ from: node, to, line: line.slice(index), left, right });
  return node;
}

/** The edge may have been cut since the place was named, so its segment is looked for by its two ends. */
function addTo(draft: Draft, face: Face, { edge, segment, at }: { edge: EdgeId; segment: number; at: Point }): void {
  const { graph, patch } = draft;
  const line = (patch.edges.get(edge)?.before ?? graph.edge(edge)).line;
  const [a, b] = [line[segment], line[segment + 1]];
  if (!a || !b) throw new Refused('no_such_vertex', at);
  for (const id of graph.edgesOf(face)) {
    const now = graph.edge(id);
    const index = now.line.findIndex((point, i) => same(point, a) && i + 1 < now.line.length && same(now.line[i + 1]!, b));
    if (index >= 0) return draft.putEdge(id, { ...now, line: spliced(now.line, index + 1, 0, at) });
  }
  throw new Refused('not_on_boundary', at);
}

/** Takes out a node in which no more than two edges meet, and makes them one. */
export function dissolve(draft: Draft, id: NodeId): void {
  const { graph } = draft;
  const { leaving } = graph.node(id);
  if (leaving.length === 0) return draft.removeNode(id);
  const [one, other] = leaving;
  if (leaving.length !== 2 || edgeOf(one!) === edgeOf(other!)) return;
  const arriving = twin(one!);
  const line = [...pointsOf(graph, arriving), ...pointsOf(graph, other!).slice(1)];
  const edge = { from: headOf(graph, one!), to: headOf(graph, other!), line, left: leftOf(graph, other!), right: leftOf(graph, twin(other!)) };
  const kept = Math.min(edgeOf(one!), edgeOf(other!));
  draft.putEdge(Math.max(edgeOf(one!), edgeOf(other!)), undefined);
  draft.putEdge(kept, undefined);
  draft.removeNode(id);
  draft.putEdge(kept, edge);
}
