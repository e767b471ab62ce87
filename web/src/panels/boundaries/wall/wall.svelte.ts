// The wall map of a scope: the picture, its control points and how they fit, kept in this browser as they change, and
// the picture as it lies on the map.
import type { ControlPoint, Pixel } from '../../../domain/control_points';
import { corners, FEWEST, judge, MOST_POINTS, type FitKind, type Judgement } from '../../../domain/wall_map/judge';
import type { Laid } from '../../../map/WallPicture';
import { wallStore, type WallPoint } from '../../../state/wall_store';
import { work } from '../../../tools/wall_map/work';
import { decode, decodeKept, pixelsOf, reduced } from './decode';
import { g } from './words.svelte';

/** The longest side of the picture on the map; it only has to look right. */
const FLAT_SIDE = 2048;

export class Wall {
  state = $state<'asking' | 'empty' | 'reading' | 'ready'>('asking');
  picture = $state.raw<HTMLCanvasElement | null>(null);
  name = $state('');
  shrunk = $state(false);
  points = $state.raw<WallPoint[]>([]);
  kind = $state<FitKind>('affine');
  opacity = $state(0.7);
  shown = $state(true);
  /** Index of the point whose place is asked for. */
  chosen = $state(-1);
  refusal = $state('');
  /** False when the browser would not keep it. */
  kept = $state(true);
  laid = $state.raw<Laid | null>(null);

  /** Indices of the points that have both. */
  readonly placed = $derived(this.points.flatMap(({ place }, index) => (place ? [index] : [])));
  readonly controls = $derived(this.points.flatMap(({ pixel, place }): ControlPoint[] => (place ? [{ pixel, place }] : [])));
  readonly judged: Judgement | null = $derived(this.picture ? judge(this.controls, this.kind, this.picture) : null);
  readonly missing = $derived(Math.max(0, FEWEST[this.kind] - this.controls.length));
  readonly fits = $derived(this.judged !== null && this.judged.trouble === null);

  #blob: Blob | null = null;
  #timer = 0;
  #turn = 0;
  /** Made once a picture, so that a corrected point only moves the corners. */
  #flat: HTMLCanvasElement | null = null;
  #flatOf: HTMLCanvasElement | null = null;

  constructor(readonly scope: string) {
    void this.#restore();
  }

  async #restore(): Promise<void> {
    const record = await wallStore.read(this.scope);
    const picture = record ? await decodeKept(record.picture) : null;
    if (this.state !== 'asking') return;
    if (!record || !picture) {
      this.state = 'empty';
      return;
    }
    this.#blob = record.picture;
    this.picture = picture;
    [this.name, this.shrunk, this.points, this.kind, this.opacity, this.shown] = [record.name, record.shrunk, record.points, record.kind, record.opacity, record.shown];
    this.chosen = this.points.findIndex(({ place }) => place === null);
    this.state = 'ready';
    void this.#lay();
  }

  async load(file: File): Promise<void> {
    const before = this.state === 'ready' ? 'ready' : 'empty';
    this.state = 'reading';
    this.refusal = '';
    const decoded = await decode(file);
    if ('refusal' in decoded) {
      this.refusal = g(decoded.refusal, decoded.values);
      this.state = before;
      return;
    }
    this.#blob = decoded.kept;
    this.picture = decoded.canvas;
    [this.name, this.shrunk, this.points, this.kind, this.chosen, this.laid] = [file.name, decoded.shrunk, [], 'affine', -1, null];
    this.state = 'ready';
    this.#changed();
  }

  async drop(): Promise<void> {
    clearTimeout(this.#timer);
    this.picture = this.#blob = this.laid = this.#flat = this.#flatOf = null;
    [this.points, this.chosen, this.state, this.refusal] = [[], -1, 'empty', ''];
    await wallStore.drop(this.scope);
  }

  /** A click on the picture: a new point, or the pixel of the one that still has no place. */
  pick(pixel: Pixel): void {
    const open = this.points.findIndex(({ place }) => place === null);
    if (open >= 0) return this.move(open, pixel);
    if (this.points.length >= MOST_POINTS) return;
    this.points = [...this.points, { pixel, place: null }];
    this.chosen = this.points.length - 1;
    this.#changed();
  }
  move(index: number, pixel: Pixel): void {
    this.points = this.points.map((point, at) => (at === index ? { ...point, pixel } : point));
    this.chosen = index;
    this.#changed();
  }
  /** Where the chosen point is on the ground; the next click on the picture then begins a new one. */
  placeAt(place: [number, number]): void {
    if (!this.points[this.chosen]) return;
    this.points = this.points.map((point, at) => (at === this.chosen ? { ...point, place } : point));
    this.chosen = this.points.findIndex((point) => point.place === null);
    this.#changed();
  }
  removePoint(index: number): void {
    this.points = this.points.filter((_, at) => at !== index);
    this.chosen = this.points.findIndex(({ place }) => place === null);
    this.#changed();
  }
  correct(kind: FitKind): void {
    this.kind = kind;
    this.#changed();
  }
  look(part: { opacity?: number; shown?: boolean }): void {
    if (part.opacity !== undefined) this.opacity = part.opacity;
    if (part.shown !== undefined) this.shown = part.shown;
    this.#keepSoon();
  }

  #changed(): void {
    this.#keepSoon();
    void this.#lay();
  }
  #keepSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keep(), 150);
  }
  async #keep(): Promise<void> {
    if (!this.#blob) return;
    this.kept = await wallStore.keep(this.scope, { name: this.name, picture: this.#blob, shrunk: this.shrunk, points: $state.snapshot(this.points) as WallPoint[], kind: this.kind, opacity: this.opacity, shown: this.shown });
  }

  async #lay(): Promise<void> {
    const turn = ++this.#turn;
    const { judged, picture } = this;
    if (!judged || !picture || judged.trouble !== null) {
      this.laid = null;
      return;
    }
    if (judged.kind === 'affine') {
      if (this.#flatOf !== picture) [this.#flat, this.#flatOf] = [reduced(picture, FLAT_SIDE), picture];
      this.laid = { canvas: this.#flat ?? picture, corners: corners(judged.fit, picture) };
      return;
    }
    const pixels = pixelsOf(picture, FLAT_SIDE);
    if (!pixels) return;
    // The fit is of the kept picture; the copy that is laid flat is smaller.
    const share = pixels.width / picture.width;
    const points = this.controls.map(({ pixel, place }): ControlPoint => ({ pixel: [pixel[0] * share, pixel[1] * share], place: [...place] }));
    const flat = await work({ job: 'upright', picture: { width: pixels.width, height: pixels.height, rgba: pixels.data }, points, kind: judged.kind, most: FLAT_SIDE });
    if (turn !== this.#turn || !flat) return;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [flat.width, flat.height];
    canvas.getContext('2d')?.putImageData(new ImageData(flat.rgba as Uint8ClampedArray<ArrayBuffer>, flat.width, flat.height), 0, 0);
    const [west, south, east, north] = flat.bounds;
    this.laid = { canvas, corners: [[west, north], [east, north], [east, south], [west, south]] };
  }
}

const walls = new Map<string, Wall>();
/** One wall map for each scope of drafts, so that the next draft of a community finds it again. */
export function wallOf(scope: readonly string[]): Wall {
  const key = scope.length === 0 ? '*' : [...scope].sort().join(',');
  const found = walls.get(key);
  if (found) return found;
  let made!: Wall;
  // Outlives the screen that asks first, and so must what is derived in it.
  $effect.root(() => { made = new Wall(key); });
  walls.set(key, made);
  return made;
}
