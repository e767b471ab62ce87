// Areas on the board as plain outlines: for drafts that are no partition yet, and for proposals of the service. Grey is
// what stands, the accent what would be.
import type { Feature, Geometry, Position } from 'geojson';
import type { Repair, ServerFault } from '../../api/editions';
import type { UploadedFeature } from '../../api/imports';
import type { DraftAreas, Shape } from '../../domain/edition/types';
import { labelPlace } from '../../domain/shape';
import type { BoundaryMap } from '../../map/BoundaryMap';
import { r, width } from './repair/words.svelte';

/** Dots more than this hide what they show. */
const MOST_DOTS = 2000;

export function showAreas(board: BoundaryMap, areas: DraftAreas): void {
  board.show('edge', collection(areas.features.flatMap(({ properties, geometry }) => lines(geometry, { level: properties.level }))));
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
  board.show('chosen', collection(repair.areas.flatMap(({ geometry }) => lines(geometry as unknown as Shape, {}))));
  const furthest = moves[0];
  board.show('sketch', collection(furthest ? [dot(furthest.position, { role: 'snapped' })] : []));
  board.show('label', collection(furthest ? [...labels, dot(furthest.position, { name: `${r('furthestIs', { w: width(furthest.metres) })}\n\u00a0`, changed: true })] : [...labels]));
  board.show('place', collection([...faults.map(({ position }) => dot(position, { role: 'fault' })), ...moves.map(({ position }) => dot(position, { role: 'move' }))]));
}

/** What a file would make of the draft: outlines in the accent with their names, new ones filled. */
export function showProposal(board: BoundaryMap, labels: readonly Feature[], areas: readonly { code: string; name: string; added: boolean; parent: string | null; geometry: Shape | null }[]): void {
  const parents = new Set(areas.map(({ parent }) => parent));
  const leaves = areas.filter(({ code }) => !parents.has(code));
  for (const source of ['other', 'place'] as const) board.show(source, collection([]));
  board.show('chosen', collection(areas.flatMap(({ geometry }) => lines(geometry, {}))));
  board.show('fill', collection(leaves.filter(({ geometry }) => geometry !== null).map(({ geometry, added }): Feature => ({ type: 'Feature', geometry: geometry!, properties: { role: added ? 'chosen' : 'changed' } }))));
  const own = leaves.flatMap(({ name, code, geometry }) => {
    const place = labelPlace(geometry);
    return place ? [dot(place, { name: name || code, changed: true })] : [];
  });
  board.show('label', collection(own.length > 0 ? own : [...labels]));
}

/** What a file would make of a layer: what comes and changes in the accent, what goes dashed or red. */
export function showFeatures(board: BoundaryMap, labels: readonly Feature[], features: readonly UploadedFeature[]): void {
  const of = (gone: boolean): UploadedFeature[] => features.filter(({ fate }) => (fate === 'removed') === gone);
  board.show('chosen', collection(of(false).flatMap(({ geometry }) => outline(geometry))));
  board.show('fill', collection(of(false).flatMap(({ geometry, fate }): Feature[] => (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon' ? [{ type: 'Feature', geometry, properties: { role: fate === 'added' ? 'chosen' : 'changed' } }] : []))));
  board.show('other', collection(of(true).flatMap(({ geometry }) => outline(geometry))));
  board.show('place', collection(features.flatMap(({ geometry, fate }) => (geometry.type === 'Point' ? [dot(geometry.coordinates, { role: fate === 'removed' ? 'gone' : 'new' })] : []))));
  board.show('label', collection([...labels]));
}

/** The box of a file before anything is made of it; null takes it away. */
export function showBox(board: BoundaryMap, box: readonly [number, number, number, number] | null): void {
  const [w, s, e, n] = box ?? [0, 0, 0, 0];
  board.show('sketch', collection(box ? [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: [[w, s], [e, s], [e, n], [w, n], [w, s]] } }] : []));
}

function collection(features: Feature[]): { type: 'FeatureCollection'; features: Feature[] } {
  return { type: 'FeatureCollection', features };
}

function lines(geometry: Shape | null, properties: Record<string, unknown>): Feature[] {
  const rings: Position[][] = geometry === null ? [] : geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  return rings.map((coordinates) => ({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties }));
}

function outline(geometry: Geometry): Feature[] {
  if (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') return lines(geometry, {});
  return geometry.type === 'LineString' || geometry.type === 'MultiLineString' ? [{ type: 'Feature', geometry, properties: {} }] : [];
}

function dot(coordinates: Position, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', geometry: { type: 'Point', coordinates }, properties };
}
