// What lies under a pointer: the face, found by the first edge to the east of it.
import type { Face, Graph, Point } from '../edge_graph';

export function faceAt(graph: Graph, [x, y]: readonly [number, number]): Face {
  let nearest = Infinity;
  let found: Face = null;
  for (const { line, left, right } of graph.edges.values()) {
    for (let i = 0; i + 1 < line.length; i += 1) {
      const [a, b] = [line[i]!, line[i + 1]!];
      if (a[1] > y === b[1] > y) continue;
      const east = a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]) - x;
      if (east <= 0 || east >= nearest) continue;
      nearest = east;
      found = b[1] > a[1] ? left : right;
    }
  }
  return found;
}

/** Between two points, for a segment that must lie in one face. */
export function middle(a: Point, b: Point): [number, number] {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
