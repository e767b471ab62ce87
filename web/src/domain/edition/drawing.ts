// A draft on the drawing board: the shared-edge graph of its ground and the words of its areas, changed together and
// taken back together. It knows what differs from the version that it began with.
import { apply, fromGeoJson, geometryRound, History, Refused, type Command, type Edge, type Face, type Graph, type Patch } from '../edge_graph';
import { canonical } from './canonical';
import { LEVELS, type AreaWords, type Changes, type DraftAreas, type Level, type Row, type Shape } from './types';

type RowSwap = ReadonlyMap<string, { before: Row | undefined; after: Row | undefined }>;

/** Does nothing to the ground: for steps that change words alone. */
const still: Command = (graph) => ({ nodes: new Map(), edges: new Map(), faces: new Map(), next: { before: graph.next, after: graph.next } });

export class Drawing {
  readonly graph: Graph;
  readonly rows = new Map<string, Row>();
  readonly #history: History;
  /** The areas of the version that stands, by the keys that they have here. */
  #base = new Map<string, Row>();
  /** The ground of the version that stands, with the vertices that its neighbours have. */
  #first: Graph;
  /** Areas that may differ from it beside what the steps touched: after a conflict, or where saved steps were lost. */
  #given = new Set<string>();
  /** How many steps were done when the version that stands was saved. */
  #saved = 0;
  #done: RowSwap[] = [];
  #undone: RowSwap[] = [];
  #serial = 0;

  /** `base` is the version that stands; `now` what the person has beside it. Refuses areas that are no partition. */
  constructor(base: DraftAreas, now: DraftAreas = base) {
    const row = (p: AreaWords): Row => ({ code: p.code, name: p.name, level: p.level, parent: p.parent ?? null, extent: p.extent ?? null });
    for (const { properties: p } of base.features) this.#base.set(p.code, row(p));
    for (const { properties: p } of now.features) this.rows.set(p.code, row(p));
    this.graph = fromGeoJson(now);
    this.#history = new History(this.graph);
    // Records of the graph are never changed in place, so a copy of its maps is the graph as it was.
    this.#first = now === base ? this.graph.copy() : fromGeoJson(base);
    if (now !== base) this.#given = new Set([...this.#base.keys(), ...this.rows.keys()]);
  }

  get canUndo(): boolean { return this.#history.canUndo; }
  get canRedo(): boolean { return this.#history.canRedo; }
  get dirty(): boolean { return this.#done.length !== this.#saved || this.#given.size > 0; }
  get lastPatch(): Patch | null { return this.#history.done[this.#history.done.length - 1] ?? null; }

  /** One step: ground and words. Null when it was done, else why not. */
  do(command: Command | null, rows: Readonly<Record<string, Row | null>> = {}): Refused | null {
    // Going on from before the last save loses the steps that lead back to it, not what they changed.
    const lost = this.#done.length < this.#saved ? this.#between() : null;
    const refused = this.#history.do(command ?? still);
    if (refused) return refused;
    if (lost) {
      for (const key of lost) this.#given.add(key);
      this.#saved = this.#done.length;
    }
    const swap: RowSwap = new Map(Object.entries(rows).map(([key, row]) => [key, { before: this.rows.get(key), after: row ?? undefined }]));
    this.#put(swap, 'after');
    this.#done.push(swap);
    this.#undone = [];
    return null;
  }

  /** What a command would change, without keeping it: for every step of a drag. */
  probe(command: Command): Patch | Refused {
    try {
      const patch = command(this.graph);
      apply(this.graph, patch, 'before');
      return patch;
    } catch (fault) {
      if (fault instanceof Refused) return fault;
      throw fault;
    }
  }

  undo(): boolean {
    if (!this.#history.undo()) return false;
    const swap = this.#done.pop()!;
    this.#put(swap, 'before');
    this.#undone.push(swap);
    return true;
  }

  redo(): boolean {
    if (!this.#history.redo()) return false;
    const swap = this.#undone.pop()!;
    this.#put(swap, 'after');
    this.#done.push(swap);
    return true;
  }

  #put(swap: RowSwap, way: 'before' | 'after'): void {
    for (const [key, { [way]: row }] of swap) {
      if (row) this.rows.set(key, row);
      else this.rows.delete(key);
    }
  }

  /** A key for an area that is about to be drawn. */
  newKey(): string {
    return `+${++this.#serial}`;
  }

  /** The area itself and everything around it, from below. */
  chain(key: string): string[] {
    const all: string[] = [];
    for (let at: string | null = key; at !== null && this.rows.has(at) && !all.includes(at); at = this.rows.get(at)!.parent) all.push(at);
    return all;
  }

  childrenOf(key: string): string[] {
    return [...this.rows].filter(([, row]) => row.parent === key).map(([child]) => child);
  }

  /** The faces of an area: its own ground and that of everything below it. */
  facesOf(key: string): Set<Face> {
    const found = new Set<Face>();
    const open = [key];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (found.has(at)) continue;
      found.add(at);
      open.push(...this.childrenOf(at));
    }
    return found;
  }

  geometry(key: string): Shape | null {
    return geometryRound(this.graph, this.facesOf(key));
  }

  /** Areas that touch this one, along an edge. */
  neighbours(key: string): string[] {
    const found = new Set<string>();
    for (const id of this.graph.edgesOf(key)) {
      const { left, right } = this.graph.edge(id);
      for (const face of [left, right]) if (face !== null && face !== key) found.add(face);
    }
    return [...found];
  }

  /** The highest level that an edge divides: what its line looks like. */
  levelOf({ left, right }: Edge): Level {
    const [a, b] = [left === null ? [] : this.chain(left), right === null ? [] : this.chain(right)];
    let highest = LEVELS.length - 1;
    for (const key of a) if (!b.includes(key)) highest = Math.min(highest, LEVELS.indexOf(this.rows.get(key)!.level));
    for (const key of b) if (!a.includes(key)) highest = Math.min(highest, LEVELS.indexOf(this.rows.get(key)!.level));
    return LEVELS[highest]!;
  }

  /** Areas that a step since the beginning may have changed, with those around and, for a new code, those below them. */
  touched(): Set<string> {
    const found = new Set<string>([...this.#given, ...this.#between()]);
    for (const key of [...found]) {
      for (const around of this.chain(key)) found.add(around);
      for (let at = this.#base.get(key)?.parent; at && !found.has(at); at = this.#base.get(at)?.parent) found.add(at);
    }
    return found;
  }

  /** Areas of the steps between now and the last save, whichever way. */
  #between(): Set<string> {
    const found = new Set<string>();
    const [from, back] = [this.#saved, this.#done.length - this.#saved];
    const patches = back >= 0 ? this.#history.done.slice(from) : this.#history.undone.slice(back);
    for (const patch of patches) for (const face of facesIn(patch)) found.add(face);
    for (const swap of back >= 0 ? this.#done.slice(from) : this.#undone.slice(back)) {
      for (const [key, { before, after }] of swap) {
        found.add(key);
        for (const parent of [before?.parent, after?.parent]) if (parent) found.add(parent);
        for (const child of this.childrenOf(key)) found.add(child);
      }
    }
    return found;
  }

  /**
   * The version that stands is now the drawing as it is, and its steps can still be taken back. False, and nothing
   * done, where `stands` is something else: then a new drawing has to begin.
   */
  saved(stands: DraftAreas): boolean {
    const now = new Drawing(stands);
    const keys = new Map([...this.rows].map(([key, { code }]) => [code, key]));
    if (now.rows.size !== this.rows.size || keys.size !== this.rows.size) return false;
    for (const { properties: p } of stands.features) {
      const key = keys.get(p.code);
      if (key === undefined || !sameWords(now.words(p.code), this.words(key)) || canonical(now.geometry(p.code)) !== canonical(this.geometry(key))) return false;
    }
    this.#base = new Map(this.rows);
    this.#first = this.graph.copy();
    this.#given = new Set();
    this.#saved = this.#done.length;
    return true;
  }

  #baseWords(key: string): AreaWords | undefined {
    const row = this.#base.get(key);
    return row && { ...row, parent: row.parent === null ? null : this.#base.get(row.parent)?.code ?? row.parent };
  }

  /** The words of an area as the service knows them: codes instead of keys. */
  words(key: string): AreaWords {
    const row = this.rows.get(key)!;
    return { ...row, parent: row.parent === null ? null : this.rows.get(row.parent)?.code ?? row.parent };
  }

  #firstShape(key: string): Shape | null {
    const faces = new Set<Face>([key]);
    // A set grows while it is walked, so this reaches every area below.
    for (const around of faces) for (const [code, { parent }] of this.#base) if (parent === around) faces.add(code);
    return geometryRound(this.#first, faces);
  }

  changes(): Changes {
    const changes: Changes = { upsert: [], remove: [] };
    for (const key of [...this.touched()].sort()) {
      const base = this.#baseWords(key);
      if (!this.rows.has(key)) {
        if (base) changes.remove.push(base.code);
        continue;
      }
      const words = this.words(key);
      const geometry = this.geometry(key);
      if (base && sameWords(base, words) && canonical(this.#firstShape(key)) === canonical(geometry)) continue;
      if (base && base.code !== words.code) changes.remove.push(base.code);
      changes.upsert.push({ ...words, geometry });
    }
    return changes;
  }
}

/** The areas whose ground a step touched. */
export function facesIn(patch: Patch): Set<string> {
  const found = new Set<string>();
  for (const { before, after } of patch.edges.values()) {
    for (const edge of [before, after]) for (const face of edge ? [edge.left, edge.right] : []) if (face !== null) found.add(face);
  }
  return found;
}

function sameWords(a: AreaWords, b: AreaWords): boolean {
  return a.code === b.code && a.name === b.name && a.level === b.level && (a.parent ?? null) === b.parent && (a.extent ?? null) === b.extent;
}
