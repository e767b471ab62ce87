// The drawing board: edges of a draft by weight, what is chosen in the accent, handles of 10 px and more, faults as rings.
import type { ExpressionSpecification, LayerSpecification } from '../map/types';
import { BOLD, TEXT } from './areas';
import { ACCENT, LABEL } from './palette';

export type BoundarySource = 'edge' | 'fill' | 'chosen' | 'live' | 'sketch' | 'handle' | 'label' | 'place' | 'other' | 'proposal';
export const BOUNDARY_SOURCES: readonly string[] = (['edge', 'fill', 'chosen', 'live', 'sketch', 'handle', 'label', 'place', 'other', 'proposal'] satisfies BoundarySource[]).map((name) => `boundary-${name}`);

const BAD = '#b3261e';
/** What nobody has decided yet. */
const OFFERED = '#9a3b6b';
const byLevel = (high: number, zone: number, point: number): ExpressionSpecification => ['match', ['get', 'level'], 'point', point, 'zone', zone, high];
const shown: ExpressionSpecification = ['case', ['boolean', ['feature-state', 'live'], false], 0, 1];
const round = { 'line-join': 'round', 'line-cap': 'round' } as const;

export const boundaryLayers: LayerSpecification[] = [
  { id: 'boundary-remainder', type: 'fill', source: 'boundary-fill', filter: ['==', ['get', 'role'], 'remainder'], paint: { 'fill-pattern': 'hatch-light', 'fill-opacity': 0.5 } },
  { id: 'boundary-fill', type: 'fill', source: 'boundary-fill', filter: ['!=', ['get', 'role'], 'remainder'], paint: { 'fill-color': ['match', ['get', 'role'], 'merge', '#8a5300', ACCENT], 'fill-opacity': ['match', ['get', 'role'], 'changed', 0.07, 0.18] } },
  {
    id: 'boundary-proposal-fill', type: 'fill', source: 'boundary-proposal', filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['in', ['get', 'role'], ['literal', ['picked', 'ground']]]],
    paint: { 'fill-color': OFFERED, 'fill-opacity': ['case', ['get', 'on'], 0.34, 0.2] },
  },
  { id: 'boundary-proposal-full', type: 'fill', source: 'boundary-proposal', filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['==', ['get', 'role'], 'full']], paint: { 'fill-pattern': 'hatch-light', 'fill-opacity': 0.5 } },
  { id: 'boundary-other', type: 'line', source: 'boundary-other', layout: round, paint: { 'line-color': ['match', ['get', 'role'], 'theirs', '#7b3f8c', '#8a5300'], 'line-width': 3, 'line-dasharray': [2, 1.6] } },
  { id: 'boundary-casing', type: 'line', source: 'boundary-edge', layout: round, paint: { 'line-color': '#ffffff', 'line-width': byLevel(5.4, 4.4, 3.2), 'line-opacity': ['case', ['boolean', ['feature-state', 'live'], false], 0, 0.7] } },
  {
    id: 'boundary-edge', type: 'line', source: 'boundary-edge', layout: round,
    paint: { 'line-color': ['match', ['get', 'level'], 'point', '#66717a', 'zone', '#3d464c', '#1d2327'], 'line-width': byLevel(3, 2, 1.2), 'line-opacity': shown },
  },
  { id: 'boundary-proposal-casing', type: 'line', source: 'boundary-proposal', filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['!=', ['get', 'role'], 'ground']], layout: round, paint: { 'line-color': '#ffffff', 'line-width': 5, 'line-opacity': 0.75 } },
  {
    id: 'boundary-proposal', type: 'line', source: 'boundary-proposal', filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['!=', ['get', 'role'], 'ground']], layout: { 'line-join': 'round' },
    paint: { 'line-color': ['match', ['get', 'role'], 'full', '#8b949a', OFFERED], 'line-width': ['case', ['get', 'on'], 3.4, 2.2], 'line-dasharray': [2.4, 1.4] },
  },
  { id: 'boundary-chosen', type: 'line', source: 'boundary-chosen', layout: round, paint: { 'line-color': ACCENT, 'line-width': 2.6 } },
  { id: 'boundary-live', type: 'line', source: 'boundary-live', filter: ['==', ['geometry-type'], 'LineString'], layout: round, paint: { 'line-color': ['case', ['get', 'refused'], BAD, ACCENT], 'line-width': 2.6 } },
  { id: 'boundary-live-point', type: 'circle', source: 'boundary-live', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 6.5, 'circle-color': ['case', ['get', 'refused'], BAD, ACCENT], 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.8 } },
  { id: 'boundary-sketch', type: 'line', source: 'boundary-sketch', filter: ['==', ['geometry-type'], 'LineString'], layout: round, paint: { 'line-color': ACCENT, 'line-width': 2.4, 'line-dasharray': [2, 1.5] } },
  {
    id: 'boundary-sketch-point', type: 'circle', source: 'boundary-sketch', filter: ['==', ['geometry-type'], 'Point'],
    paint: { 'circle-radius': ['match', ['get', 'role'], 'snapped', 7, 4.5], 'circle-color': ['match', ['get', 'role'], 'snapped', 'rgba(255,255,255,0.4)', ACCENT], 'circle-stroke-color': ['match', ['get', 'role'], 'snapped', ACCENT, '#ffffff'], 'circle-stroke-width': ['match', ['get', 'role'], 'snapped', 2.2, 1.5] },
  },
  {
    id: 'boundary-label', type: 'symbol', source: 'boundary-label', minzoom: 13.5,
    layout: { 'text-field': ['get', 'name'], 'text-font': ['case', ['get', 'changed'], ['literal', BOLD], ['literal', TEXT]], 'text-size': 12, 'text-padding': 4, 'text-max-width': 8 },
    paint: { 'text-color': ['case', ['get', 'changed'], ACCENT, LABEL.point], 'text-halo-color': LABEL.halo, 'text-halo-width': 1.8 },
  },
  {
    id: 'boundary-proposal-label', type: 'symbol', source: 'boundary-proposal', filter: ['==', ['geometry-type'], 'Point'],
    layout: { 'text-field': ['get', 'label'], 'text-font': BOLD, 'text-size': 13, 'text-max-width': 8, 'symbol-sort-key': ['match', ['get', 'role'], 'picked', 0, 1] },
    paint: { 'text-color': ['match', ['get', 'role'], 'full', '#66717a', OFFERED], 'text-halo-color': LABEL.halo, 'text-halo-width': 2 },
  },
  {
    id: 'boundary-middle', type: 'circle', source: 'boundary-handle', minzoom: 15, filter: ['==', ['get', 'role'], 'middle'],
    paint: { 'circle-radius': 4.2, 'circle-color': '#ffffff', 'circle-opacity': 0.75, 'circle-stroke-color': ACCENT, 'circle-stroke-width': 1, 'circle-stroke-opacity': 0.6 },
  },
  {
    id: 'boundary-handle', type: 'circle', source: 'boundary-handle', filter: ['!=', ['get', 'role'], 'middle'],
    paint: {
      'circle-radius': ['case', ['get', 'on'], 6.5, ['==', ['get', 'role'], 'node'], 5.5, 4.6],
      'circle-color': ['case', ['get', 'on'], ACCENT, ['==', ['get', 'role'], 'node'], '#1d2327', '#ffffff'],
      'circle-stroke-color': ['case', ['any', ['get', 'on'], ['==', ['get', 'role'], 'node']], '#ffffff', ACCENT], 'circle-stroke-width': 1.8,
    },
  },
  { id: 'boundary-place-line', type: 'line', source: 'boundary-place', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': BAD, 'line-width': 1.5 } },
  {
    id: 'boundary-place', type: 'circle', source: 'boundary-place', filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': ['match', ['get', 'role'], 'fault', 10, 'feature', 6, 'new', 6, 'move', 3.5, 5],
      'circle-color': ['match', ['get', 'role'], 'fault', 'rgba(179,38,30,0.12)', 'feature', '#8a5300', 'new', ACCENT, 'move', ACCENT, BAD],
      'circle-stroke-color': ['match', ['get', 'role'], 'fault', BAD, '#ffffff'], 'circle-stroke-width': 2,
    },
  },
];
