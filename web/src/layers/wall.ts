// Traced borders of a wall map, and its control points or regions: numbered discs, the chosen one in the accent, one that is probably wrong in red.
import type { LayerSpecification } from '../map/types';
import { BOLD } from './areas';
import { ACCENT } from './palette';

export const wallLayers: LayerSpecification[] = [
  { id: 'wall-region-casing', type: 'line', source: 'wall-region', layout: { 'line-join': 'round' }, paint: { 'line-color': '#ffffff', 'line-width': 4, 'line-opacity': 0.8 } },
  { id: 'wall-region', type: 'line', source: 'wall-region', layout: { 'line-join': 'round' }, paint: { 'line-color': ACCENT, 'line-width': 2 } },
  {
    id: 'wall-point', type: 'circle', source: 'wall-point',
    paint: { 'circle-radius': 10, 'circle-color': ['match', ['get', 'role'], 'chosen', ACCENT, 'suspect', '#b3261e', '#1d2327'], 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 },
  },
  {
    id: 'wall-point-label', type: 'symbol', source: 'wall-point',
    layout: { 'text-field': ['get', 'label'], 'text-font': BOLD, 'text-size': 12, 'text-allow-overlap': true, 'text-ignore-placement': true },
    paint: { 'text-color': '#ffffff' },
  },
];
