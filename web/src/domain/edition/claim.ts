// Ground that comes from elsewhere (roads, a picture) for areas of a drawing, as one step. An area has what is free without
// asking: nobody's ground, what is left of the areas around it, and its own. What others have drawn it gets only when
// they give it up.
import { geometryRound, lay, Refused, ringsOf, survey, toGrid, type Claim, type Command, type Face, type OverlayOptions } from '../edge_graph';
import { ringArea } from '../edge_graph/measure';
import type { Drawing } from './drawing';
import type { Row, Shape } from './types';

export interface ClaimOptions {
  /** Words of areas that are new with this step, by key. */
  rows?: Readonly<Record<string, Row>>;
  /** Others give up what the claim laps over. */
  over: boolean;
  /** How far the lines may be off the borders that they mean, metres. */
  reach: number;
  /** Only ground of these faces is taken. */
  within?: ReadonlySet<Face>;
}

/** The areas of a proposal, ring by ring. */
export function claimsOf(areas: readonly { key: string; geometry: Shape }[]): Claim[] {
  return areas.flatMap(({ key, geometry }) =>
    (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flatMap((rings) =>
      // Shells run counter-clockwise and holes clockwise, so the area is on the left.
      rings.map((ring, index): Claim => {
        const points = ring.map(toGrid);
        const inside = ringArea(points.slice(0, -1)) > 0 === (index === 0);
        return { points, left: inside ? key : null, right: inside ? null : key };
      })));
}

export interface ClaimStep {
  command: Command;
  rows: Record<string, Row>;
  /** Areas that get ground. */
  keys: string[];
  /** How many claim ground and get none, and how many get less than they claim. */
  empty: number;
  clipped: number;
}

/** Ground smaller than this is none, m². */
const LEAST_M2 = 1;

/** Refused when it is done (`nothing_free`) where no area would get any ground. */
export function claimStep(drawing: Drawing, claims: readonly Claim[], options: ClaimOptions): ClaimStep {
  const met = meetings(drawing, claims, options);
  const lost = (key: string): number => met?.get(key)?.others.reduce((sum, { m2 }) => sum + m2, 0) ?? 0;
  const gains = (key: string): boolean => !met || (met.get(key)?.free_m2 ?? 0) + (options.over ? lost(key) : 0) >= LEAST_M2;
  const all = claimants(claims);
  const keys = all.filter(gains);
  const of = (key: string | null): string | null => (key !== null && keys.includes(key) ? key : null);
  const taken = claims.map(({ points, left, right }): Claim => ({ points, left: of(left), right: of(right) })).filter(({ left, right }) => left !== right);
  const rows = Object.fromEntries(Object.entries(options.rows ?? {}).filter(([key]) => !all.includes(key) || keys.includes(key)));
  const counted = { rows, keys, empty: all.length - keys.length, clipped: options.over ? 0 : keys.filter((key) => lost(key) >= LEAST_M2).length };
  if (keys.length === 0) return { ...counted, command: () => { throw new Refused('nothing_free', claims[0]?.points[0] ?? null); } };
  const kin = new Kin(drawing, taken, options);
  return { ...counted, command: lay(taken, kin.overlay, (face, claimant) => kin.owner(face, claimant), (code) => kin.stays(code)) };
}

function claimants(claims: readonly Claim[]): string[] {
  return [...new Set(claims.flatMap(({ left, right }) => [left, right]).filter((key): key is string => key !== null))];
}

/** How a claim meets what is drawn, in m². */
export interface Meeting {
  /** What it gets without anybody losing any, its own ground among it. */
  free_m2: number;
  /** What others have drawn there, the most first. */
  others: { key: string; m2: number }[];
  /** Nobody's ground that is not to be taken: it is outside of what the draft is about. */
  outside_m2: number;
  /** What it has now and would not have any more. */
  freed_m2: number;
}

/** By key of the claiming area. Null where the lines cannot be laid over the drawing. */
export function meetings(drawing: Drawing, claims: readonly Claim[], options: ClaimOptions): Map<string, Meeting> | null {
  const kin = new Kin(drawing, claims, options);
  const sums = survey(drawing.graph, claims, kin.overlay)?.sums();
  if (!sums) return null;
  return new Map(kin.keys.map((key) => {
    const own = [...(sums.get(key) ?? [])].filter(([, m2]) => m2 >= 0.5);
    const free = own.filter(([face]) => kin.open(face, key)).reduce((sum, [, m2]) => sum + m2, 0);
    const others = own.flatMap(([face, m2]) => (face === null || kin.open(face, key) ? [] : [{ key: face, m2 }])).sort((one, other) => other.m2 - one.m2);
    const outside = kin.open(null, key) ? 0 : own.reduce((sum, [face, m2]) => (face === null ? sum + m2 : sum), 0);
    const freed = sums.get(null)?.get(key) ?? 0;
    return [key, { free_m2: free, others, outside_m2: outside, freed_m2: freed >= 0.5 ? freed : 0 }];
  }));
}

/** The ground that areas would have after a step; why not, where it is refused. */
export function outcome(drawing: Drawing, step: ClaimStep): { key: string; geometry: Shape | null; parts: number; m2: number }[] | Refused {
  const graph = drawing.graph.copy();
  try {
    step.command(graph);
  } catch (fault) {
    if (fault instanceof Refused) return fault;
    throw fault;
  }
  return step.keys.map((key) => {
    const faces = drawing.rows.has(key) ? drawing.facesOf(key) : new Set<Face>([key]);
    const geometry = geometryRound(graph, faces);
    const m2 = [...faces].flatMap((face) => ringsOf(graph, face)).reduce((sum, { points }) => sum + ringArea(points), 0);
    return { key, geometry, parts: geometry?.type === 'MultiPolygon' ? geometry.coordinates.length : geometry ? 1 : 0, m2 };
  });
}

/** Who is around and below the claiming areas. */
class Kin {
  readonly keys: string[];
  readonly #around = new Map<string, Set<Face>>();
  readonly #below = new Map<string, Set<Face>>();
  readonly #drawing: Drawing;
  readonly #options: ClaimOptions;

  constructor(drawing: Drawing, claims: readonly Claim[], options: ClaimOptions) {
    this.#drawing = drawing;
    this.#options = options;
    this.keys = claimants(claims);
    for (const key of this.keys) {
      const parent = options.rows?.[key]?.parent ?? drawing.rows.get(key)?.parent ?? null;
      this.#around.set(key, new Set(parent === null ? [] : drawing.chain(parent)));
      this.#below.set(key, drawing.rows.has(key) ? drawing.facesOf(key) : new Set([key]));
    }
  }

  get overlay(): OverlayOptions {
    return { reach: this.#options.reach, open: (face, key) => this.open(face, key), whole: this.keys };
  }

  open(face: Face, key: string): boolean {
    if (this.#below.get(key)?.has(face)) return true;
    if (this.#options.within && !this.#options.within.has(face)) return false;
    return face === null || this.#around.get(key)?.has(face) === true;
  }

  owner(face: Face, claimant: string | null): Face {
    if (claimant === null) return face !== null && this.keys.includes(face) ? this.#left(face) : face;
    // Areas below keep their ground: they are part of it.
    if (face !== claimant && this.#below.get(claimant)?.has(face)) return face;
    const allowed = this.open(face, claimant) || (this.#options.over && (!this.#options.within || this.#options.within.has(face)));
    return allowed ? claimant : face;
  }

  /** What an area gives up is left to the one around it, so that no outline above changes. */
  #left(key: string): Face {
    const parent = this.#drawing.rows.get(key)?.parent ?? null;
    return parent !== null && this.#drawing.rows.has(parent) ? parent : null;
  }

  /** Ground that is left of a divided area may be used up, an area itself may not. */
  stays(code: string): boolean {
    return this.#drawing.childrenOf(code).length === 0 && !Object.values(this.#options.rows ?? {}).some(({ parent }) => parent === code);
  }
}
