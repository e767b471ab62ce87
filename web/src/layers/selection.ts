// What is chosen and what is pointed at: a white casing below an accent line reads on every ground; the fill stays faint so data shows through.
import type { FilterSpecification, LayerSpecification } from '../map/types';
import { ACCENT } from './palette';

const polygon: FilterSpecification = ['==', ['geometry-type'], 'Polygon'];
const point: FilterSpecification = ['==', ['geometry-type'], 'Point'];

export const selectionLayers: LayerSpecification[] = [
  { id: 'selected-fill', type: 'fill', source: 'selected', filter: polygon, paint: { 'fill-color': ACCENT, 'fill-opacity': 0.1 } },
  { id: 'selected-casing', type: 'line', source: 'selected', layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': '#ffffff', 'line-width': 6, 'line-opacity': 0.9 } },
  { id: 'selected-line', type: 'line', source: 'selected', layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': ACCENT, 'line-width': 3 } },
  { id: 'highlight-fill', type: 'fill', source: 'highlight', filter: polygon, paint: { 'fill-color': '#1d2327', 'fill-opacity': 0.08 } },
  { id: 'highlight-casing', type: 'line', source: 'highlight', layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': '#ffffff', 'line-width': 8, 'line-opacity': 0.9 } },
  { id: 'highlight-line', type: 'line', source: 'highlight', layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: { 'line-color': '#1d2327', 'line-width': 4 } },
  {
    id: 'highlight-point', type: 'circle', source: 'highlight', filter: point,
    paint: { 'circle-radius': 12, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': '#1d2327', 'circle-stroke-width': 3 },
  },
  { id: 'accuracy', type: 'fill', source: 'accuracy', paint: { 'fill-color': ACCENT, 'fill-opacity': 0.12, 'fill-outline-color': ACCENT } },
  { id: 'pin', type: 'symbol', source: 'pin', layout: { 'icon-image': 'pin', 'icon-anchor': 'bottom', 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
];
