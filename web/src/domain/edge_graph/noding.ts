// Lines that cross get a vertex on the grid where they do, by snap rounding (Hobby, "Practical segment intersection with
// finite precision output", 1999): every vertex and every crossing is a square of one unit, and what runs through a
// square goes through its middle. Nothing moves by more than a unit, and afterwards lines meet in vertices only.
import { boxOf, meet, same, turn, type Box, type Point } from './grid';

/** More rounds than any map has needed; what still crosses then is refused by whoever asked. */
const MOST_ROUNDS = 8;

interface Segment { line: number; index: number; a: Point; b: Point; box: Box }

/** The same lines, in their order and direction, with the vertices that they have in common. */
export function noded(lines: readonly (readonly Point[])[]): Point[][] {
  let now = lines.map(tidy);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = once(now);
    if (next.every((line, index) => line.length === now[index]!.length)) return next;
    now = next;
  }
  return now;
}

const keyOf = ([x, y]: Point): string => `${x} ${y}`;

function once(lines: readonly (readonly Point[])[]): Point[][] {
  const segments = lines.flatMap((points, line) => points.slice(1).map((b, index): Segment => ({ line, index, a: points[index]!, b, box: boxOf([points[index]!, b]) })));
  const hot = new Map<string, Point>();
  for (const line of lines) for (const point of line) hot.set(keyOf(point), point);
  // A crossing belongs to its two lines even where rounding put it beside them.
  const own = new Map<Segment, Point[]>();
  crossings(segments, (one, other) => {
    const at = crossing(one, other);
    if (!at) return;
    hot.set(keyOf(at), at);
    for (const segment of [one, other]) own.set(segment, [...(own.get(segment) ?? []), at]);
  });
  const sorted = [...hot.values()].sort((p, q) => p[0] - q[0]);
  const along = new Map<string, Point[]>();
  for (const segment of segments) {
    const { a, b, box } = segment;
    const through = own.get(segment) ?? [];
    for (let i = firstFrom(sorted, box.west - 1); i < sorted.length && sorted[i]![0] <= box.east + 1; i += 1) {
      const point = sorted[i]!;
      if (point[1] >= box.south - 1 && point[1] <= box.north + 1 && !same(point, a) && !same(point, b) && enters(a, b, point)) through.push(point);
    }
    if (through.length > 0) along.set(`${segment.line} ${segment.index}`, through.sort((p, q) => share(a, b, p) - share(a, b, q)));
  }
  return lines.map((points, line) => tidy(points.flatMap((point, index) => [point, ...(along.get(`${line} ${index}`) ?? [])])));
}

/** Without points that stand twice in a row. */
function tidy(points: readonly Point[]): Point[] {
  return points.filter((point, index) => index === 0 || !same(point, points[index - 1]!));
}

/** All pairs whose boxes meet: a sweep from west to east. */
function crossings(segments: readonly Segment[], visit: (one: Segment, other: Segment) => void): void {
  const order = [...segments].sort((one, other) => one.box.west - other.box.west);
  let open: Segment[] = [];
  for (const segment of order) {
    open = open.filter(({ box }) => box.east >= segment.box.west);
    for (const other of open) if (other.box.south <= segment.box.north && other.box.north >= segment.box.south) visit(other, segment);
    open.push(segment);
  }
}

/** Where two segments cross away from each other's ends, rounded; where one only touches the other, its vertex is enough. */
function crossing({ a, b }: Segment, { a: c, b: d }: Segment): Point | null {
  if (same(a, c) || same(a, d) || same(b, c) || same(b, d) || !meet(a, b, c, d)) return null;
  if (turn(a, b, c) * turn(a, b, d) >= 0 || turn(c, d, a) * turn(c, d, b) >= 0) return null;
  const across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  const part = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across;
  return [Math.round(a[0] + part * (b[0] - a[0])), Math.round(a[1] + part * (b[1] - a[1]))];
}

/** Whether a segment runs through the square of a unit round a point. */
function enters(a: Point, b: Point, [x, y]: Point): boolean {
  const [ax, ay, dx, dy] = [a[0] - x, a[1] - y, b[0] - a[0], b[1] - a[1]];
  let [from, to] = [0, 1];
  for (const [start, step] of [[ax, dx], [ay, dy]] as const) {
    if (step === 0) {
      if (Math.abs(start) >= 0.5) return false;
      continue;
    }
    const [one, other] = [(-0.5 - start) / step, (0.5 - start) / step];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from < to;
}

function share(a: Point, b: Point, p: Point): number {
  return (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1]);
}

function firstFrom(sorted: readonly Point[], x: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]![0] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
