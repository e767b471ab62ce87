// One text for one shape: where a ring begins and which way it runs do not matter, nor the order of parts and holes.
import { doubleArea, toGrid, type Point } from '../edge_graph/grid';
import type { Shape } from './types';

export function canonical(shape: Shape | null): string {
  if (!shape) return '';
  const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
  return parts.map((rings) => rings.map((ring, index) => turned(ring.map(toGrid), index === 0)).map((text, index) => (index === 0 ? `(${text}` : text)).sort().join(' ')).sort().join(';');
}

function turned(closed: Point[], shell: boolean): string {
  const ring = closed.filter((point, index) => {
    const next = closed[(index + 1) % closed.length]!;
    return point[0] !== next[0] || point[1] !== next[1];
  });
  if (doubleArea(ring) > 0n !== shell) ring.reverse();
  let first = 0;
  ring.forEach(([x, y], index) => {
    const [bx, by] = ring[first]!;
    if (x < bx || (x === bx && y < by)) first = index;
  });
  return [...ring.slice(first), ...ring.slice(0, first)].join(' ');
}
