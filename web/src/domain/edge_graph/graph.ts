// The shared-edge graph: nodes where edges meet, edges with the area on either side, and for each area the edges that
// bound it. Records are never changed in place; a draft replaces them and remembers what stood there, so that every
// command can be taken back bit for bit.
import { boxOf, same, type Box, type Point } from './grid';

/** Code of an area; null is what nobody owns: the outer face and enclosed gaps. */
export type Face = string | null;
export type NodeId = number;
export type EdgeId = number;
/** An edge with a direction: twice its id, plus one when it runs backward. */
export type Half = number;

export interface Node {
  readonly at: Point;
  /** Half-edges that leave it, in no order. */
  readonly leaving: readonly Half[];
}

export interface Edge {
  readonly from: NodeId;
  readonly to: NodeId;
  /** From node to node, both included. An edge that closes on itself begins and ends at one node. */
  readonly line: readonly Point[];
  readonly left: Face;
  readonly right: Face;
}

export class Graph {
  readonly nodes = new Map<NodeId, Node>();
  readonly edges = new Map<EdgeId, Edge>();
  readonly faces = new Map<Face, ReadonlySet<EdgeId>>();
  /** The next id of a node or an edge; ids are never used twice. */
  next = 1;

  node(id: NodeId): Node {
    const node = this.nodes.get(id);
    if (!node) throw new Refused('no_such_vertex');
    return node;
  }

  edge(id: EdgeId): Edge {
    const edge = this.edges.get(id);
    if (!edge) throw new Refused('no_such_edge');
    return edge;
  }

  edgesOf(face: Face): ReadonlySet<EdgeId> {
    return this.faces.get(face) ?? NONE;
  }

  /** The graph as it is now; records are shared, since they never change. */
  copy(): Graph {
    const copy = new Graph();
    for (const [id, node] of this.nodes) copy.nodes.set(id, node);
    for (const [id, edge] of this.edges) copy.edges.set(id, edge);
    for (const [face, edges] of this.faces) copy.faces.set(face, edges);
    copy.next = this.next;
    return copy;
  }

  /** The areas, in order of their codes. */
  codes(): string[] {
    return [...this.faces.keys()].filter((face): face is string => face !== null).sort();
  }
}

const NONE: ReadonlySet<EdgeId> = new Set();

export const forward = (edge: EdgeId): Half => edge * 2;
export const twin = (half: Half): Half => half ^ 1;
export const edgeOf = (half: Half): EdgeId => half >> 1;

/** The face on the left of a half-edge. */
export function leftOf(graph: Graph, half: Half): Face {
  const edge = graph.edge(edgeOf(half));
  return half & 1 ? edge.right : edge.left;
}

export function headOf(graph: Graph, half: Half): NodeId {
  const edge = graph.edge(edgeOf(half));
  return half & 1 ? edge.from : edge.to;
}

/** The points of a half-edge in its direction. */
export function pointsOf(graph: Graph, half: Half): readonly Point[] {
  const { line } = graph.edge(edgeOf(half));
  return half & 1 ? [...line].reverse() : line;
}

const boxes = new WeakMap<Edge, Box>();
export function edgeBox(edge: Edge): Box {
  let box = boxes.get(edge);
  if (!box) boxes.set(edge, (box = boxOf(edge.line)));
  return box;
}

/** Why a command was not done; the graph is as it was. */
export type Reason =
  | 'no_such_edge' | 'no_such_vertex' | 'no_such_area' | 'code_taken' | 'off_grid' | 'too_short' | 'crosses' | 'turns_over'
  | 'jumps_over' | 'dangles' | 'not_on_boundary' | 'does_not_divide' | 'not_neighbours' | 'not_one_stretch' | 'would_vanish' | 'nothing_free';

export class Refused extends Error {
  constructor(readonly reason: Reason, readonly at: Point | null = null) {
    super(reason);
    this.name = 'Refused';
  }
}

type Swap<K, V> = Map<K, { before: V | undefined; after: V | undefined }>;
/** What a command changed: enough to take it back and to do it again. */
export interface Patch {
  readonly nodes: Swap<NodeId, Node>;
  readonly edges: Swap<EdgeId, Edge>;
  readonly faces: Swap<Face, ReadonlySet<EdgeId>>;
  readonly next: { before: number; after: number };
}

function put<K, V>(live: Map<K, V>, swaps: Swap<K, V>, key: K, value: V | undefined): void {
  const swap = swaps.get(key);
  if (swap) swap.after = value;
  else swaps.set(key, { before: live.get(key), after: value });
  if (value === undefined) live.delete(key);
  else live.set(key, value);
}

/** One command at work. Keeps the leaving half-edges of nodes and the edges of areas in step with the edges. */
export class Draft {
  readonly patch: Patch;

  constructor(readonly graph: Graph) {
    this.patch = { nodes: new Map(), edges: new Map(), faces: new Map(), next: { before: graph.next, after: graph.next } };
  }

  addNode(at: Point): NodeId {
    const id = this.#id();
    put(this.graph.nodes, this.patch.nodes, id, { at, leaving: [] });
    return id;
  }

  moveNode(id: NodeId, at: Point): void {
    const node = this.graph.node(id);
    put(this.graph.nodes, this.patch.nodes, id, { ...node, at });
    for (const half of node.leaving) {
      const edge = this.graph.edge(edgeOf(half));
      const line = [...edge.line];
      line[half & 1 ? line.length - 1 : 0] = at;
      this.putEdge(edgeOf(half), { ...edge, line });
    }
  }

  removeNode(id: NodeId): void {
    put(this.graph.nodes, this.patch.nodes, id, undefined);
  }

  addEdge(edge: Edge): EdgeId {
    const id = this.#id();
    this.putEdge(id, edge);
    return id;
  }

  putEdge(id: EdgeId, edge: Edge | undefined): void {
    const before = this.graph.edges.get(id);
    put(this.graph.edges, this.patch.edges, id, edge);
    if (before?.from !== edge?.from) {
      if (before) this.#leaving(before.from, (all) => all.filter((half) => half !== forward(id)));
      if (edge) this.#leaving(edge.from, (all) => [...all, forward(id)]);
    }
    if (before?.to !== edge?.to) {
      if (before) this.#leaving(before.to, (all) => all.filter((half) => half !== twin(forward(id))));
      if (edge) this.#leaving(edge.to, (all) => [...all, twin(forward(id))]);
    }
    const [had, has] = [sides(before), sides(edge)];
    for (const face of had) if (!has.has(face)) this.#bound(face, id, false);
    for (const face of has) if (!had.has(face)) this.#bound(face, id, true);
  }

  /** Gives the left side of a half-edge to another face. */
  claim(half: Half, face: Face): void {
    const edge = this.graph.edge(edgeOf(half));
    this.putEdge(edgeOf(half), half & 1 ? { ...edge, right: face } : { ...edge, left: face });
  }

  #id(): number {
    const id = this.graph.next;
    this.graph.next = this.patch.next.after = id + 1;
    return id;
  }

  #leaving(id: NodeId, change: (all: readonly Half[]) => readonly Half[]): void {
    const node = this.graph.nodes.get(id);
    if (node) put(this.graph.nodes, this.patch.nodes, id, { ...node, leaving: change(node.leaving) });
  }

  #bound(face: Face, edge: EdgeId, has: boolean): void {
    const edges = new Set(this.graph.edgesOf(face));
    if (has) edges.add(edge);
    else edges.delete(edge);
    put(this.graph.faces, this.patch.faces, face, edges.size > 0 ? edges : undefined);
  }
}

function sides(edge: Edge | undefined): Set<Face> {
  return edge ? new Set([edge.left, edge.right]) : new Set();
}

export function apply(graph: Graph, patch: Patch, way: 'before' | 'after'): void {
  for (const [live, swaps] of [[graph.nodes, patch.nodes], [graph.edges, patch.edges], [graph.faces, patch.faces]] as [Map<unknown, unknown>, Swap<unknown, unknown>][]) {
    for (const [key, swap] of swaps) {
      if (swap[way] === undefined) live.delete(key);
      else live.set(key, swap[way]);
    }
  }
  graph.next = patch.next[way];
}

/** Whether two lines have the same points. */
export function sameLine(a: readonly Point[], b: readonly Point[]): boolean {
  return a.length === b.length && a.every((point, index) => same(point, b[index]!));
}
