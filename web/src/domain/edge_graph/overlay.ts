// Claims laid over the areas that are there: all lines noded together, and for every piece between two vertices what is on
// either side of it, the area that is drawn and the claim. From that follow how much of a claim is whose, and (lay.ts) the
// new borders. Slivers as narrow as the lines are uncertain belong to whoever makes one line of two.
import { unitMetres } from './measure';
import { follow } from './follow';
import { edgeBox, Refused, type EdgeId, type Face, type Graph } from './graph';
import { boxesMeet, boxOf, compare, compareDirections, type Box, type Point } from './grid';
import { noded } from './noding';
import { SideOfEast } from '../side_of_east';

/** Who claims ground; null is nobody. */
export type Claimant = string | null;
/** A line with the claim on either side. Rings of areas are lines that end where they begin. */
export interface Claim { points: readonly Point[]; left: Claimant; right: Claimant }

export interface OverlayOptions {
  /** Claims follow borders this near, and cells narrower than this are slivers; metres, 0 for neither. */
  reach: number;
  /** Whether a claimant may have ground of this face without anybody losing any. */
  open: (face: Face, claimant: string) => boolean;
  /** Areas whose whole ground is looked at, though the claims may lie beside it. */
  whole?: Iterable<Face>;
}

type Net<T> = Map<T, number>;
/** Between two vertices, from the lower to the higher one; sides left and right of that way. */
export interface Piece {
  readonly a: Point;
  readonly b: Point;
  /** Part of a border that was drawn before. */
  readonly drawn: boolean;
  face: [Face, Face];
  claim: [Claimant, Claimant];
}

/** An end of a piece: twice its number, plus one for the way back. */
type Side = number;

export class Overlay {
  readonly pieces: Piece[] = [];
  /** Edges that the pieces take the place of. */
  readonly edges = new Set<EdgeId>();
  /** Vertices that the borders and the claims had before they were noded. */
  readonly vertices: { drawn: ReadonlySet<string>; claimed: ReadonlySet<string> };
  readonly #unit: { east: number; north: number };

  constructor(readonly graph: Graph, claims: readonly Claim[], readonly options: OverlayOptions) {
    this.#unit = unitMetres(claims[0]?.points[0]?.[1] ?? 0);
    const window = grown(boxOf(claims.flatMap(({ points }) => points)), options.reach / this.#unit.north + 2, options.reach / this.#unit.east + 2);
    const whole = new Set([...(options.whole ?? [])].flatMap((face) => [...graph.edgesOf(face)]));
    const near = [...graph.edges].filter(([id, edge]) => whole.has(id) || boxesMeet(window, edgeBox(edge)));
    const followed = follow(claims.map(({ points }) => points), near.map(([, { line }]) => line), options.reach);
    const borders = near.map(([, { line }]) => line);
    this.vertices = { drawn: new Set(borders.flat().map(String)), claimed: new Set(followed.flat().map(String)) };
    for (const [id] of near) this.edges.add(id);
    const lines = noded([...borders, ...followed]);

    const nets = new Map<string, { a: Point; b: Point; face: Net<Face>; claim: Net<Claimant> }>();
    lines.forEach((line, index) => {
      const [edge, claim] = [near[index]?.[1], claims[index - near.length]];
      for (let i = 0; i + 1 < line.length; i += 1) {
        const [p, q] = [line[i]!, line[i + 1]!];
        const [a, b] = compare(p, q) < 0 ? [p, q] : [q, p];
        const key = `${a} ${b}`;
        let net = nets.get(key);
        if (!net) nets.set(key, (net = { a, b, face: new Map(), claim: new Map() }));
        const way = a === p ? 1 : -1;
        if (edge) count(net.face, edge.left, edge.right, way);
        if (claim) count(net.claim, claim.left, claim.right, way);
      }
    });
    const claimKnown: boolean[] = [];
    for (const { a, b, face, claim } of nets.values()) {
      const [faces, claimants] = [settled(face, a), settled(claim, a)];
      // What runs there and back again bounds nothing.
      if (!faces && !claimants) continue;
      this.pieces.push({ a, b, drawn: faces !== null, face: faces ?? [null, null], claim: claimants ?? [null, null] });
      claimKnown.push(claimants !== null);
    }
    const others = [...graph.edges].filter(([id]) => !this.edges.has(id)).flatMap(([, { line, left, right }]) =>
      line.slice(1).map((b, i): [Point, Point, Face, Face] => (compare(line[i]!, b) < 0 ? [line[i]!, b, left, right] : [b, line[i]!, right, left])));
    this.#spread(this.pieces.map(({ drawn }) => drawn), (piece) => piece.face, others);
    this.#spread(claimKnown, (piece) => piece.claim, []);
    if (options.reach > 0) this.#slivers();
  }

  /** Pieces that no line of a kind runs along lie in one face of that kind, together with what they lead on to. */
  #spread<T extends Face>(known: readonly boolean[], sides: (piece: Piece) => [T, T], others: readonly [Point, Point, T, T][]): void {
    const bounds: [Point, Point, T, T][] = [...others, ...this.pieces.flatMap((piece, index): [Point, Point, T, T][] => (known[index] ? [[piece.a, piece.b, ...sides(piece)]] : []))];
    const at = new Map<string, number[]>();
    this.pieces.forEach(({ a, b }, index) => [a, b].forEach((end) => at.set(String(end), [...(at.get(String(end)) ?? []), index])));
    const seen = new Set<number>();
    this.pieces.forEach((piece, start) => {
      if (known[start] || seen.has(start)) return;
      const face = sideOf(bounds, piece.a, piece.b);
      const open = [start];
      for (let index = open.pop(); index !== undefined; index = open.pop()) {
        if (seen.has(index)) continue;
        seen.add(index);
        const own = sides(this.pieces[index]!);
        own[0] = own[1] = face;
        for (const end of [this.pieces[index]!.a, this.pieces[index]!.b]) {
          const all = at.get(String(end))!;
          if (all.every((other) => !known[other])) open.push(...all);
        }
      }
    });
  }

  /** Narrow cells: an overlap stays with the area that is drawn, a gap goes to the claim beside it. */
  #slivers(): void {
    const { open, reach } = this.options;
    for (const cell of this.#cells()) {
      const [face, claim] = this.#of(cell[0]!);
      const [double, round] = this.#measure(cell);
      if (double <= 0 || double / round >= reach) continue;
      let to: Claimant | undefined;
      if (claim !== null) to = open(face, claim) ? undefined : null;
      else {
        const length = new Map<string, number>();
        for (const side of cell) {
          const [, beside] = this.#of(side ^ 1);
          if (beside !== null && open(face, beside)) length.set(beside, (length.get(beside) ?? 0) + this.#length(side));
        }
        to = [...length].sort(([, one], [, other]) => other - one)[0]?.[0];
      }
      if (to !== undefined) for (const side of cell) this.pieces[side >> 1]!.claim[side & 1] = to;
    }
  }

  #of(side: Side): [Face, Claimant] {
    const piece = this.pieces[side >> 1]!;
    return [piece.face[side & 1]!, piece.claim[side & 1]!];
  }
  #ends(side: Side): [Point, Point] {
    const { a, b } = this.pieces[side >> 1]!;
    return side & 1 ? [b, a] : [a, b];
  }
  #length(side: Side): number {
    const [[x, y], [u, v]] = this.#ends(side);
    return Math.hypot((u - x) * this.#unit.east, (v - y) * this.#unit.north);
  }
  /** Twice the area in m², and the way round in metres. */
  #measure(cell: readonly Side[]): [number, number] {
    const [ox, oy] = this.#ends(cell[0]!)[0];
    let [double, round] = [0, 0];
    for (const side of cell) {
      const [[x, y], [u, v]] = this.#ends(side);
      double += (x - ox) * (v - oy) - (u - ox) * (y - oy);
      round += this.#length(side);
    }
    return [double * this.#unit.east * this.#unit.north, round];
  }

  /** Ways round the cells of the pieces, each once; those that touch borders beyond the pieces are left out. */
  #cells(): Side[][] {
    const leaving = new Map<string, Side[]>();
    this.pieces.forEach(({ a, b }, index) => [[a, 2 * index], [b, 2 * index + 1]].forEach(([at, side]) => leaving.set(String(at), [...(leaving.get(String(at)) ?? []), side as Side])));
    for (const [, sides] of leaving) sides.sort((one, other) => compareDirections(this.#ends(one)[0], this.#ends(one)[1], this.#ends(other)[1]));
    const foreign = new Set([...this.graph.nodes.values()].filter((node) => node.leaving.some((half) => !this.edges.has(half >> 1))).map(({ at }) => String(at)));
    const seen = new Set<Side>();
    const cells: Side[][] = [];
    for (let start = 0; start < 2 * this.pieces.length; start += 1) {
      if (seen.has(start)) continue;
      const cell: Side[] = [];
      let known = true;
      for (let side = start; !seen.has(side);) {
        seen.add(side);
        cell.push(side);
        const head = String(this.#ends(side)[1]);
        known &&= !foreign.has(head);
        const all = leaving.get(head)!;
        side = all[(all.indexOf(side ^ 1) + all.length - 1) % all.length]!;
      }
      if (known) cells.push(cell);
    }
    return cells;
  }

  /** Square metres by claimant and the face that is drawn there; under null what the `whole` areas have beside the claims. */
  sums(): Map<Claimant, Map<Face, number>> {
    const sums = new Map<Claimant, Map<Face, number>>();
    const [ox, oy] = this.pieces[0]?.a ?? [0, 0];
    for (const { a, b, face, claim } of this.pieces) {
      const half = ((a[0] - ox) * (b[1] - oy) - (b[0] - ox) * (a[1] - oy)) / 2 * this.#unit.east * this.#unit.north;
      for (const side of [0, 1] as const) {
        const own = sums.get(claim[side]) ?? new Map<Face, number>();
        own.set(face[side], (own.get(face[side]) ?? 0) + (side === 0 ? half : -half));
        sums.set(claim[side], own);
      }
    }
    return sums;
  }
}

function count<T>(net: Net<T>, left: T, right: T, way: number): void {
  net.set(left, (net.get(left) ?? 0) + way);
  net.set(right, (net.get(right) ?? 0) - way);
}

/** Left and right of a piece; null where nothing is bounded. */
function settled<T>(net: Net<T>, at: Point): [T, T] | null {
  const left = [...net].filter(([, many]) => many > 0);
  const right = [...net].filter(([, many]) => many < 0);
  if (left.length === 0 && right.length === 0) return null;
  // Two on one side lie over each other.
  if (left.length !== 1 || right.length !== 1 || left[0]![1] !== 1 || right[0]![1] !== -1) throw new Refused('crosses', at);
  return [left[0]![0], right[0]![0]];
}

/** What lies round the middle of p–q, by the first bound to the east of it; bounds run from their lower to their higher end. */
function sideOf<T>(bounds: readonly [Point, Point, T, T][], p: Point, q: Point): T {
  const side = new SideOfEast<T>([(p[0] + q[0]) / 2, (p[1] + q[1]) / 2], null as T);
  for (const bound of bounds) side.pass(...bound);
  return side.found;
}

function grown({ west, south, east, north }: Box, y: number, x: number): Box {
  return { west: west - x, south: south - y, east: east + x, north: north + y };
}
