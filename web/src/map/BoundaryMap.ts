// The drawing board on the map: draws the edges of a draft once each, handles, sketches and places, and tells where
// the pointer is. What anything means is decided by tools/boundary.
import type { FeatureCollection, Geometry } from 'geojson';
import type { GeoJSONSource, Map as Engine, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import { toGrid, type Point } from '../domain/edge_graph';
import { metresPerPixel } from '../domain/scale';
import { boundaryLayers, BOUNDARY_SOURCES, type BoundarySource } from '../layers/boundary';
import { WallPicture } from './WallPicture';
import type { Loan } from './WanggeMap';

export interface PointerAt { at: Point; metresPerPixel: number }
export interface PointerHost {
  down: (pointer: PointerAt) => boolean;
  move: (pointer: PointerAt) => void;
  up: () => void;
  click: (pointer: PointerAt) => void;
  /** How the pointer looks over this place. */
  cursor: (pointer: PointerAt) => string;
}

/** Half the pixels each way take about a third of the time in software. */
const COARSE = 0.5;
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };
/** Drawn by the ground as it is in force; on the board it would show a border twice. */
const HIDDEN = ['border-point', 'border-zone', 'border-community', 'selected-fill', 'selected-casing', 'selected-line', 'pin', 'accuracy'];

export class BoundaryMap {
  readonly #engine: Engine;
  readonly #giveBack: () => void;
  readonly #host: PointerHost;
  readonly #hidden = new Map<string, string>();
  #live = new Set<number>();
  #held = false;
  #coarse = false;
  #touch = 0;

  readonly #fine: number;
  readonly wall: WallPicture;

  /** `software`: no graphics card; pixels are what a step costs then, so there are fewer of them while something is dragged. */
  constructor({ engine, giveBack }: Loan, host: PointerHost, readonly software = false) {
    this.#fine = engine.getPixelRatio();
    this.#engine = engine;
    this.#giveBack = giveBack;
    this.#host = host;
    for (const id of HIDDEN) {
      if (!engine.getLayer(id)) continue;
      this.#hidden.set(id, (engine.getLayoutProperty(id, 'visibility') as string | undefined) ?? 'visible');
      engine.setLayoutProperty(id, 'visibility', 'none');
    }
    for (const name of BOUNDARY_SOURCES) engine.addSource(name, { type: 'geojson', data: NOTHING, tolerance: 0.1, maxzoom: 18 });
    for (const layer of boundaryLayers) engine.addLayer(layer);
    this.wall = new WallPicture(engine);
    engine.doubleClickZoom.disable();
    engine.on('mousedown', this.#down);
    engine.on('mousemove', this.#move);
    engine.on('mouseup', this.#up);
    engine.on('click', this.#click);
    engine.on('touchstart', this.#down);
    engine.on('touchmove', this.#move);
    engine.on('touchend', this.#up);
    // A button let go outside of the map ends the drag as well.
    addEventListener('mouseup', this.#up);
  }

  #resolution(share: number): void {
    this.#coarse = share < 1;
    this.#engine.setPixelRatio(this.#fine * share);
  }

  #pointer(event: MapMouseEvent | MapTouchEvent): PointerAt {
    const { lng, lat } = event.lngLat;
    return { at: toGrid([lng, lat]), metresPerPixel: metresPerPixel(this.#engine.getZoom(), lat) };
  }

  readonly #down = (event: MapMouseEvent | MapTouchEvent): void => {
    if ('touches' in event.originalEvent) {
      this.#touch = event.originalEvent.touches.length;
      if (this.#touch > 1) return;
    } else if (event.originalEvent.button !== 0) return;
    if (!this.#host.down(this.#pointer(event))) return;
    this.#held = true;
    event.preventDefault();
  };
  readonly #move = (event: MapMouseEvent | MapTouchEvent): void => {
    const pointer = this.#pointer(event);
    this.#engine.getCanvas().style.cursor = this.#host.cursor(pointer);
    if (this.#held && this.software && !this.#coarse) this.#resolution(COARSE);
    this.#host.move(pointer);
  };
  readonly #up = (): void => {
    if (!this.#held) return;
    this.#held = false;
    if (this.#coarse) this.#resolution(1);
    this.#host.up();
  };
  readonly #click = (event: MapMouseEvent): void => this.#host.click(this.#pointer(event));

  show(name: BoundarySource, data: FeatureCollection<Geometry | null>): void {
    (this.#engine.getSource(`boundary-${name}`) as GeoJSONSource | undefined)?.setData(data as FeatureCollection);
  }

  /** Edges that are drawn elsewhere while they are dragged; the others stay as they are, so that a step costs little. */
  live(edges: Iterable<number>): void {
    const next = new Set(edges);
    for (const id of this.#live) if (!next.has(id)) this.#engine.setFeatureState({ source: 'boundary-edge', id }, { live: false });
    for (const id of next) if (!this.#live.has(id)) this.#engine.setFeatureState({ source: 'boundary-edge', id }, { live: true });
    this.#live = next;
  }

  /** Metres of a screen pixel in the middle, for keys that move by pixels. */
  get metresPerPixel(): number {
    return metresPerPixel(this.#engine.getZoom(), this.#engine.getCenter().lat);
  }

  remove(): void {
    const engine = this.#engine;
    if (this.#coarse) this.#resolution(1);
    engine.off('mousedown', this.#down);
    engine.off('mousemove', this.#move);
    engine.off('mouseup', this.#up);
    engine.off('click', this.#click);
    engine.off('touchstart', this.#down);
    engine.off('touchmove', this.#move);
    engine.off('touchend', this.#up);
    removeEventListener('mouseup', this.#up);
    engine.doubleClickZoom.enable();
    engine.getCanvas().style.cursor = '';
    this.wall.remove();
    for (const { id } of boundaryLayers) if (engine.getLayer(id)) engine.removeLayer(id);
    for (const name of BOUNDARY_SOURCES) if (engine.getSource(name)) engine.removeSource(name);
    for (const [id, visibility] of this.#hidden) if (engine.getLayer(id)) engine.setLayoutProperty(id, 'visibility', visibility as 'visible' | 'none');
    this.#giveBack();
  }
}
