// A wall map on the map: the picture under borders and signs, and its control points with their numbers above all.
import type { CanvasSource, GeoJSONSource, Map as Engine } from 'maplibre-gl';
import { ORDER } from '../layers/order';
import { wallLayers } from '../layers/wall';

export interface Laid {
  canvas: HTMLCanvasElement;
  /** Degrees, clockwise from the picture's top left. */
  corners: [number, number][];
}
export interface MarkOnMap { label: string; place: [number, number]; role: 'point' | 'chosen' | 'suspect' }

type Quad = [[number, number], [number, number], [number, number], [number, number]];

export class WallPicture {
  #laid: Laid | null = null;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    engine.addSource('wall-point', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
    engine.addSource('wall-region', { type: 'geojson', data: { type: 'FeatureCollection', features: [] }, tolerance: 0.1 });
    for (const layer of wallLayers) engine.addLayer(layer);
  }

  lay(laid: Laid | null, opacity: number): void {
    const engine = this.#engine;
    if (laid !== this.#laid) {
      const source = engine.getSource('wall') as CanvasSource | undefined;
      if (laid && source && laid.canvas === this.#laid?.canvas) source.setCoordinates(laid.corners as Quad);
      else {
        this.#takeOff();
        if (laid) {
          engine.addSource('wall', { type: 'canvas', canvas: laid.canvas, animate: false, coordinates: laid.corners as Quad });
          // Over the tints of areas in force and under everything that is drawn on them.
          const above = ORDER.slice(ORDER.indexOf('heat') + 1).find((id) => engine.getLayer(id));
          engine.addLayer({ id: 'wall', type: 'raster', source: 'wall', paint: { 'raster-fade-duration': 0 } }, above);
        }
      }
      this.#laid = laid;
    }
    if (engine.getLayer('wall')) engine.setPaintProperty('wall', 'raster-opacity', opacity);
  }

  mark(marks: readonly MarkOnMap[]): void {
    (this.#engine.getSource('wall-point') as GeoJSONSource | undefined)?.setData({
      type: 'FeatureCollection',
      features: marks.map(({ label, place, role }) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: place }, properties: { label, role } })),
    });
  }

  /** Traced borders, and the numbers of their regions. */
  trace(borders: readonly [number, number][][], numbers: readonly MarkOnMap[]): void {
    (this.#engine.getSource('wall-region') as GeoJSONSource | undefined)?.setData({
      type: 'FeatureCollection',
      features: borders.map((coordinates) => ({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: {} })),
    });
    this.mark(numbers);
  }

  #takeOff(): void {
    if (this.#engine.getLayer('wall')) this.#engine.removeLayer('wall');
    if (this.#engine.getSource('wall')) this.#engine.removeSource('wall');
  }

  remove(): void {
    this.#takeOff();
    this.#laid = null;
    for (const { id } of wallLayers) if (this.#engine.getLayer(id)) this.#engine.removeLayer(id);
    for (const name of ['wall-point', 'wall-region']) if (this.#engine.getSource(name)) this.#engine.removeSource(name);
  }
}
