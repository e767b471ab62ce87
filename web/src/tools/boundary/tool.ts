// What a pointer on the drawing board means, tool by tool. Gets positions of the grid and metres per pixel, asks the
// graph, and answers with steps; knows neither the map engine nor the screen.
import {
  addVertex, moveEdge, moveVertex, redraw, redrawAcross, Refused, same, snap, vertexOf, type Command, type EdgeId, type Face, type Patch, type Place, type Point, type Snap,
} from '../../domain/edge_graph';
import type { Drawing } from '../../domain/edition/drawing';
import { faceAt, middle } from '../../domain/edition/pick';
import { insideStep, mergeStep, splitStep, type Step } from '../../domain/edition/steps';

export const TOOLS = ['select', 'split', 'merge', 'inside', 'redraw'] as const;
export type ToolName = (typeof TOOLS)[number];

export interface Pointed { at: Point; metresPerPixel: number }
export interface Corner { edge: EdgeId; index: number }
export interface Selection { key: string | null; edge: EdgeId | null; corner: Corner | null }
export const NOTHING_CHOSEN: Selection = { key: null, edge: null, corner: null };

export interface Handle { at: Point; edge: EdgeId; index: number; role: 'node' | 'vertex' | 'middle' }
interface SketchPoint { at: Point; on: Snap | null }
interface Drag { kind: 'vertex' | 'add' | 'edge'; edge: EdgeId; index: number; start: Point; patch: Patch | null; command: Command | null; refused: Refused | null; moved: boolean }

export interface Host {
  drawing: Drawing;
  /** Lines worth following: roads, and borders of areas that are not in the draft. */
  guides: (near: Point, metres: number) => readonly (readonly Point[])[];
  commit: (command: Command, step?: Step) => Refused | null;
  refused: (why: Refused) => void;
  /** Selection, sketch or drag changed: draw again. */
  changed: () => void;
}

/** Hit areas, in pixels from the middle: 24 across for handles, a little less for lines. */
const HANDLE_REACH = 12;
const LINE_REACH = 8;
const SNAP_REACH = 10;

export class BoundaryTool {
  tool: ToolName = 'select';
  selection: Selection = NOTHING_CHOSEN;
  sketch: SketchPoint[] = [];
  hover: SketchPoint | null = null;
  drag: Drag | null = null;

  constructor(readonly host: Host) {}

  get drawing(): Drawing { return this.host.drawing; }

  choose(tool: ToolName): void {
    this.tool = tool;
    this.cancel();
  }

  select(selection: Partial<Selection>): void {
    this.selection = { ...NOTHING_CHOSEN, ...selection };
    this.host.changed();
  }

  /** Drops a sketch or a drag; the selection when there is neither. False when there was nothing to drop. */
  cancel(): boolean {
    const had = this.sketch.length > 0 || this.drag !== null;
    this.sketch = [];
    this.hover = null;
    this.drag = null;
    this.host.changed();
    return had;
  }

  /** What is chosen may be gone after a step back. */
  revalidate(): void {
    const { graph, rows } = this.drawing;
    const { key, edge, corner } = this.selection;
    const line = corner ? graph.edges.get(corner.edge)?.line : null;
    this.selection = {
      key: key !== null && rows.has(key) ? key : null,
      edge: edge !== null && graph.edges.has(edge) ? edge : null,
      corner: corner && line && corner.index < line.length ? corner : null,
    };
    this.cancel();
  }

  /** Vertices of the chosen edge, or of all edges round the chosen area. */
  handles(): Handle[] {
    const { graph } = this.drawing;
    const { key, edge } = this.selection;
    const edges = edge !== null ? [edge] : key !== null ? [...graph.edgesOf(key)].sort((a, b) => a - b) : [];
    const nodes = new Set<number>();
    return edges.flatMap((id) => {
      const { line, from, to } = graph.edge(id);
      return line.flatMap((at, index): Handle[] => {
        const node = index === 0 ? from : index === line.length - 1 ? to : null;
        const next = line[index + 1];
        const half: Handle[] = next ? [{ at: round(middle(at, next)), edge: id, index, role: 'middle' }] : [];
        if (node === null) return [{ at, edge: id, index, role: 'vertex' }, ...half];
        if (nodes.has(node)) return half;
        nodes.add(node);
        return [{ at, edge: id, index, role: 'node' }, ...half];
      });
    });
  }

  /** True when the pointer takes hold of something, so that the map stays where it is. */
  down(pointed: Pointed): boolean {
    if (this.tool !== 'select') return false;
    const handle = this.#handleAt(pointed);
    if (handle) {
      const kind = handle.role === 'middle' ? 'add' : 'vertex';
      this.drag = { kind, edge: handle.edge, index: handle.index, start: pointed.at, patch: null, command: null, refused: null, moved: false };
      if (kind === 'vertex') this.selection = { ...this.selection, corner: { edge: handle.edge, index: handle.index } };
      this.host.changed();
      return true;
    }
    const { edge } = this.selection;
    if (edge !== null && this.#borderAt(pointed, LINE_REACH)?.edge === edge) {
      this.drag = { kind: 'edge', edge, index: 0, start: pointed.at, patch: null, command: null, refused: null, moved: false };
      return true;
    }
    return false;
  }

  move(pointed: Pointed): void {
    if (this.drag) return this.#dragTo(this.drag, pointed);
    if (this.tool === 'select' || this.tool === 'merge') return;
    this.hover = this.#snapped(pointed);
    this.host.changed();
  }

  up(): void {
    const { drag } = this;
    if (!drag) return;
    this.drag = null;
    if (drag.moved && drag.refused) this.host.refused(drag.refused);
    else if (drag.moved && drag.command && !this.host.commit(drag.command) && drag.kind !== 'edge') {
      this.selection = { ...this.selection, corner: { edge: drag.edge, index: drag.kind === 'add' ? drag.index + 1 : drag.index } };
    }
    this.host.changed();
  }

  #dragTo(drag: Drag, pointed: Pointed): void {
    const { graph } = this.drawing;
    drag.moved = true;
    const guided = this.#guide(pointed);
    const to = guided ?? pointed.at;
    drag.command =
      drag.kind === 'edge' ? moveEdge(drag.edge, [to[0] - drag.start[0], to[1] - drag.start[1]])
      : drag.kind === 'add' ? addVertex(drag.edge, drag.index, to)
      : moveVertex(vertexOf(graph, drag.edge, drag.index), to);
    const answer = this.drawing.probe(drag.command);
    if (answer instanceof Refused) drag.refused = answer;
    else {
      drag.refused = null;
      drag.patch = answer;
    }
    this.hover = { at: to, on: null };
    this.host.changed();
  }

  click(pointed: Pointed): void {
    if (this.tool === 'select') return this.#pick(pointed);
    if (this.tool === 'merge') return this.#merge(pointed);
    const point = this.#snapped(pointed);
    const first = this.sketch[0];
    const last = this.sketch[this.sketch.length - 1];
    if (last && same(last.at, point.at)) return this.#tryFinish();
    if (!first && this.tool !== 'inside' && !isBorder(point.on)) return this.host.refused(new Refused('not_on_boundary', point.at));
    if (this.tool === 'inside' && this.sketch.length >= 3 && first && near(first.at, pointed, SNAP_REACH)) return this.finish();
    this.sketch = [...this.sketch, point];
    if (this.tool !== 'inside' && first && isBorder(point.on)) return this.finish();
    this.host.changed();
  }

  #tryFinish(): void {
    if (this.tool === 'inside' ? this.sketch.length >= 3 : this.sketch.length >= 2 && isBorder(this.sketch[this.sketch.length - 1]!.on)) this.finish();
  }

  /** Makes a step of what was drawn. */
  finish(): void {
    const points = this.sketch;
    const [first, last] = [points[0], points[points.length - 1]];
    if (!first || !last) return;
    const via = points.slice(1, -1).map(({ at }) => at);
    if (this.tool === 'inside') {
      const ring = points.map(({ at }) => at);
      if (ring.length < 3) return this.host.refused(new Refused('too_short', first.at));
      return this.#done(insideStep(this.drawing, faceAt(this.drawing.graph, middle(ring[0]!, ring[1]!)), ring, this.#undrawn()));
    }
    if (points.length < 2 || !isBorder(last.on) || !isBorder(first.on)) return this.host.refused(new Refused('not_on_boundary', last.at));
    if (this.tool === 'redraw') return this.#redraw(first, via, last);
    const face = faceAt(this.drawing.graph, middle(first.at, points[1]!.at));
    const edge = this.drawing.graph.edge(first.on.edge);
    this.#done(splitStep(this.drawing, face, placeOf(first), via, placeOf(last), edge.left ?? edge.right, this.#undrawn()));
  }

  /** A chosen area without ground gets what is drawn next, instead of a new one. */
  #undrawn(): string | null {
    const { key } = this.selection;
    if (key === null) return null;
    return [...this.drawing.facesOf(key)].some((face) => this.drawing.graph.faces.has(face)) ? null : key;
  }

  #done(step: Step): void {
    this.sketch = [];
    this.hover = null;
    if (this.host.commit(step.command, step)) return this.host.changed();
    this.tool = 'select';
    this.select({ key: step.key });
  }

  #redraw(first: SketchPoint, via: readonly Point[], last: SketchPoint): void {
    this.sketch = [];
    this.hover = null;
    for (const id of this.#edgesAt(first)) {
      const [a, b] = [this.#along(id, first.at), this.#along(id, last.at)];
      if (a === null || b === null) continue;
      if (!this.host.commit(redraw(id, { segment: a, at: first.at }, { segment: b, at: last.at }, via))) {
        this.tool = 'select';
        this.select({ edge: id });
      }
      return this.host.changed();
    }
    this.#redrawAcross(first, via, last);
    this.host.changed();
  }

  /** Across corners: along the boundary of a face that both places are on, the outside before others. */
  #redrawAcross(first: SketchPoint, via: readonly Point[], last: SketchPoint): void {
    const { graph } = this.drawing;
    const facesAt = (point: SketchPoint): Set<Face> => new Set(this.#edgesAt(point).flatMap((id) => [graph.edge(id).left, graph.edge(id).right]));
    const there = facesAt(last);
    const faces = [...facesAt(first)].filter((face) => there.has(face)).sort((a, b) => Number(b === null) - Number(a === null));
    let refused = new Refused('not_one_stretch', last.at);
    for (const face of faces) {
      const command = redrawAcross(face, placeOf(first), via, placeOf(last));
      const answer = this.drawing.probe(command);
      if (answer instanceof Refused) refused = answer;
      else if (!this.host.commit(command)) {
        this.tool = 'select';
        return this.select({});
      }
    }
    this.host.refused(refused);
  }

  #edgesAt({ at, on }: SketchPoint): EdgeId[] {
    const { graph } = this.drawing;
    if (!isBorder(on)) return [];
    const { from, to, line } = graph.edge(on.edge);
    const node = same(line[0]!, at) ? from : same(line[line.length - 1]!, at) ? to : null;
    return node === null ? [on.edge] : [...new Set(graph.node(node).leaving.map((half) => half >> 1))];
  }

  /** The segment of an edge that a point, snapped before, lies on. */
  #along(id: EdgeId, at: Point): number | null {
    const { line } = this.drawing.graph.edge(id);
    const index = line.findIndex((point) => same(point, at));
    if (index >= 0) return Math.min(index, line.length - 2);
    const on = snap(this.drawing.graph, at, { within: 0.05 });
    return on?.kind === 'segment' && on.edge === id ? on.segment : null;
  }

  #pick(pointed: Pointed): void {
    const border = this.#borderAt(pointed, LINE_REACH);
    const handle = this.#handleAt(pointed);
    if (handle && handle.role !== 'middle') return this.select({ ...this.selection, corner: { edge: handle.edge, index: handle.index } });
    if (border) return this.select({ edge: border.edge });
    this.select({ key: faceAt(this.drawing.graph, pointed.at) });
  }

  #merge(pointed: Pointed): void {
    const face = faceAt(this.drawing.graph, pointed.at);
    const { key } = this.selection;
    if (face === null) return;
    if (key === null || key === face || !this.drawing.graph.faces.has(key)) return this.select({ key: face });
    this.#done(mergeStep(this.drawing, key, face));
  }

  #handleAt(pointed: Pointed): Handle | null {
    const found = this.handles().filter(({ at }) => near(at, pointed, HANDLE_REACH));
    // A vertex goes before a middle, what is nearest before the rest.
    const rank = ({ role, at }: Handle): number => (role === 'middle' ? 1e12 : 0) + far(at, pointed.at);
    return found.sort((a, b) => rank(a) - rank(b))[0] ?? null;
  }

  #borderAt(pointed: Pointed, pixels: number): { edge: EdgeId } | null {
    const found = snap(this.drawing.graph, pointed.at, { within: pixels * pointed.metresPerPixel });
    return isBorder(found) ? found : null;
  }

  #snapped(pointed: Pointed): SketchPoint {
    const within = SNAP_REACH * pointed.metresPerPixel;
    const on = snap(this.drawing.graph, pointed.at, { within, guides: this.host.guides(pointed.at, within) });
    return { at: on?.at ?? pointed.at, on };
  }

  #guide(pointed: Pointed): Point | null {
    const within = SNAP_REACH * pointed.metresPerPixel;
    return snap(this.drawing.graph, pointed.at, { within, borders: false, guides: this.host.guides(pointed.at, within) })?.at ?? null;
  }
}

function isBorder(on: Snap | null): on is Exclude<Snap, { kind: 'guide' }> {
  return on !== null && on.kind !== 'guide';
}

function placeOf({ at, on }: SketchPoint): Place {
  return on?.kind === 'segment' ? { edge: on.edge, segment: on.segment, at } : at;
}

function round([x, y]: readonly [number, number]): Point {
  return [Math.round(x), Math.round(y)];
}

/** Grid units apart, with the shrinking of longitudes; only to compare. */
function far(a: Point, b: Point): number {
  return Math.hypot((a[0] - b[0]) * Math.cos((b[1] / 1e7) * (Math.PI / 180)), a[1] - b[1]);
}

/** Metres of one unit of latitude, good enough for pixels. */
const UNIT = 0.01113;
function near(at: Point, pointed: Pointed, pixels: number): boolean {
  return far(at, pointed.at) * UNIT <= pixels * pointed.metresPerPixel;
}
