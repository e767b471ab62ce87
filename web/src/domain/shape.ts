// Geometry for drawing and labels: bounds, a good place for a name, the middle line of a long polygon. Degrees in, degrees out; never used to decide ownership.
import type { Geometry, Position } from 'geojson';
import type { Bounds, LonLat } from '../api/types';

export function eachPosition(geometry: Geometry, visit: (position: Position) => void): void {
  if (geometry.type === 'GeometryCollection') {
    for (const part of geometry.geometries) eachPosition(part, visit);
    return;
  }
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (typeof value[0] === 'number') visit(value as Position);
    else for (const part of value) walk(part);
  };
  walk(geometry.coordinates);
}

export function boundsOf(geometries: Iterable<Geometry | null>): Bounds | null {
  let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
  for (const geometry of geometries) {
    if (!geometry) continue;
    eachPosition(geometry, ([x, y]) => {
      if (x === undefined || y === undefined) return;
      west = Math.min(west, x); east = Math.max(east, x);
      south = Math.min(south, y); north = Math.max(north, y);
    });
  }
  return west <= east ? [west, south, east, north] : null;
}

export function grown(bounds: Bounds, by: number): Bounds {
  const w = (bounds[2] - bounds[0]) * by, h = (bounds[3] - bounds[1]) * by;
  return [bounds[0] - w, bounds[1] - h, bounds[2] + w, bounds[3] + h];
}

export function within(bounds: Bounds, [x, y]: LonLat): boolean {
  return x >= bounds[0] && x <= bounds[2] && y >= bounds[1] && y <= bounds[3];
}

/** The rings of the largest part of a polygon; none for other shapes. */
export function largestPart(geometry: Geometry | null): Position[][] {
  if (geometry?.type === 'Polygon') return geometry.coordinates;
  if (geometry?.type !== 'MultiPolygon') return [];
  let best: Position[][] = [], size = -1;
  for (const rings of geometry.coordinates) {
    const area = Math.abs(ringArea(rings[0] ?? []));
    if (area > size) { size = area; best = rings; }
  }
  return best;
}

function ringArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[j], b = ring[i];
    if (a && b) sum += (a[0] ?? 0) * (b[1] ?? 0) - (b[0] ?? 0) * (a[1] ?? 0);
  }
  return sum / 2;
}

/** A position well inside, wide in the writing direction: the middle of the widest free stretch over 24 horizontal cuts. */
export function labelPlace(geometry: Geometry | null): LonLat | null {
  if (!geometry) return null;
  if (geometry.type === 'Point') return [geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0];
  const rings = largestPart(geometry);
  const outer = rings[0];
  if (!outer) {
    const box = boundsOf([geometry]);
    return box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : null;
  }
  const box = boundsOf([{ type: 'Polygon', coordinates: [outer] }]);
  if (!box) return null;
  const middle = (box[1] + box[3]) / 2;
  let best: LonLat | null = null, score = -Infinity;
  const cuts = 24;
  for (let k = 1; k < cuts; k++) {
    const y = box[1] + ((box[3] - box[1]) * k) / cuts;
    const xs = crossings(rings, y);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const from = xs[i] ?? 0, to = xs[i + 1] ?? 0;
      // Prefer wide stretches, and among nearly equal ones those near the middle.
      const value = (to - from) * (1 - 0.9 * Math.abs(y - middle) / (box[3] - box[1]));
      if (value > score) { score = value; best = [(from + to) / 2, y]; }
    }
  }
  return best;
}

function crossings(rings: readonly Position[][], y: number): number[] {
  const xs: number[] = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax = 0, ay = 0] = ring[j] ?? [], [bx = 0, by = 0] = ring[i] ?? [];
      if (ay > y !== by > y) xs.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
  }
  return xs.sort((a, b) => a - b);
}

/** A circle of some metres around a position, as a polygon; for the accuracy of a fix. */
export function circle([lon, lat]: LonLat, metres: number, corners = 48): Geometry {
  const ring: Position[] = [];
  const dy = metres / 111_320, dx = dy / Math.cos((lat * Math.PI) / 180);
  for (let i = 0; i <= corners; i++) {
    const turn = (2 * Math.PI * i) / corners;
    ring.push([lon + dx * Math.cos(turn), lat + dy * Math.sin(turn)]);
  }
  return { type: 'Polygon', coordinates: [ring] };
}
