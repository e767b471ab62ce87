// One draft in work: the drawing, the tool in hand, what the person sees of them, saving, and a conflict when there is
// one. Stays in memory while the page lives, so that leaving the draft loses nothing.
import { untrack } from 'svelte';
import { editions, asApiError, type Check, type DraftBrief, type StaleProblem } from '../../api/editions';
import type { ApiError } from '../../api/client';
import { Refused, toDegrees, toGrid, vertexOf, moveVertex, removeVertex, type Command, type Face, type Point } from '../../domain/edge_graph';
import { combined, differences, type Difference, type Side } from '../../domain/edition/combine';
import { landmark } from '../../domain/wall_map/landmarks';
import { Drawing, facesIn } from '../../domain/edition/drawing';
import { findings, type Findings } from '../../domain/edition/faults';
import type { Changes, DraftAreas, Row } from '../../domain/edition/types';
import type { BoundaryMap, PointerAt } from '../../map/BoundaryMap';
import { ground } from '../../state/ground.svelte';
import { notice } from '../../state/notice.svelte';
import { scene } from '../../state/scene.svelte';
import { BoundaryTool, type ToolName } from '../../tools/boundary/tool';
import { makeGuides } from './guides';
import * as paint from './paint';
import { b, type BoundaryKey } from './words.svelte';

/** How near a pointer catches a crossing or corner, in pixels. */
const LANDMARK_REACH = 12;
const NO_CHANGES: Changes = { upsert: [], remove: [] };
const NO_FINDINGS: Findings = { faults: [], remainder_m2: 0, total_m2: 0 };
export interface Conflict { version: number; theirs: DraftAreas; list: Difference[] }

export class Editor {
  draft = $state.raw<DraftBrief | null>(null);
  drawing = $state.raw<Drawing | null>(null);
  tool = $state.raw<BoundaryTool | null>(null);
  /** Rises when ground or words change, and when only what is chosen or sketched does. */
  tick = $state(0);
  look = $state(0);
  changes = $state.raw<Changes>(NO_CHANGES);
  found = $state.raw<Findings>(NO_FINDINGS);
  check = $state.raw<Check | null>(null);
  error = $state.raw<ApiError | null>(null);
  /** Where areas of the draft lie on each other, when it cannot be opened. */
  broken = $state.raw<{ at: Point | null } | null>(null);
  conflict = $state.raw<Conflict | null>(null);
  saving = $state(false);
  reason = $state('');
  message = $state('');

  board = $state.raw<BoundaryMap | null>(null);
  /** Takes clicks on the map instead of the tool, with the place that was meant, the nearest crossing, end or corner, and the one that was hit. */
  picker: ((place: [number, number], exact: [number, number]) => void) | null = null;
  #guides: { roads: typeof ground.layers.road; near: (near: Point, metres: number) => Point[][] } | null = null;
  #places = new Map<string, [number, number] | null>();
  #timer = 0;
  #opening = false;

  constructor(readonly id: string) {}

  /**
   * The faces that areas below may be drawn in without being asked: beyond a draft of some communities lie the others,
   * which are not on the board. Null where nothing is beyond.
   */
  get inside(): ReadonlySet<Face> | null {
    const { drawing, draft } = this;
    if (!drawing || !draft?.scope.some((code) => (ground.area(code)?.area_m2 ?? null) !== null)) return null;
    return new Set<Face>([...drawing.rows.keys()]);
  }

  get unsaved(): number { return this.changes.upsert.length + this.changes.remove.length; }

  async open(): Promise<void> {
    if (this.drawing || this.#opening) return;
    this.#opening = true;
    this.error = null;
    try {
      const [draft, areas] = await Promise.all([editions.draft(this.id), editions.areas(this.id)]);
      this.draft = draft;
      this.#begin(new Drawing(areas));
    } catch (error) {
      if (error instanceof Refused) this.broken = { at: error.at };
      else this.error = asApiError(error);
    } finally {
      this.#opening = false;
    }
    if (this.drawing) void this.askCheck();
  }

  #begin(drawing: Drawing): void {
    this.drawing = drawing;
    this.#places.clear();
    this.#count();
    this.#guides = null;
    this.tool = new BoundaryTool({
      drawing, guides: (near, metres) => this.#near(near, metres),
      commit: (command, step) => this.do(command, step?.rows),
      refused: (why) => this.#say(why),
      changed: () => this.#changed(),
    });
    this.#ground();
  }

  /** Opens the draft again, which was changed beside the board. */
  async reload(): Promise<void> {
    [this.drawing, this.tool] = [null, null];
    this.#places.clear();
    await this.open();
  }

  // Steps

  do(command: Command | null, rows: Readonly<Record<string, Row | null>> = {}): Refused | null {
    const { drawing } = this;
    if (!drawing) return null;
    const refused = drawing.do(command, rows);
    if (refused) this.#say(refused);
    else {
      this.message = '';
      this.#forget();
      this.#ground();
    }
    return refused;
  }

  undo(): void {
    this.#forget();
    if (this.drawing?.undo()) this.#stepped();
  }
  redo(): void {
    if (!this.drawing?.redo()) return;
    this.#forget();
    this.#stepped();
  }
  #stepped(): void {
    this.message = '';
    this.tool?.revalidate();
    this.#ground();
  }
  /** Names of areas whose ground the last step touched stand somewhere else now. */
  #forget(): void {
    const patch = this.drawing?.lastPatch;
    if (patch) for (const key of facesIn(patch)) this.#places.delete(key);
  }

  setRow(key: string, part: Partial<Row>): void {
    const row = this.drawing?.rows.get(key);
    if (row) this.do(null, { [key]: { ...row, ...part } });
  }

  choose(tool: ToolName): void {
    this.message = '';
    this.tool?.choose(tool);
  }

  get corner(): Point | null {
    void this.tick;
    void this.look;
    const corner = this.tool?.selection.corner;
    return corner ? this.drawing?.graph.edges.get(corner.edge)?.line[corner.index] ?? null : null;
  }
  moveCorner(to: Point): void {
    const corner = this.tool?.selection.corner;
    if (corner && this.drawing) this.do(moveVertex(vertexOf(this.drawing.graph, corner.edge, corner.index), to));
  }
  /** By pixels of the screen, north and east positive. */
  nudge(east: number, north: number): void {
    const at = this.corner;
    const pixel = (this.board?.metresPerPixel ?? 1) / 0.01113;
    if (at) this.moveCorner([at[0] + Math.round((east * pixel) / Math.cos((at[1] / 1e7) * (Math.PI / 180))), at[1] + Math.round(north * pixel)]);
  }
  removeCorner(): void {
    const corner = this.tool?.selection.corner;
    if (!corner || this.do(removeVertex(corner.edge, corner.index))) return;
    this.tool?.select({ ...this.tool.selection, corner: null });
  }
  nextCorner(by: 1 | -1): void {
    const all = this.tool?.handles().filter(({ role }) => role !== 'middle') ?? [];
    const { corner } = this.tool?.selection ?? {};
    const now = all.findIndex(({ edge, index }) => edge === corner?.edge && index === corner.index);
    const next = all[(now + by + all.length) % all.length];
    if (next) this.tool?.select({ ...this.tool.selection, corner: { edge: next.edge, index: next.index } });
  }

  show(key: string): void {
    const { drawing, tool } = this;
    if (!drawing || !tool) return;
    tool.choose('select');
    tool.select({ key });
    const geometry = drawing.geometry(key);
    if (geometry) scene.look({ bounds: boundsOfShape(geometry.type === 'Polygon' ? geometry.coordinates[0]! : geometry.coordinates.flatMap((part) => part[0]!)), maxZoom: 18 });
  }

  #say(why: Refused): void {
    const key: BoundaryKey = why.reason === 'code_taken' ? 'code_in_use' : why.reason;
    this.message = b(key);
    notice.announce(this.message);
  }

  // The board

  attach(board: BoundaryMap): void {
    this.board = board;
    this.#ground();
  }
  detach(): void {
    this.tool?.cancel();
    untrack(() => this.board)?.remove();
    this.board = null;
  }
  /** While it is saved or a conflict is open, the drawing stays as it is. */
  get #hand(): BoundaryTool | null { return this.conflict || this.saving ? null : this.tool; }
  /** Lines to follow. Roads may be brought in while the draft is open. */
  #near(near: Point, metres: number): Point[][] {
    const { drawing } = this;
    const roads = untrack(() => ground.layers.road);
    if (!drawing) return [];
    if (this.#guides?.roads !== roads || !this.#guides) this.#guides = { roads, near: makeGuides(roads, untrack(() => ground.areas), (code) => drawing.rows.has(code)) };
    return this.#guides.near(near, metres);
  }
  #landmark({ at, metresPerPixel }: PointerAt): Point {
    const within = LANDMARK_REACH * metresPerPixel;
    const borders = [...(this.drawing?.graph.edges.values() ?? [])].map(({ line }) => line);
    return landmark([...this.#near(at, within), ...borders], at, within) ?? at;
  }
  readonly pointer = {
    down: (pointer: PointerAt): boolean => (this.picker ? false : this.#hand?.down(pointer) ?? false),
    move: (pointer: PointerAt): void => {
      if (this.picker) {
        const at = this.#landmark(pointer);
        this.board?.show('sketch', paint.spot(at === pointer.at ? null : at));
        return;
      }
      const start = performance.now();
      this.#hand?.move(pointer);
      if (this.tool?.drag) performance.measure('boundary-step', { start });
    },
    up: (): void => this.tool?.up(),
    click: (pointer: PointerAt): void => {
      if (this.picker) this.picker(toDegrees(this.#landmark(pointer)), toDegrees(pointer.at));
      else this.#hand?.click(pointer);
    },
    cursor: (): string => (this.picker ? 'crosshair' : this.tool?.drag ? 'grabbing' : this.tool?.tool === 'select' ? '' : 'crosshair'),
  };

  #changed(): void {
    const { tool, drawing } = this;
    if (!tool || !drawing) return;
    const board = this.board;
    const { drag } = tool;
    if (drag?.moved) {
      // A pointer may speak more often than the screen can draw.
      this.#frame ||= requestAnimationFrame(() => this.#dragging());
      return;
    }
    board?.show('sketch', paint.sketch(tool));
    if (this.#dragged || drag) {
      board?.live([]);
      board?.show('live', paint.live(null, false, null));
    }
    this.#dragged = drag !== null;
    if (this.#shown === tool.selection && this.#shownTool === tool.tool && this.#shownTick === this.tick) {
      // Only the line under the pen moved: the panel needs to know when it begins and ends, not where it is.
      if (this.#points !== tool.sketch.length) { this.#points = tool.sketch.length; this.look += 1; }
      return;
    }
    [this.#shown, this.#shownTool, this.#shownTick] = [tool.selection, tool.tool, this.tick];
    board?.show('chosen', paint.chosen(drawing, tool));
    board?.show('handle', paint.handles(tool));
    board?.show('fill', paint.fills(drawing, tool, this.#changedKeys));
    this.look += 1;
  }
  #frame = 0;
  #dragging(): void {
    this.#frame = 0;
    const drag = this.tool?.drag;
    if (!drag) return;
    this.#dragged = true;
    this.board?.live(drag.patch ? drag.patch.edges.keys() : []);
    this.board?.show('live', paint.live(drag.patch, drag.refused !== null, drag.kind === 'edge' ? null : this.tool?.hover?.at ?? null));
  }
  #shown: unknown = null;
  #shownTool: ToolName = 'select';
  #shownTick = -1;
  #points = 0;
  #dragged = false;
  #changedKeys = new Set<string>();

  /** Ground or words changed: everything is drawn again, and the counting follows when the hand rests. */
  #ground(): void {
    const { drawing, tool } = this;
    if (!drawing || !tool) return;
    this.tick += 1;
    this.#dragged = true;
    this.board?.show('edge', paint.edges(drawing));
    this.board?.show('label', paint.labels(drawing, this.#changedKeys, this.#places));
    this.#changed();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#count(), 60);
  }

  #count(): void {
    const { drawing } = this;
    if (!drawing) return;
    this.changes = drawing.dirty ? drawing.changes() : NO_CHANGES;
    const codes = new Set(this.changes.upsert.map(({ code }) => code));
    this.#changedKeys = new Set([...drawing.rows].filter(([, row]) => codes.has(row.code)).map(([key]) => key));
    this.found = findings(drawing);
    const board = this.board;
    if (!board || !this.tool) return;
    board.show('label', paint.labels(drawing, this.#changedKeys, this.#places));
    board.show('fill', paint.fills(drawing, this.tool, this.#changedKeys));
    board.show('place', paint.faultPlaces(this.found.faults));
  }

  // Saving

  async save(): Promise<boolean> {
    const { drawing, draft } = this;
    if (!drawing || !draft) return false;
    clearTimeout(this.#timer);
    this.#count();
    const { changes } = this;
    this.saving = true;
    this.error = null;
    try {
      this.draft = await editions.save(this.id, draft.version, changes, this.reason.trim());
      const areas = await editions.areas(this.id);
      // What was saved can still be taken back, unless the service made something else of it.
      if (drawing.saved(areas)) {
        // A merge would otherwise begin with what happened to be chosen.
        this.tool?.select({});
        this.#ground();
        this.#count();
      } else this.#begin(new Drawing(areas));
      this.reason = '';
      notice.say(b('saveDone'));
      void this.askCheck();
      return true;
    } catch (error) {
      const failed = asApiError(error);
      if (failed.status === 412) await this.#collide(changes, failed.problem as StaleProblem | null);
      else this.error = failed;
      return false;
    } finally {
      this.saving = false;
    }
  }

  async #collide(changes: Changes, problem: StaleProblem | null): Promise<void> {
    try {
      const [draft, theirs] = await Promise.all([editions.draft(this.id), editions.areas(this.id)]);
      this.conflict = { version: draft.version, theirs, list: differences(changes, theirs, problem?.changed ?? []) };
      this.board?.show('other', { type: 'FeatureCollection', features: theirs.features.filter(({ properties: p }) => problem?.changed?.includes(p.code)).map(({ geometry }) => ({ type: 'Feature', geometry, properties: { role: 'theirs' } })) });
    } catch (error) {
      this.error = asApiError(error);
    }
  }

  /** Goes on from the version that stands, with the areas that the person chose to keep; null when they fit. */
  async settle(choice: ReadonlyMap<string, Side>): Promise<Refused | null> {
    const { conflict } = this;
    if (!conflict) return null;
    try {
      const drawing = new Drawing(conflict.theirs, combined(this.changes, conflict.theirs, choice));
      this.draft = await editions.draft(this.id);
      this.conflict = null;
      this.board?.show('other', { type: 'FeatureCollection', features: [] });
      this.#begin(drawing);
      notice.say(b('combinedDone'));
      return null;
    } catch (error) {
      if (error instanceof Refused) return error;
      this.error = asApiError(error);
      return null;
    }
  }

  async askCheck(): Promise<void> {
    this.check = null;
    try {
      this.check = await editions.check(this.id);
    } catch (error) {
      this.error = asApiError(error);
    }
  }
}

function boundsOfShape(ring: readonly (readonly number[])[]): [number, number, number, number] {
  const [xs, ys] = [ring.map(([x]) => x!), ring.map(([, y]) => y!)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

const open = new Map<string, Editor>();
export function editorOf(id: string): Editor {
  let editor = open.get(id);
  if (!editor) open.set(id, (editor = new Editor(id)));
  return editor;
}
export function forget(id: string): void {
  open.delete(id);
}
export function isUnsaved(id: string): boolean {
  return (open.get(id)?.unsaved ?? 0) > 0;
}

// Closing the tab asks first; moving inside the page keeps the drawing in memory.
addEventListener('beforeunload', (event) => {
  if ([...open.values()].some((editor) => editor.unsaved > 0 || editor.reason.trim() !== '')) event.preventDefault();
});

/** Degrees typed by hand; null when they are none. */
export function typedPosition(lon: string, lat: string): Point | null {
  const [x, y] = [Number(lon), Number(lat)];
  return lon.trim() !== '' && lat.trim() !== '' && Math.abs(x) <= 180 && Math.abs(y) <= 90 ? toGrid([x, y]) : null;
}
export function degrees(at: Point): [string, string] {
  const [lon, lat] = toDegrees(at);
  return [lon.toFixed(7), lat.toFixed(7)];
}
