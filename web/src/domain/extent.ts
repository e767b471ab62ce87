// Boxes of geometries, in the geometry's own degrees. Pure.
import type { Geometry, Position } from 'geojson';

export type Box = [number, number, number, number];

function positions(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case 'Point': return [geometry.coordinates];
    case 'MultiPoint': case 'LineString': return geometry.coordinates;
    case 'MultiLineString': case 'Polygon': return geometry.coordinates.flat();
    case 'MultiPolygon': return geometry.coordinates.flat(2);
    case 'GeometryCollection': return geometry.geometries.flatMap(positions);
  }
}

/** west, south, east, north; null for a geometry without positions. */
export function extentOf(geometry: Geometry | null): Box | null {
  const all = geometry ? positions(geometry) : [];
  if (all.length === 0) return null;
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon = NaN, lat = NaN] of all) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** Middle of the box. */
export function middleOf(geometry: Geometry | null): [number, number] | null {
  const box = extentOf(geometry);
  return box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : null;
}
