// A plain projection for the SVG map: degrees to units of one metre or so, north up, corrected for the latitude. Good for a community, not for a country.
import type { Geometry, Position } from 'geojson';
import type { Bounds, LonLat } from '../api/types';

export interface Projection {
  width: number;
  height: number;
  to: (place: readonly number[]) => [number, number];
  from: (x: number, y: number) => LonLat;
}

export function projection(bounds: Bounds): Projection {
  const [west, south, east, north] = bounds;
  const ky = 111_320;
  const kx = ky * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return {
    width: (east - west) * kx,
    height: (north - south) * ky,
    to: (place) => [((place[0] ?? 0) - west) * kx, (north - (place[1] ?? 0)) * ky],
    from: (x, y) => [west + x / kx, north - y / ky],
  };
}

/** The `d` of a path; rings close, lines stay open; points give nothing. One decimal is a tenth of a metre. */
export function path(geometry: Geometry | null, to: Projection['to']): string {
  if (!geometry) return '';
  const line = (points: readonly Position[], close: boolean): string =>
    points.length < 2 ? '' : `M${points.map((p) => to(p).map((v) => v.toFixed(1)).join(' ')).join('L')}${close ? 'Z' : ''}`;
  switch (geometry.type) {
    case 'LineString': return line(geometry.coordinates, false);
    case 'MultiLineString': return geometry.coordinates.map((part) => line(part, false)).join('');
    case 'Polygon': return geometry.coordinates.map((ring) => line(ring, true)).join('');
    case 'MultiPolygon': return geometry.coordinates.flat().map((ring) => line(ring, true)).join('');
    case 'GeometryCollection': return geometry.geometries.map((part) => path(part, to)).join('');
    default: return '';
  }
}

export interface Window { x: number; y: number; width: number; height: number }

/** Zooms a view box about its own middle and keeps it near the picture. */
export function zoomed(box: Window, by: number, whole: Projection): Window {
  const width = Math.min(whole.width * 1.6, Math.max(60, box.width / 2 ** by));
  const height = (box.height * width) / box.width;
  return clamped({ x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height }, whole);
}
export function panned(box: Window, dx: number, dy: number, whole: Projection): Window {
  return clamped({ ...box, x: box.x + dx * box.width, y: box.y + dy * box.height }, whole);
}
function clamped(box: Window, whole: Projection): Window {
  const keep = (value: number, size: number, room: number): number => Math.min(room - size * 0.3, Math.max(-size * 0.7, value));
  return { ...box, x: keep(box.x, box.width, whole.width), y: keep(box.y, box.height, whole.height) };
}
export function around(place: readonly [number, number], width: number, ratio: number): Window {
  return { x: place[0] - width / 2, y: place[1] - (width * ratio) / 2, width, height: width * ratio };
}
