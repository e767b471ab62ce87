// The URL is the state, as a pure pair of functions. The query says what is asked, the fragment where the map looks.
//   ?door=owner&lon=102.54&lat=24.35            the owner card of a position
//   ?sel=area/YL-1-03  ?sel=compound/C07        a dossier          ?list=compound   a parallel list
//   ?door=boundaries&draft=<id>[&step=preview] editions and drafts; a draft on the drawing board
//   ?door=certificate                          whether the grid in force is complete, and proof of it
//   ?incident=<id>                              one case           ?layers=road,compound   ?lang=en
//   any other key                               a filter, kept in `filters` as it came (category, state, from, to, area, by, …)
//   #map=17/24.35/102.54                        the map view (zoom/lat/lon), written by the map without a history entry
import type { LonLat } from '../api/types';

export type Door = 'owner' | 'report' | 'inspect' | 'boundaries' | 'certificate';
export type Lang = 'zh' | 'en';
export interface Selection { kind: string; code: string }
export interface UrlState {
  door: Door | null;
  point: LonLat | null;
  sel: Selection | null;
  list: string | null;
  incident: string | null;
  /** Layers that are switched on; null means the defaults. */
  layers: string[] | null;
  lang: Lang | null;
  filters: Record<string, string>;
}

/** Whether a draft lies on the drawing board: something that was looked up stands before it. */
export function onBoard(state: UrlState): boolean {
  return state.door === 'boundaries' && Boolean(state.filters['draft']) && !state.sel && !state.incident;
}

export const EMPTY: UrlState = {
  door: null, point: null, sel: null, list: null, incident: null, layers: null, lang: null, filters: {},
};

const DOORS: readonly string[] = ['owner', 'report', 'inspect', 'boundaries', 'certificate'];
const OWN: readonly string[] = ['door', 'lon', 'lat', 'sel', 'list', 'incident', 'layers', 'lang'];

export function parse(search: string): UrlState {
  const query = new URLSearchParams(search);
  const door = query.get('door');
  const lang = query.get('lang');
  const layers = query.get('layers');
  const filters: Record<string, string> = {};
  for (const [name, value] of query) if (!OWN.includes(name) && value !== '') filters[name] = value;
  return {
    door: door !== null && DOORS.includes(door) ? (door as Door) : null,
    point: position(query.get('lon'), query.get('lat')),
    sel: selection(query.get('sel')),
    list: query.get('list') || null,
    incident: query.get('incident') || null,
    layers: layers === null ? null : layers.split(',').filter((name) => name !== ''),
    lang: lang === 'zh' || lang === 'en' ? lang : null,
    filters,
  };
}

export function format(state: UrlState): string {
  const query = new URLSearchParams();
  if (state.door) query.set('door', state.door);
  if (state.point) {
    query.set('lon', coordinate(state.point[0]));
    query.set('lat', coordinate(state.point[1]));
  }
  if (state.sel) query.set('sel', `${state.sel.kind}/${state.sel.code}`);
  if (state.list) query.set('list', state.list);
  if (state.incident) query.set('incident', state.incident);
  if (state.layers) query.set('layers', state.layers.join(','));
  if (state.lang) query.set('lang', state.lang);
  for (const name of Object.keys(state.filters).sort()) {
    const value = state.filters[name];
    if (value) query.set(name, value);
  }
  // Commas and slashes are legal in a query and read better when a link is passed around.
  const text = query.toString().replace(/%2C/g, ',').replace(/%2F/g, '/').replace(/%3A/g, ':');
  return text === '' ? '' : `?${text}`;
}

export interface MapView { zoom: number; center: LonLat }

export function parseView(hash: string): MapView | null {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get('map');
  const numbers = text?.split('/').map(Number) ?? [];
  const [zoom, lat, lon] = numbers;
  if (zoom === undefined || lat === undefined || lon === undefined || !numbers.every(Number.isFinite)) return null;
  if (zoom < 0 || zoom > 24 || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return { zoom, center: [lon, lat] };
}

export function formatView(view: MapView): string {
  return `#map=${trim(view.zoom, 2)}/${trim(view.center[1], 6)}/${trim(view.center[0], 6)}`;
}

function position(lon: string | null, lat: string | null): LonLat | null {
  if (!lon || !lat) return null;
  const place: LonLat = [Number(lon), Number(lat)];
  return Number.isFinite(place[0]) && Number.isFinite(place[1]) && Math.abs(place[0]) <= 180 && Math.abs(place[1]) <= 90
    ? place
    : null;
}

function selection(text: string | null): Selection | null {
  const cut = text?.indexOf('/') ?? -1;
  if (!text || cut < 1 || cut === text.length - 1) return null;
  return { kind: text.slice(0, cut), code: text.slice(cut + 1) };
}

/** Seven decimals are about one centimetre, the server's own grid. */
function coordinate(value: number): string {
  return trim(value, 7);
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
