// Lines that come from elsewhere (a road's axis, a picture) follow the borders that they run along: their corners go to
// what is near, and vertices near their straights become their own, so that both are one line.
import { same, type Box, type Point } from './grid';
import { unitMetres } from './measure';

/** A point this near to a border lies on it and does not go on to the next corner, metres. */
const ON_M = 0.05;

/** `lines` with everything within `reach` metres of `borders` moved onto them. Equal stretches of two lines stay equal. */
export function follow(lines: readonly (readonly Point[])[], borders: readonly (readonly Point[])[], reach: number): Point[][] {
  const first = lines[0]?.[0];
  if (!first || reach <= 0) return lines.map((line) => [...line]);
  const unit = unitMetres(first[1]);
  const near = cells(borders, Math.ceil((4 * reach) / unit.north));
  const done = new Map<string, Point>();
  const moved = (at: Point): Point => {
    const key = `${at[0]} ${at[1]}`;
    let to = done.get(key);
    if (!to) done.set(key, (to = nearest(at)));
    return to;
  };
  const apart = (a: Point, b: readonly [number, number]): number => Math.hypot((a[0] - b[0]) * unit.east, (a[1] - b[1]) * unit.north);
  const project = (at: Point, a: Point, b: Point): { to: Point; share: number } => {
    const [dx, dy] = [(b[0] - a[0]) * unit.east, (b[1] - a[1]) * unit.north];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - a[0]) * unit.east * dx + (at[1] - a[1]) * unit.north * dy) / length));
    return { to: [Math.round(a[0] + share * (b[0] - a[0])), Math.round(a[1] + share * (b[1] - a[1]))], share };
  };
  const around = (a: Point, b: Point): Box => {
    const [east, north] = [reach / unit.east, reach / unit.north];
    return { west: Math.min(a[0], b[0]) - east, east: Math.max(a[0], b[0]) + east, south: Math.min(a[1], b[1]) - north, north: Math.max(a[1], b[1]) + north };
  };
  function nearest(at: Point): Point {
    let [corner, line]: ({ to: Point; off: number } | null)[] = [null, null];
    const better = (held: { to: Point; off: number } | null | undefined, to: Point): { to: Point; off: number } | null | undefined => {
      const off = apart(at, to);
      return off <= reach && (!held || off < held.off) ? { to, off } : held;
    };
    near.each(around(at, at), (a, b) => {
      corner = better(better(corner, a), b) ?? null;
      line = better(line, project(at, a, b).to) ?? null;
    });
    const [c, l] = [corner as { to: Point; off: number } | null, line as { to: Point; off: number } | null];
    if (!c) return l?.to ?? at;
    return l && l.off <= ON_M && c.off > ON_M ? l.to : c.to;
  }
  /** Vertices of borders beside a straight, in its order; the same ones from either end. */
  const beside = (p: Point, q: Point): Point[] => {
    const turned = p[0] > q[0] || (p[0] === q[0] && p[1] > q[1]);
    const [a, b] = turned ? [q, p] : [p, q];
    const found = new Map<string, { at: Point; share: number }>();
    near.each(around(a, b), (...ends) => {
      for (const at of ends) {
        const { to, share } = project(at, a, b);
        if (share > 0 && share < 1 && apart(at, to) <= reach && !same(at, a) && !same(at, b)) found.set(`${at[0]} ${at[1]}`, { at, share });
      }
    });
    const points = [...found.values()].sort((one, other) => one.share - other.share).map(({ at }) => at);
    return turned ? points.reverse() : points;
  };
  return lines.map((line) => {
    const corners = line.map(moved);
    return corners.flatMap((at, index) => (index === 0 ? [at] : [...beside(corners[index - 1]!, at), at])).filter((at, index, all) => index === 0 || !same(at, all[index - 1]!));
  });
}

/** Segments by the squares that their boxes touch. */
function cells(lines: readonly (readonly Point[])[], size: number): { each: (box: Box, visit: (a: Point, b: Point) => void) => void } {
  const held = new Map<string, [Point, Point][]>();
  const squares = ({ west, east, south, north }: Box): string[] => {
    const all: string[] = [];
    for (let x = Math.floor(west / size); x <= Math.floor(east / size); x += 1) for (let y = Math.floor(south / size); y <= Math.floor(north / size); y += 1) all.push(`${x} ${y}`);
    return all;
  };
  for (const line of lines) {
    for (let i = 0; i + 1 < line.length; i += 1) {
      // A long segment is held by the squares along it, not by all of its box.
      const [a, b] = [line[i]!, line[i + 1]!];
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1])) / size));
      const own = new Set<string>();
      for (let k = 0; k < steps; k += 1) {
        const at = (share: number): [number, number] => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
        const [p, q] = [at(k / steps), at((k + 1) / steps)];
        for (const square of squares({ west: Math.min(p[0], q[0]), east: Math.max(p[0], q[0]), south: Math.min(p[1], q[1]), north: Math.max(p[1], q[1]) })) own.add(square);
      }
      for (const square of own) {
        const all = held.get(square);
        if (all) all.push([a, b]);
        else held.set(square, [[a, b]]);
      }
    }
  }
  return {
    each: (box, visit) => {
      const seen = new Set<[Point, Point]>();
      for (const square of squares(box)) {
        for (const pair of held.get(square) ?? []) if (!seen.has(pair)) { seen.add(pair); visit(...pair); }
      }
    },
  };
}
