// Commands that move borders and leave the areas as many as they were: both neighbours of an edge follow, because
// there is only the one edge.
import { auditAfter, type Command } from './command';
import { Refused, type EdgeId, type Graph, type NodeId } from './graph';
import { isOnGrid, spliced, type Point } from './grid';

/** A vertex: a node, or a point along an edge that is not its end. */
export type Vertex = { node: NodeId } | { edge: EdgeId; index: number };

/** The vertex at an index of an edge; its ends are nodes. */
export function vertexOf(graph: Graph, edge: EdgeId, index: number): Vertex {
  const { line, from, to } = graph.edge(edge);
  if (!Number.isInteger(index) || index < 0 || index >= line.length) throw new Refused('no_such_vertex');
  return index === 0 ? { node: from } : index === line.length - 1 ? { node: to } : { edge, index };
}

/** Moves one vertex; touches only the edges that meet in it. */
export function moveVertex(vertex: Vertex, to: Point): Command {
  return auditAfter((draft) => {
    if (!isOnGrid(to)) throw new Refused('off_grid', to);
    if ('node' in vertex) return draft.moveNode(vertex.node, to);
    const edge = draft.graph.edge(vertex.edge);
    if (!('index' in vertexOf(draft.graph, vertex.edge, vertex.index))) throw new Refused('no_such_vertex');
    draft.putEdge(vertex.edge, { ...edge, line: spliced(edge.line, vertex.index, 1, to) });
  });
}

/** Moves a whole edge, its two nodes included; the edges that meet it follow with their ends. */
export function moveEdge(id: EdgeId, [dx, dy]: Point): Command {
  return auditAfter((draft) => {
    const edge = draft.graph.edge(id);
    const moved = edge.line.map(([x, y]): Point => [x + dx, y + dy]);
    for (const point of moved) if (!isOnGrid(point)) throw new Refused('off_grid', point);
    draft.moveNode(edge.from, moved[0]!);
    if (edge.to !== edge.from) draft.moveNode(edge.to, moved[moved.length - 1]!);
    draft.putEdge(id, { ...draft.graph.edge(id), line: moved });
  });
}

/** Adds a vertex to a segment of an edge; the neighbour has it too. */
export function addVertex(id: EdgeId, segment: number, at: Point): Command {
  return auditAfter((draft) => {
    const edge = draft.graph.edge(id);
    if (!Number.isInteger(segment) || segment < 0 || segment > edge.line.length - 2) throw new Refused('no_such_vertex');
    draft.putEdge(id, { ...edge, line: spliced(edge.line, segment + 1, 0, at) });
  });
}

/** Takes a vertex out of an edge; where three areas meet it must stay. */
export function removeVertex(id: EdgeId, index: number): Command {
  return auditAfter((draft) => {
    const edge = draft.graph.edge(id);
    if (!('index' in vertexOf(draft.graph, id, index))) throw new Refused('no_such_vertex');
    draft.putEdge(id, { ...edge, line: spliced(edge.line, index, 1) });
  });
}

/**
 * Draws the part of an edge between two of its vertices anew, through `via`. On an edge of the outer face this redraws
 * that stretch of the outline; on an edge between two areas it moves their border.
 */
export function redraw(id: EdgeId, first: number, last: number, via: readonly Point[]): Command {
  return auditAfter((draft) => {
    const edge = draft.graph.edge(id);
    for (const index of [first, last]) vertexOf(draft.graph, id, index);
    if (first === last) throw new Refused('not_one_stretch');
    const forward = first < last;
    const [low, high] = forward ? [first, last] : [last, first];
    const line = forward ? via : [...via].reverse();
    draft.putEdge(id, { ...edge, line: [...edge.line.slice(0, low + 1), ...line, ...edge.line.slice(high)] });
  });
}
