// Commands that move borders and leave the areas as many as they were: both neighbours of an edge follow, because
// there is only the one edge.
import { auditAfter, type Command } from './command';
import { Refused, type EdgeId, type Graph, type NodeId } from './graph';
import { isOnGrid, same, spliced, type Point } from './grid';

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

/** A place along an edge: how far along it, in whole segments, and where exactly. */
export interface Along { segment: number; at: Point }

/**
 * Draws the part of an edge between two places on it anew, through `via`. On an edge of the outer face this redraws
 * that stretch of the outline; on an edge between two areas it moves their border.
 */
export function redraw(id: EdgeId, first: Along, last: Along, via: readonly Point[]): Command {
  return auditAfter((draft) => {
    const edge = draft.graph.edge(id);
    for (const { segment } of [first, last]) if (!Number.isInteger(segment) || segment < 0 || segment > edge.line.length - 2) throw new Refused('no_such_vertex');
    if (same(first.at, last.at)) throw new Refused('not_one_stretch');
    const forward = first.segment - last.segment || squared(edge.line[first.segment]!, first.at) - squared(edge.line[first.segment]!, last.at);
    const [low, high] = forward < 0 ? [first, last] : [last, first];
    const line = [...edge.line.slice(0, low.segment + 1), low.at, ...(forward < 0 ? via : [...via].reverse()), high.at, ...edge.line.slice(high.segment + 1)];
    draft.putEdge(id, { ...edge, line: line.filter((point, index) => index === 0 || !same(point, line[index - 1]!)) });
  });
}

/** Only to order two places on one segment. */
function squared(a: Point, b: Point): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
}
