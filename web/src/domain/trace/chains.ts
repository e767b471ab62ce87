// Borders of numbered pixels, followed along the cracks between them: each border is one chain with the region on either
// side, so neighbours share it exactly. Chains begin and end where three or more regions meet, or close on themselves.
import type { Segments } from './segment';

export interface Chain {
  /** In pixels from the top left, y down. Ends stand on corners of pixels, points between on the middles of cracks. */
  points: [number, number][];
  /** Regions as seen along the chain; 0 is outside. */
  left: number;
  right: number;
  /** Junctions by number; a chain that closes on itself without one has −1 at both ends. */
  from: number;
  to: number;
}

/** Right, down, left, up. */
const STEP = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const;

export function chainsOf({ width, height, labels }: Segments): Chain[] {
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= width || y >= height ? 0 : labels[y * width + x]!);
  const columns = width + 1;
  const seen = new Uint8Array(columns * (height + 1));
  /** Whether a crack leaves this corner in this direction, and the two regions beside it. */
  const sides = (x: number, y: number, way: number): [number, number] =>
    way === 0 ? [at(x, y - 1), at(x, y)] : way === 1 ? [at(x, y), at(x - 1, y)] : way === 2 ? [at(x - 1, y), at(x - 1, y - 1)] : [at(x - 1, y - 1), at(x, y - 1)];
  const open = (x: number, y: number, way: number): boolean => {
    const [left, right] = sides(x, y, way);
    return left !== right;
  };
  // A crack is remembered at its upper or left corner: bit 1 to the right, bit 2 down.
  const bit = (x: number, y: number, way: number): [number, number] => (way === 0 ? [y * columns + x, 1] : way === 1 ? [y * columns + x, 2] : way === 2 ? [y * columns + x - 1, 1] : [(y - 1) * columns + x, 2]);
  const fresh = (x: number, y: number, way: number): boolean => {
    const [index, mask] = bit(x, y, way);
    return (seen[index]! & mask) === 0;
  };
  const nodes = new Map<number, number>();
  const chains: Chain[] = [];
  const ways = (x: number, y: number): number => [0, 1, 2, 3].filter((way) => open(x, y, way)).length;
  const follow = (x0: number, y0: number, first: number, start: number): void => {
    let [x, y, way] = [x0, y0, first];
    const [left, right] = sides(x, y, way);
    const points: [number, number][] = start >= 0 ? [[x, y]] : [];
    for (;;) {
      const [index, mask] = bit(x, y, way);
      seen[index]! |= mask;
      const [dx, dy] = STEP[way]!;
      points.push([x + dx / 2, y + dy / 2]);
      [x, y] = [x + dx, y + dy];
      const node = nodes.get(y * columns + x);
      if (node !== undefined) {
        points.push([x, y]);
        chains.push({ points, left, right, from: start, to: node });
        return;
      }
      if (start < 0 && x === x0 && y === y0) {
        chains.push({ points: [...points, points[0]!], left, right, from: -1, to: -1 });
        return;
      }
      // Two cracks meet here: the one that goes on is the other.
      for (const turn of [0, 1, 3]) {
        const next = (way + turn) % 4;
        if (open(x, y, next)) { way = next; break; }
      }
    }
  };
  for (let y = 0; y <= height; y += 1) for (let x = 0; x <= width; x += 1) if (ways(x, y) > 2) nodes.set(y * columns + x, nodes.size);
  for (const [index, node] of nodes) {
    const [x, y] = [index % columns, Math.floor(index / columns)];
    for (let way = 0; way < 4; way += 1) if (open(x, y, way) && fresh(x, y, way)) follow(x, y, way, node);
  }
  for (let y = 0; y <= height; y += 1) {
    for (let x = 0; x <= width; x += 1) if (open(x, y, 0) && fresh(x, y, 0)) follow(x, y, 0, -1);
  }
  return chains;
}

/**
 * Where four areas meet, pixels make two junctions with a stub between them. Junctions that a border shorter than
 * `within` joins become one in their middle, and the stub goes.
 */
export function withoutStubs(chains: readonly Chain[], within: number): Chain[] {
  const root = new Map<number, number>();
  const find = (node: number): number => {
    let at = node;
    while (root.has(at)) at = root.get(at)!;
    return at;
  };
  const places = new Map<number, [number, number]>();
  for (const { points, from, to } of chains) {
    if (from < 0) continue;
    places.set(from, points[0]!);
    places.set(to, points[points.length - 1]!);
  }
  const stubs = new Set<Chain>();
  for (const chain of chains) {
    if (chain.from < 0 || chain.points.length - 2 >= within) continue;
    const [one, other] = [find(chain.from), find(chain.to)];
    // A second border between the same two would close round an area.
    if (one === other) continue;
    const [a, b] = [places.get(one)!, places.get(other)!];
    places.set(one, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    root.set(other, one);
    stubs.add(chain);
  }
  return chains.filter((chain) => !stubs.has(chain)).map((chain) => {
    if (chain.from < 0) return chain;
    const [from, to] = [find(chain.from), find(chain.to)];
    return { ...chain, from, to, points: [places.get(from)!, ...chain.points.slice(1, -1), places.get(to)!] };
  });
}
