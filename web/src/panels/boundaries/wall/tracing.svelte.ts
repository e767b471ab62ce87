// Tracing one wall map: the chosen colours and how close they must be, what was found, and what becomes of each region.
import { toDegrees } from '../../../domain/edge_graph';
import type { Fate } from '../../../domain/edition/adopt';
import { colourAt, mainColours, pixelMetres, type Rgb, type Traced } from '../../../domain/trace';
import type { Pixel } from '../../../domain/control_points';
import { KEPT_SIDE } from '../../../domain/wall_map/header';
import { work } from '../../../tools/wall_map/work';
import { pixelsOf } from './decode';
import type { Wall } from './wall.svelte';

/** In the list: a new area, nothing, or the key of an undrawn one. */
export const AS_NEW = '';
export const LEFT_OUT = '-';
/** Colours beyond this are noise in a plan for people. */
const MOST_COLOURS = 12;

export class Tracing {
  colours = $state.raw<Rgb[]>([]);
  tolerance = $state(0.05);
  line = $state(8);
  smallest_m2 = $state(300);
  smooth_m = $state(1.5);
  state = $state<'idle' | 'running' | 'done' | 'none' | 'failed'>('idle');
  traced = $state.raw<Traced | null>(null);
  choice = $state.raw<ReadonlyMap<number, string>>(new Map());
  chosen = $state(0);
  mode = $state<'colour' | 'region'>('colour');
  #pixels: ImageData | null = null;
  #of: HTMLCanvasElement | null = null;

  constructor(readonly wall: Wall) {
    // Lines of a plan grow with its pixels; this is about a millimetre of an A3 sheet.
    const { picture } = wall;
    if (picture) this.line = Math.max(4, Math.min(24, Math.round(Math.max(picture.width, picture.height) / 200)));
  }

  #look(): ImageData | null {
    const { picture } = this.wall;
    if (picture !== this.#of) {
      this.#of = picture;
      this.#pixels = picture ? pixelsOf(picture, KEPT_SIDE) : null;
    }
    return this.#pixels;
  }

  pick([x, y]: Pixel): void {
    const pixels = this.#look();
    if (!pixels || this.colours.length >= MOST_COLOURS) return;
    const colour = colourAt(pixels.data, pixels.width, pixels.height, Math.min(pixels.width - 1, Math.floor(x)), Math.min(pixels.height - 1, Math.floor(y)));
    if (!this.colours.some((one) => one.join() === colour.join())) this.colours = [...this.colours, colour];
  }
  suggest(): void {
    const small = this.wall.picture ? pixelsOf(this.wall.picture, 512) : null;
    if (small) this.colours = mainColours(small.data, MOST_COLOURS);
  }
  without(index: number): void {
    this.colours = this.colours.filter((_, at) => at !== index);
  }

  async run(): Promise<void> {
    const { judged, controls, picture, kind } = this.wall;
    if (!judged || !picture || this.colours.length === 0) return;
    const pixels = pixelsOf(picture, KEPT_SIDE);
    if (!pixels) return;
    this.state = 'running';
    this.chosen = 0;
    const metre = pixelMetres(judged.fit, picture);
    try {
      const traced = await work({
        job: 'trace', kind, picture: { width: pixels.width, height: pixels.height, rgba: pixels.data },
        points: controls.map(({ pixel, place }) => ({ pixel: [pixel[0], pixel[1]], place: [place[0], place[1]] })),
        options: { colours: this.colours.map((one) => [...one] as unknown as Rgb), tolerance: this.tolerance, line: this.line, smallest: Math.max(20, this.smallest_m2 / metre ** 2), smooth_m: this.smooth_m },
      });
      this.traced = traced;
      this.choice = new Map(traced?.regions.map(({ number }) => [number, AS_NEW]));
      this.state = !traced ? 'failed' : traced.regions.length === 0 ? 'none' : 'done';
      if (this.state === 'done') this.mode = 'region';
    } catch {
      this.state = 'failed';
    }
  }

  choose(number: number, what: string): void {
    this.choice = new Map([...this.choice, [number, what]]);
  }
  /** How many areas the choice makes. */
  readonly count = $derived.by(() => {
    const keys = [...this.choice.values()];
    return keys.filter((one) => one === AS_NEW).length + new Set(keys.filter((one) => one !== AS_NEW && one !== LEFT_OUT)).size;
  });
  fates(): Map<number, Fate> {
    return new Map([...this.choice].map(([number, what]) => [number, what === LEFT_OUT ? null : what === AS_NEW ? { name: '' } : { key: what }]));
  }

  /** The found borders as a layer over the picture. */
  readonly overlay: HTMLCanvasElement | null = $derived.by(() => {
    const { traced, wall } = this;
    const { picture, judged } = wall;
    if (!traced || !picture || !judged) return null;
    const canvas = document.createElement('canvas');
    const share = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    [canvas.width, canvas.height] = [Math.round(picture.width * share), Math.round(picture.height * share)];
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.lineJoin = 'round';
    for (const [colour, width] of [['#ffffff', 7], ['#0f6b75', 3.5]] as const) {
      context.beginPath();
      for (const { points } of traced.outlines) {
        points.forEach((point, index) => {
          const at = judged.fit.pixel(toDegrees(point));
          if (at) index === 0 ? context.moveTo(at[0] * share, at[1] * share) : context.lineTo(at[0] * share, at[1] * share);
        });
      }
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    }
    return canvas;
  });
}

const tracings = new WeakMap<Wall, Tracing>();
export function tracingOf(wall: Wall): Tracing {
  const found = tracings.get(wall);
  if (found) return found;
  let made!: Tracing;
  $effect.root(() => { made = new Tracing(wall); });
  tracings.set(wall, made);
  return made;
}
