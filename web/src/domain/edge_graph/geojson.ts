// Areas as GeoJSON in and out. On the grid both ways give the same coordinates bit for bit.
import type { FeatureCollection, MultiPolygon, Polygon as GeoPolygon } from 'geojson';
import { build, type AreaShape } from './build';
import { polygonsOf, polygonsRound, type Polygon } from './faces';
import type { Face, Graph } from './graph';
import { toDegrees, toGrid } from './grid';

/** Areas without a geometry are not drawn yet and do not take part. */
export function fromGeoJson(areas: FeatureCollection<GeoPolygon | MultiPolygon | null, { code: string; parent?: string | null }>): Graph {
  const shapes: AreaShape[] = [];
  for (const { geometry, properties } of areas.features) {
    const parts = !geometry ? [] : geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    shapes.push({ code: properties.code, parent: properties.parent ?? null, polygons: parts.map((rings) => rings.map((ring) => ring.map(toGrid))) });
  }
  return build(shapes);
}

/** The geometry of one area; null when the graph has none of that code. */
export function geometryOf(graph: Graph, code: string): GeoPolygon | MultiPolygon | null {
  return asGeometry(polygonsOf(graph, code));
}

/** The geometry of several faces taken as one; null when none of them has ground. */
export function geometryRound(graph: Graph, faces: ReadonlySet<Face>): GeoPolygon | MultiPolygon | null {
  return asGeometry(polygonsRound(graph, faces));
}

function asGeometry(polygons: readonly Polygon[]): GeoPolygon | MultiPolygon | null {
  const parts = polygons.map(closed);
  if (parts.length === 0) return null;
  return parts.length === 1 ? { type: 'Polygon', coordinates: parts[0]! } : { type: 'MultiPolygon', coordinates: parts };
}

export function toGeoJson(graph: Graph): FeatureCollection<GeoPolygon | MultiPolygon, { code: string }> {
  const features = graph.codes().map((code) => ({ type: 'Feature' as const, properties: { code }, geometry: geometryOf(graph, code)! }));
  return { type: 'FeatureCollection', features };
}

function closed(polygon: Polygon): [number, number][][] {
  return polygon.map((ring) => [...ring, ring[0]!].map(toDegrees));
}
