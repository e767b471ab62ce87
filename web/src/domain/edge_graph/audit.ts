// What must hold after a command, looked at only where it changed something: new segments cross nothing, the areas
// follow each other round every touched node as their edges say, and every ring lies in the area that it bounds.
// Together these keep the areas a partition, so no gap and no overlap can come out of an edit.
import { around, contains, ringsOf, type Ring } from './faces';
import { edgeBox, leftOf, Refused, twin, type Draft, type Edge, type EdgeId, type Face, type Graph, type NodeId, type Patch } from './graph';
import { boxesMeet, boxOf, isOnGrid, meet, same, sameDirection, type Point } from './grid';

export function audit(draft: Draft): void {
  const { graph, patch } = draft;
  const edges = [...patch.edges].filter(([, swap]) => swap.after !== undefined).map(([id]) => id);
  const nodes = new Set<NodeId>();
  for (const [id, swap] of patch.nodes) if (swap.after) nodes.add(id);
  const faces = new Set<Face>();
  for (const { before, after } of patch.edges.values()) {
    for (const edge of [before, after]) if (edge) faces.add(edge.left).add(edge.right);
  }
  for (const id of edges) {
    const edge = graph.edge(id);
    nodes.add(edge.from).add(edge.to);
    checkLine(graph, edge);
  }
  for (const id of edges) checkCrossings(graph, id, changed(patch, id));
  for (const id of nodes) checkNode(graph, id);
  for (const face of faces) checkNesting(graph, face, patch);
}

/** The same for a whole graph, as it comes from a file; crossings away from its nodes are the server's check. */
export function auditAll(graph: Graph): void {
  for (const edge of graph.edges.values()) checkLine(graph, edge);
  for (const id of graph.nodes.keys()) checkNode(graph, id);
  for (const face of graph.faces.keys()) checkNesting(graph, face, null);
}

function checkLine(graph: Graph, { line, from, to }: Edge): void {
  for (const [index, point] of line.entries()) {
    if (!isOnGrid(point)) throw new Refused('off_grid', point);
    if (index > 0 && same(point, line[index - 1]!)) throw new Refused('too_short', point);
  }
  if (line.length < 2 || (from === to && line.length < 4)) throw new Refused('too_short', line[0] ?? null);
  if (!same(line[0]!, graph.node(from).at) || !same(line[line.length - 1]!, graph.node(to).at)) throw new Error('an edge does not end in its node');
}

/** First and last index of the segments of an edge that are new. */
function changed(patch: Patch, id: EdgeId): [number, number] {
  const { before, after } = patch.edges.get(id)!;
  const line = after!.line;
  if (!before) return [0, line.length - 2];
  const most = Math.min(line.length, before.line.length);
  let [head, tail] = [0, 0];
  while (head < most && same(line[head]!, before.line[head]!)) head += 1;
  while (tail < most - head && same(line[line.length - 1 - tail]!, before.line[before.line.length - 1 - tail]!)) tail += 1;
  if (head === line.length && line.length === before.line.length) return [0, -1];
  return [Math.max(head - 1, 0), Math.min(line.length - 1 - tail, line.length - 2)];
}

function checkCrossings(graph: Graph, id: EdgeId, [first, last]: [number, number]): void {
  if (last < first) return;
  const edge = graph.edge(id);
  const box = boxOf(edge.line.slice(first, last + 2));
  const others = new Set([...graph.edgesOf(edge.left), ...graph.edgesOf(edge.right)]);
  for (const node of [edge.from, edge.to]) for (const half of graph.node(node).leaving) others.add(half >> 1);
  for (const other of others) {
    const theirs = graph.edge(other);
    if (!boxesMeet(box, edgeBox(theirs))) continue;
    for (let i = first; i <= last; i += 1) {
      for (let j = 0; j < theirs.line.length - 1; j += 1) {
        if (other === id && i === j) continue;
        if (clash(edge, i, theirs, j, other === id)) throw new Refused('crosses', edge.line[i]!);
      }
    }
  }
}

/** Whether two segments share more than a vertex that is one and the same for both. */
function clash(e: Edge, i: number, f: Edge, j: number, sameEdge: boolean): boolean {
  const [a, b, c, d] = [e.line[i]!, e.line[i + 1]!, f.line[j]!, f.line[j + 1]!];
  if (!meet(a, b, c, d)) return false;
  const nodeAt = (edge: Edge, index: number): NodeId | null => (index === 0 ? edge.from : index === edge.line.length - 1 ? edge.to : null);
  const one = (p: number, q: number): boolean => {
    const [n, m] = [nodeAt(e, p), nodeAt(f, q)];
    return n === null ? sameEdge && p === q : n === m;
  };
  const ends: [number, number, Point, Point, Point][] = [[i, j, a, b, d], [i, j + 1, a, b, c], [i + 1, j, b, a, d], [i + 1, j + 1, b, a, c]];
  const shared = ends.filter(([p, q]) => one(p, q));
  if (shared.length === 0) return true;
  // Two segments between the same two nodes lie on each other; else they must leave their vertex apart.
  return shared.length > 1 || sameDirection(shared[0]![2], shared[0]![3], shared[0]![4]);
}

/** Between two neighbouring edges round a node lies one face, and both must say the same one. */
function checkNode(graph: Graph, id: NodeId): void {
  const all = around(graph, id);
  const { at } = graph.node(id);
  if (all.length < 2) throw new Refused('dangles', at);
  for (const [index, half] of all.entries()) {
    const after = all[(index + 1) % all.length]!;
    if (leftOf(graph, half) !== leftOf(graph, twin(after))) throw new Refused('turns_over', at);
  }
}

/** Shells of a face lie in none of its rings or in a hole, holes in exactly one shell more than holes. */
function checkNesting(graph: Graph, face: Face, patch: Patch | null): void {
  if (graph.edgesOf(face).size === 0) {
    // An area that a command takes away whole (a merge) is gone on purpose and has no rings.
    return;
  }
  const rings = ringsOf(graph, face);
  if (face !== null && !rings.some((ring) => ring.shell)) throw new Refused('would_vanish');
  if (rings.length === 1 && face !== null) return;
  const outside = face === null ? 1 : 0;
  const depth = (ring: Ring): number => rings.reduce((sum, other) => sum + (contains(other, ring) ? (other.shell ? 1 : -1) : 0), outside);
  for (const ring of rings) {
    if (depth(ring) !== (ring.shell ? 0 : 1)) throw new Refused(patch ? 'jumps_over' : 'crosses', ring.points[0]!);
  }
}
