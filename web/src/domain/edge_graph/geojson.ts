// Areas as GeoJSON in and out. On the grid both ways give the same coordinates bit for bit.
import type { FeatureCollection, MultiPolygon, Polygon as GeoPolygon } from 'geojson';
import { build, type AreaShape } from './build';
import { polygonsOf, type Polygon } from './faces';
import type { Graph } from './graph';
import { toDegrees, toGrid } from './grid';

/** Areas without a geometry are not drawn yet and do not take part. */
export function fromGeoJson(areas: FeatureCollection<GeoPolygon | MultiPolygon | null, { code: string }>): Graph {
  const shapes: AreaShape[] = [];
  for (const { geometry, properties } of areas.features) {
    if (!geometry) continue;
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    shapes.push({ code: properties.code, polygons: parts.map((rings) => rings.map((ring) => ring.map(toGrid))) });
  }
  return build(shapes);
}

/** The geometry of one area; null when the graph has none of that code. */
export function geometryOf(graph: Graph, code: string): GeoPolygon | MultiPolygon | null {
  const parts = polygonsOf(graph, code).map(closed);
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
