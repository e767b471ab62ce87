// A repair on the map: borders as they are, as they would be in the accent, the places that move with the
// furthest one named, and the faults. Overlapping areas are no graph, so outlines are drawn as they come.
import type { Feature, Position } from 'geojson';
import type { Repair, ServerFault } from '../../../api/editions';
import type { DraftAreas, Shape } from '../../../domain/edition/types';
import { labelPlace } from '../../../domain/shape';
import type { BoundaryMap } from '../../../map/BoundaryMap';
import { r, width } from './words.svelte';

/** Dots more than this hide what they show. */
const MOST_DOTS = 2000;

export function showAreas(board: BoundaryMap, areas: DraftAreas): void {
  board.show('edge', { type: 'FeatureCollection', features: areas.features.flatMap(({ properties, geometry }) => lines(geometry, { level: properties.level })) });
}

/** Names of areas that are not divided further. */
export function names(areas: DraftAreas): Feature[] {
  const parents = new Set(areas.features.map(({ properties: p }) => p.parent));
  return areas.features.flatMap(({ properties: p, geometry }) => {
    const place = parents.has(p.code) ? null : labelPlace(geometry);
    return place ? [dot(place, { name: p.name || p.code, changed: false })] : [];
  });
}

export function showRepair(board: BoundaryMap, labels: readonly Feature[], repair: Repair, faults: readonly ServerFault[]): void {
  const moves = repair.areas.flatMap((area) => area.moves).sort((a, b) => b.metres - a.metres).slice(0, MOST_DOTS);
  board.show('chosen', { type: 'FeatureCollection', features: repair.areas.flatMap(({ geometry }) => lines(geometry as unknown as Shape, {})) });
  const furthest = moves[0];
  board.show('sketch', { type: 'FeatureCollection', features: furthest ? [dot(furthest.position, { role: 'snapped' })] : [] });
  board.show('label', { type: 'FeatureCollection', features: furthest ? [...labels, dot(furthest.position, { name: `${r('furthestIs', { w: width(furthest.metres) })}\n\u00a0`, changed: true })] : [...labels] });
  board.show('place', {
    type: 'FeatureCollection',
    features: [...faults.map(({ position }) => dot(position, { role: 'fault' })), ...moves.map(({ position }) => dot(position, { role: 'move' }))],
  });
}

function lines(geometry: Shape | null, properties: Record<string, unknown>): Feature[] {
  const rings: Position[][] = geometry === null ? [] : geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return rings.map((coordinates) => ({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties }));
}

function dot(coordinates: Position, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', geometry: { type: 'Point', coordinates }, properties };
}
