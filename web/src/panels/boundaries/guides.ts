// Lines that a border may follow: middle lines and sides of roads, and borders of areas that are not in the draft.
import type { Geometry, Position } from 'geojson';
import type { Areas, Features } from '../../api/types';
import { toGrid, type Point } from '../../domain/edge_graph';

interface Guide { line: Point[]; box: [number, number, number, number] }

export function makeGuides(roads: Features | undefined, areas: Areas | null, isDrawn: (code: string) => boolean): (near: Point, metres: number) => Point[][] {
  const guides: Guide[] = [];
  const add = (positions: readonly Position[]): void => {
    const line = positions.map(toGrid);
    const [xs, ys] = [line.map(([x]) => x), line.map(([, y]) => y)];
    if (line.length > 1) guides.push({ line, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] });
  };
  for (const { geometry, properties } of roads?.features ?? []) {
    if (Array.isArray(properties['axis'])) add(properties['axis'] as Position[]);
    for (const line of linesOf(geometry)) add(line);
  }
  for (const { geometry, properties } of areas?.features ?? []) if (!isDrawn(properties.code)) for (const line of linesOf(geometry)) add(line);
  return ([x, y], metres) => {
    // Two units a centimetre, so that the shrinking of longitudes is covered up to 60 degrees.
    const reach = metres * 200;
    return guides.filter(({ box: [w, s, e, n] }) => x >= w - reach && x <= e + reach && y >= s - reach && y <= n + reach).map(({ line }) => line);
  };
}

function linesOf(geometry: Geometry | null): Position[][] {
  if (geometry?.type === 'LineString') return [geometry.coordinates];
  if (geometry?.type === 'MultiLineString' || geometry?.type === 'Polygon') return geometry.coordinates;
  return geometry?.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
}
