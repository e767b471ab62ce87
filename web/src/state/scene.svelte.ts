// What the panels want the map to show, beside the URL. Plain data; `map/` turns it into layers, the SVG fallback ignores what it cannot draw.
//   scene.incidentQuery = { category, state, from, to }   which incidents are points on the map (null: open ones)
//   scene.heat = { canvas, bounds }                       a picture laid on the map (density); null removes it
//   scene.highlight = geometry                            one thing drawn strongly (a ranking row under the pointer)
//   scene.look({ center, zoom } | { bounds })             a wish to move; the newest counts
//   scene.crosshair = true                                a fixed cross in the middle; read `scene.center` while the map moves
//   await scene.picture()                                 the map as an image for print, null when there is no map
import type { Geometry } from 'geojson';
import type { Bounds, LonLat } from '../api/types';
import type { Mark } from '../domain/certificate';
import type { Loan } from '../map/WanggeMap';

export interface Heat {
  canvas: HTMLCanvasElement;
  bounds: Bounds;
  /** 0–1, default 0.8 so that boundaries stay readable. */
  opacity?: number;
}
export type Wish =
  | { bounds: Bounds; maxZoom?: number }
  | { center: LonLat; zoom?: number };
export interface Picture {
  /** data:image/png */
  url: string;
  width: number;
  height: number;
  /** Ground metres per pixel of the picture, for a scale bar. */
  metres_per_pixel: number;
  bounds: Bounds;
}

class Scene {
  incidentQuery = $state.raw<Record<string, string> | null>(null);
  heat = $state.raw<Heat | null>(null);
  highlight = $state.raw<Geometry | null>(null);
  /** Numbered places of a list beside the map. */
  marks = $state.raw<readonly Mark[]>([]);
  crosshair = $state(false);

  // Written by the map
  center = $state.raw<LonLat | null>(null);
  zoom = $state(0);
  bounds = $state.raw<Bounds | null>(null);
  /** 'waiting' → 'map' | 'svg' (no WebGL2, or the map failed) */
  ground = $state<'waiting' | 'map' | 'svg'>('waiting');
  /** Drawn without a graphics card: no animation, lower resolution. */
  software = $state(false);

  wish = $state.raw<{ wish: Wish; number: number } | null>(null);
  #number = 0;
  look(wish: Wish): void {
    this.wish = { wish, number: ++this.#number };
  }

  /** Zoom buttons of the SVG map. */
  steps = $state({ by: 0, number: 0 });
  step(by: number): void {
    this.steps = { by, number: this.steps.number + 1 };
  }

  /** Set by the map when it stands: the boundary editor draws on it by itself. */
  lender: (() => Loan) | null = null;

  /** Set by the map when it stands. */
  painter: (() => Promise<Picture>) | null = null;
  async picture(): Promise<Picture | null> {
    return this.painter ? this.painter() : null;
  }
}

export const scene = new Scene();
