// What lies under a pointer: the face, found by the first edge to the east of it.
import type { Face, Graph, Point } from '../edge_graph';
import { SideOfEast } from '../side_of_east';

export function faceAt(graph: Graph, at: readonly [number, number]): Face {
  const side = new SideOfEast<Face>(at, null);
  for (const { line, left, right } of graph.edges.values()) {
    for (let i = 0; i + 1 < line.length; i += 1) side.pass(line[i]!, line[i + 1]!, left, right);
  }
  return side.found;
}

/** Between two points, for a segment that must lie in one face. */
export function middle(a: Point, b: Point): [number, number] {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
