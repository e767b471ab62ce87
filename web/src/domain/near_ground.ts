// What a place is called by the map that the phone has: its area, the road that runs by, the compound it is in, the nearest
// door. A help while the service cannot be asked; who owns the place the service says (R2), never this.
import type { Geometry, Position } from 'geojson';
import type { LonLat } from '../api/types';
import { boundsOf, eachPosition } from './shape';

export interface Named { name: string; metres: number }
export interface Around { area: string | null; road: Named | null; compound: string | null; door: Named | null }
interface Thing { geometry: Geometry | null; properties: { name: string; level?: string } }

/** A road further away than this is none to go by; a door sooner. */
const ROAD_M = 80, DOOR_M = 40;
const LEVELS = ['point', 'zone', 'community'];

export function around(place: LonLat, ground: { areas: readonly Thing[]; roads: readonly Thing[]; compounds: readonly Thing[]; doors: readonly Thing[] }): Around {
  const owning = ground.areas.filter((one) => one.geometry && contains(one.geometry, place));
  owning.sort((a, b) => rank(a) - rank(b));
  return {
    area: owning[0]?.properties.name ?? null,
    road: nearest(place, ground.roads, ROAD_M),
    compound: ground.compounds.find((one) => one.geometry && contains(one.geometry, place))?.properties.name ?? null,
    door: nearest(place, ground.doors, DOOR_M),
  };
}

const rank = (one: Thing): number => (LEVELS.indexOf(one.properties.level ?? '') + LEVELS.length + 1) % (LEVELS.length + 1);

function nearest(place: LonLat, things: readonly Thing[], most: number): Named | null {
  let best: Named | null = null;
  for (const { geometry, properties } of things) {
    if (!geometry || properties.name === '' || !close(geometry, place, most)) continue;
    const metres = contains(geometry, place) ? 0 : metresTo(geometry, place);
    if (metres <= (best?.metres ?? most)) best = { name: properties.name, metres };
  }
  return best;
}

function close(geometry: Geometry, [lon, lat]: LonLat, metres: number): boolean {
  const box = boundsOf([geometry]);
  const dy = metres / 111_320, dx = dy / Math.cos((lat * Math.PI) / 180);
  return box !== null && lon >= box[0] - dx && lon <= box[2] + dx && lat >= box[1] - dy && lat <= box[3] + dy;
}

/** Inside a polygon, holes apart; other shapes contain nothing. */
export function contains(geometry: Geometry, place: LonLat): boolean {
  if (geometry.type === 'Polygon') return geometry.coordinates.reduce((inside, ring) => inside !== crossed(ring, place), false);
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.some((coordinates) => contains({ type: 'Polygon', coordinates }, place));
  return false;
}

function crossed(ring: readonly Position[], [x, y]: LonLat): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax = 0, ay = 0] = ring[j] ?? [], [bx = 0, by = 0] = ring[i] ?? [];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

/** Metres between two positions, good enough within a town. */
export function apart(a: LonLat, b: LonLat): number {
  const east = (b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot(east, b[1] - a[1]) * 111_320;
}

/** As people say a distance that is not measured. */
export function roughly(metres: number): number {
  return metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10;
}

/** To the nearest corner or edge. */
function metresTo(geometry: Geometry, place: LonLat): number {
  let best = Infinity;
  const lines = linesOf(geometry);
  for (const line of lines) {
    for (let index = 0; index + 1 < line.length; index += 1) best = Math.min(best, toSegment(place, line[index] as Position, line[index + 1] as Position));
  }
  if (lines.length === 0) eachPosition(geometry, ([x = 0, y = 0]) => (best = Math.min(best, apart(place, [x, y]))));
  return best;
}

function linesOf(geometry: Geometry): Position[][] {
  switch (geometry.type) {
    case 'LineString': return [geometry.coordinates];
    case 'MultiLineString': case 'Polygon': return geometry.coordinates;
    case 'MultiPolygon': return geometry.coordinates.flat();
    default: return [];
  }
}

function toSegment(place: LonLat, from: Position, to: Position): number {
  const squeeze = Math.cos((place[1] * Math.PI) / 180);
  const [ax, ay] = [((from[0] ?? 0) - place[0]) * squeeze, (from[1] ?? 0) - place[1]];
  const [bx, by] = [((to[0] ?? 0) - place[0]) * squeeze, (to[1] ?? 0) - place[1]];
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
  return Math.hypot(ax + along * dx, ay + along * dy) * 111_320;
}
