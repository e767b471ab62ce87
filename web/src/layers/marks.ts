// Numbered places: what a list beside the map counts. Faults are filled discs, warnings rings, and the number is that of the list.
import type { LayerSpecification } from '../map/types';
import { BOLD } from './areas';

const BAD = '#b3261e';
const WARN = '#8a5300';
const pale = ['get', 'warning'] as const;

export const markLayers: LayerSpecification[] = [
  {
    id: 'mark-disc', type: 'circle', source: 'mark',
    paint: {
      'circle-radius': ['case', ['>', ['length', ['get', 'label']], 2], 15, 11],
      'circle-color': ['case', [...pale], '#ffffff', BAD], 'circle-stroke-color': ['case', [...pale], WARN, '#ffffff'], 'circle-stroke-width': 2,
    },
  },
  {
    // Of two places that touch, each keeps its number.
    id: 'mark-number', type: 'symbol', source: 'mark',
    layout: { 'text-field': ['get', 'label'], 'text-font': BOLD, 'text-size': 12, 'text-allow-overlap': true },
    paint: { 'text-color': ['case', [...pale], WARN, '#ffffff'] },
  },
];
