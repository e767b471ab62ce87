// The one owner of the map engine. It is told what should be seen and makes it so; nothing else touches MapLibre.
// Every setter compares with what stands and does nothing when nothing changed.
import { LngLatBounds, Map as Engine, setWorkerUrl, type GeoJSONSource, type MapMouseEvent } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Bounds, LonLat } from '../api/types';
import { metresPerPixel } from '../domain/scale';
import { styleLayers, SOURCES } from '../layers';
import { SWITCHES, type SwitchName } from '../layers/catalogue';
import { heatLayer } from '../layers/heat';
import { CLUSTER_MAX_ZOOM, CLUSTER_RADIUS } from '../layers/incidents';
import { ORDER } from '../layers/order';
import type { Heat, Picture, Wish } from '../state/scene.svelte';
import type { MapView } from '../state/url';
import { images } from './images';
import { NOTHING, type Collection } from './sources';

setWorkerUrl(workerUrl);

const FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif';

export interface Options {
  container: HTMLElement;
  view: MapView | null;
  home: Bounds;
  limit: Bounds;
  software: boolean;
  /** Pixels at the bottom that the sheet hides from the start. */
  covered: number;
  words: { map: string };
  onready: () => void;
  onfailed: (message: string) => void;
  onclick: (place: LonLat) => void;
  onincident: (id: string) => void;
  onmove: (view: MapView, bounds: Bounds, moving: boolean) => void;
  onlost: (lost: boolean) => void;
}

/** The engine in other hands, which draw and point by themselves until they give it back. */
export interface Loan { engine: Engine; giveBack: () => void }

export class WanggeMap {
  readonly #map: Engine;
  readonly #options: Options;
  readonly #held = new Map<string, Collection>();
  #ready = false;
  #switches: ReadonlySet<SwitchName> = new Set();
  #heat: Heat | null = null;
  #clustered = true;
  #bottom = 0;
  #lent = false;

  constructor(options: Options) {
    this.#options = options;
    this.#map = new Engine({
      container: options.container,
      style: {
        version: 8,
        sources: Object.fromEntries(
          SOURCES.map((name) => [
            name,
            {
              type: 'geojson' as const, data: NOTHING as GeoJSON.FeatureCollection, tolerance: 0.2, maxzoom: 18,
              ...(name === 'incident' ? { cluster: true, clusterRadius: CLUSTER_RADIUS, clusterMaxZoom: CLUSTER_MAX_ZOOM, maxzoom: 17 } : {}),
            },
          ]),
        ),
        layers: styleLayers,
      },
      ...(options.view ? { center: options.view.center, zoom: options.view.zoom } : { bounds: options.home, fitBoundsOptions: { padding: 28 } }),
      maxBounds: options.limit,
      maxZoom: 20,
      pitch: 0,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      attributionControl: false,
      localIdeographFontFamily: FONTS,
      fadeDuration: options.software ? 0 : 150,
      pixelRatio: ratio(options),
      locale: { 'Map.Title': options.words.map },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.getCanvas().id = 'map-keys';
    if (options.covered > 0) {
      this.#bottom = options.covered;
      this.#map.setPadding({ top: 0, left: 0, right: 0, bottom: options.covered });
      if (!options.view) this.#map.fitBounds(new LngLatBounds(options.home), { padding: 20, duration: 0 });
      else this.#map.jumpTo({ center: options.view.center });
    }
    this.#listen();
  }

  #listen(): void {
    const map = this.#map;
    map.on('load', () => {
      for (const { name, image, pixelRatio } of images()) if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio });
      this.#ready = true;
      for (const [name, data] of this.#held) this.#set(name, data);
      this.#applySwitches();
      this.#applyHeat();
      if (!this.#clustered) this.#applyClusters();
      this.#report(false);
      this.#options.onready();
    });
    map.on('error', (event) => {
      if (!this.#ready) this.#options.onfailed(event.error?.message ?? '');
    });
    map.on('webglcontextlost', () => this.#options.onlost(true));
    map.on('webglcontextrestored', () => this.#options.onlost(false));
    map.on('move', () => this.#report(true));
    map.on('moveend', () => this.#report(false));
    map.on('click', (event) => void this.#clicked(event));
    map.on('mousemove', (event) => {
      if (this.#lent) return;
      const over = this.#incidentsAt(event).length > 0;
      map.getCanvas().style.cursor = over ? 'pointer' : '';
    });
    map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || this.#lent) return;
      event.preventDefault();
      const { lng, lat } = map.getCenter();
      this.#options.onclick([lng, lat]);
    });
  }

  #incidentsAt(event: MapMouseEvent) {
    if (!this.#switches.has('incident') || !this.#ready) return [];
    const { x, y } = event.point;
    return this.#map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers: ['incident-point', 'incident-cluster'] });
  }

  async #clicked(event: MapMouseEvent): Promise<void> {
    if (this.#lent) return;
    const found = this.#incidentsAt(event)[0];
    if (!found || found.geometry.type !== 'Point') {
      this.#options.onclick([event.lngLat.lng, event.lngLat.lat]);
      return;
    }
    const id = found.properties['id'] as string | undefined;
    if (id) {
      this.#options.onincident(id);
      return;
    }
    const source = this.#map.getSource('incident') as GeoJSONSource | undefined;
    const zoom = await source?.getClusterExpansionZoom(Number(found.properties['cluster_id']));
    const [lon = 0, lat = 0] = found.geometry.coordinates;
    this.look({ center: [lon, lat], zoom: Math.min(19, (zoom ?? this.#map.getZoom() + 2) + 0.2) });
  }

  /** For the boundary editor, whose code comes later than this. */
  lend = (): Loan => {
    this.#lent = true;
    return { engine: this.#map, giveBack: () => void (this.#lent = false) };
  };

  #report(moving: boolean): void {
    const map = this.#map;
    const { lng, lat } = map.getCenter();
    const box = map.getBounds();
    this.#options.onmove({ zoom: map.getZoom(), center: [lng, lat] }, [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()], moving);
  }

  source(name: string, data: Collection): void {
    if (this.#held.get(name) === data) return;
    this.#held.set(name, data);
    if (this.#ready) this.#set(name, data);
  }
  #set(name: string, data: Collection): void {
    const source = this.#map.getSource(name) as GeoJSONSource | undefined;
    // Areas that are not drawn have no geometry and nothing to show.
    source?.setData({ ...data, features: data.features.filter((f) => f.geometry !== null) } as GeoJSON.FeatureCollection);
  }

  switches(on: ReadonlySet<SwitchName>): void {
    this.#switches = on;
    if (this.#ready) this.#applySwitches();
  }
  #applySwitches(): void {
    for (const entry of SWITCHES) {
      const wanted = this.#switches.has(entry.name) ? 'visible' : 'none';
      for (const id of entry.layers) {
        if ((this.#map.getLayoutProperty(id, 'visibility') ?? 'visible') !== wanted) this.#map.setLayoutProperty(id, 'visibility', wanted);
      }
    }
  }

  /** Whether near incidents are drawn as one circle with a number, or each by itself. */
  clustered(on: boolean): void {
    if (on === this.#clustered) return;
    this.#clustered = on;
    if (this.#ready) this.#applyClusters();
  }
  #applyClusters(): void {
    (this.#map.getSource('incident') as GeoJSONSource | undefined)?.setClusterOptions({ cluster: this.#clustered, clusterRadius: CLUSTER_RADIUS, clusterMaxZoom: CLUSTER_MAX_ZOOM });
  }

  heat(heat: Heat | null): void {
    if (this.#heat === heat) return;
    this.#heat = heat;
    if (this.#ready) this.#applyHeat();
  }
  #applyHeat(): void {
    const map = this.#map;
    if (map.getLayer('heat')) map.removeLayer('heat');
    if (map.getSource('heat')) map.removeSource('heat');
    const heat = this.#heat;
    if (!heat) return;
    const [w, s, e, n] = heat.bounds;
    map.addSource('heat', { type: 'canvas', canvas: heat.canvas, animate: false, coordinates: [[w, n], [e, n], [e, s], [w, s]] });
    const above = ORDER.slice(ORDER.indexOf('heat') + 1).find((id) => map.getLayer(id));
    map.addLayer({ ...heatLayer, paint: { ...heatLayer.paint, 'raster-opacity': heat.opacity ?? 0.8 } } as typeof heatLayer, above);
  }

  /** The part of the map that the sheet covers; what is looked at stays in the rest. */
  padding(bottom: number): void {
    if (bottom === this.#bottom) return;
    this.#bottom = bottom;
    const padding = { top: 0, left: 0, right: 0, bottom };
    if (!this.#ready || this.#options.software) this.#map.setPadding(padding);
    else this.#map.easeTo({ padding, duration: 180 });
  }

  look(wish: Wish): void {
    const animate = !this.#options.software && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const duration = animate ? 400 : 0;
    if ('bounds' in wish) {
      this.#map.fitBounds(new LngLatBounds(wish.bounds), { padding: Math.min(72, this.#map.getContainer().clientWidth / 8), maxZoom: wish.maxZoom ?? 18.5, duration, linear: true });
    } else {
      this.#map.easeTo({ center: wish.center, ...(wish.zoom === undefined ? {} : { zoom: wish.zoom }), duration });
    }
  }
  /** Brings a position into the free part of the view, and leaves the view alone when it is there already. */
  reveal(place: LonLat): void {
    const limit = this.#options.limit;
    if (place[0] < limit[0] || place[0] > limit[2] || place[1] < limit[1] || place[1] > limit[3]) return;
    const point = this.#map.project(place);
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    if (point.x < 40 || point.x > width - 40 || point.y < 60 || point.y > height - this.#bottom - 30) this.look({ center: place });
  }
  zoomBy(step: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + step, duration: this.#options.software ? 0 : 200 });
  }

  /** The map as an image, twice as fine as the screen or more, so that it prints at 200 dpi. */
  async picture(): Promise<Picture> {
    const map = this.#map;
    const before = map.getPixelRatio();
    const canvas = map.getCanvas();
    const finest = MOST_PIXELS / Math.max(1, canvas.clientWidth, canvas.clientHeight);
    const ratio = Math.min(4, finest, Math.max(2, 1700 / Math.max(1, canvas.clientWidth)));
    try {
      map.setPixelRatio(ratio);
      await new Promise<void>((resolve) => {
        const patience = setTimeout(resolve, 4000);
        map.once('idle', () => { clearTimeout(patience); resolve(); });
        map.triggerRepaint();
      });
      // The drawing buffer is only promised within the task that drew it.
      map.redraw();
      const url = canvas.toDataURL('image/png');
      const box = map.getBounds();
      const lat = map.getCenter().lat;
      return {
        url, width: canvas.width, height: canvas.height,
        metres_per_pixel: (metresPerPixel(map.getZoom(), lat) * canvas.clientWidth) / canvas.width,
        bounds: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()],
      };
    } finally {
      map.setPixelRatio(before);
    }
  }

  resize(): void {
    this.#map.resize();
  }
  remove(): void {
    this.#map.remove();
  }
}

/** The engine draws no canvas longer than this and warns when asked for one. */
const MOST_PIXELS = 4096;
/** Without a graphics card every pixel costs time, so there is a budget of them: a phone stays sharp, a large screen gives up a little. */
const SOFTWARE_PIXELS = 900_000;
function ratio({ software, container }: Options): number {
  const fine = Math.min(devicePixelRatio, 2);
  if (!software) return fine;
  const css = Math.max(1, container.clientWidth * container.clientHeight);
  return Math.max(0.6, Math.min(fine, Math.sqrt(SOFTWARE_PIXELS / css)));
}
