// Control points of a wall map: numbered discs, the chosen one in the accent, one that is probably wrong in red.
import type { LayerSpecification } from '../map/types';
import { BOLD } from './areas';
import { ACCENT } from './palette';

export const wallLayers: LayerSpecification[] = [
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
