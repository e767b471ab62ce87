// Seeded grids and edits for the tests: cells with wandering borders, a hole with an island in it, an area in two
// parts, a gap that nobody owns and an area that stands alone.
import type { AreaShape } from './build';
import type { Command } from './command';
import { drawInside, merge, split } from './cuts';
import { walksOf, outline } from './faces';
import type { Face, Graph } from './graph';
import type { Point } from './grid';
import { redrawAcross } from './redraw_across';
import { addVertex, moveEdge, moveVertex, redraw, removeVertex, vertexOf } from './moves';

/** A small generator of 32-bit numbers (Marsaglia's xorshift, 2003). */
export function random(seed: number): (below: number) => number {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const STEP = 1000;

/** `side` × `side` cells, five vertices to a cell border. */
export function cells(side: number, seed: number): AreaShape[] {
  const dice = random(seed);
  const origin: Point = [1_025_400_000, 243_500_000];
  const corner = new Map<string, Point>();
  const at = (column: number, row: number): Point => {
    const key = `${column} ${row}`;
    if (!corner.has(key)) corner.set(key, [origin[0] + column * STEP + dice(300) - 150, origin[1] + row * STEP + dice(300) - 150]);
    return corner.get(key)!;
  };
  const borders = new Map<string, Point[]>();
  const border = (a: [number, number], b: [number, number]): Point[] => {
    const key = `${a} ${b}`;
    if (!borders.has(key)) {
      const [p, q] = [at(...a), at(...b)];
      borders.set(key, [1, 2, 3].map((k): Point => [Math.round(p[0] + ((q[0] - p[0]) * k) / 4) + dice(60) - 30, Math.round(p[1] + ((q[1] - p[1]) * k) / 4) + dice(60) - 30]));
    }
    return borders.get(key)!;
  };
  const areas = new Map<string, Point[][][]>();
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      if (column === 1 && row === 2) continue;
      const [sw, se, ne, nw]: [number, number][] = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]] as [number, number][] & { length: 4 };
      const ring = [at(...sw!), ...border(sw!, se!), at(...se!), ...border(se!, ne!), at(...ne!), ...[...border(nw!, ne!)].reverse(), at(...nw!), ...[...border(sw!, nw!)].reverse()];
      const code = (column === 3 && row === 3) || (column === 0 && row === 0) ? 'parts' : `c${column}-${row}`;
      areas.set(code, [...(areas.get(code) ?? []), [ring]]);
    }
  }
  const square = (x: number, y: number, half: number): Point[] => [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]];
  const middle: Point = [origin[0] + 2.5 * STEP, origin[1] + 1.5 * STEP];
  areas.get('c2-1')?.[0]?.push(square(...middle, 220));
  areas.set('ring', [[square(...middle, 220), square(...middle, 110)]]);
  areas.set('core', [[square(...middle, 110)]]);
  areas.set('alone', [[square(origin[0] - 2 * STEP, origin[1], 400)]]);
  return [...areas].map(([code, polygons]) => ({ code, polygons }));
}

/** A command that may or may not be possible. */
export function anyCommand(graph: Graph, dice: (below: number) => number, serial: number): Command {
  const pick = <T>(all: readonly T[]): T => all[dice(all.length)]!;
  const edges = [...graph.edges.keys()].sort((a, b) => a - b);
  const id = pick(edges);
  const { line } = graph.edge(id);
  const index = dice(line.length);
  const off = (spread: number): number => dice(2 * spread + 1) - spread;
  const near = (point: Point, spread: number): Point => [point[0] + off(spread), point[1] + off(spread)];
  const codes = graph.codes();
  const face: Face = dice(6) === 0 ? null : pick(codes);
  switch (dice(12)) {
    case 0: case 1: case 2: return moveVertex(vertexOf(graph, id, index), near(line[index]!, 10 ** dice(4)));
    case 3: return moveEdge(id, [off(200), off(200)]);
    case 4: {
      const segment = dice(line.length - 1);
      const [a, b] = [line[segment]!, line[segment + 1]!];
      return addVertex(id, segment, near([Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)], 40));
    }
    case 5: return removeVertex(id, index);
    case 6: {
      const place = (): { segment: number; at: Point } => {
        const segment = dice(line.length - 1);
        return { segment, at: line[segment + dice(2)]! };
      };
      return redraw(id, place(), place(), Array.from({ length: dice(3) }, () => near(pick(line), 120)));
    }
    case 7: {
      const neighbour = [...graph.edgesOf(face)].map((one) => graph.edge(one)).flatMap((edge) => [edge.left, edge.right]).filter((code): code is string => code !== null && code !== face);
      return merge(face ?? pick(codes), neighbour.length > 0 ? pick(neighbour) : pick(codes));
    }
    case 8: {
      const ring = outline(graph, pick(walksOf(graph, face)));
      const [a, b] = [pick(ring), pick(ring)];
      const middle: Point = [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)];
      return split(face, a, dice(2) === 0 ? [] : [near(middle, 100)], b, `s${serial}`);
    }
    case 9: case 10: {
      const ring = outline(graph, pick(walksOf(graph, face)));
      const first = dice(ring.length);
      const [a, b] = [ring[first]!, ring[(first + 1 + dice(12)) % ring.length]!];
      return redrawAcross(face, a, Array.from({ length: dice(3) }, () => near([Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)], 250)), b);
    }
    default: {
      const [x, y] = near(pick(line), 500);
      const half = 20 + dice(120);
      return drawInside(face, [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]], `d${serial}`);
    }
  }
}
