// Roads paler than areas, named along their axis where one is known.
import type { LayerSpecification } from '../map/types';
import { TEXT } from './areas';
import { GROUND, LABEL } from './palette';

export const roadLayers: LayerSpecification[] = [
  { id: 'road-fill', type: 'fill', source: 'road', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': GROUND.road } },
  {
    id: 'road-edge', type: 'line', source: 'road',
    paint: {
      'line-color': ['case', ['==', ['geometry-type'], 'LineString'], GROUND.road, GROUND.roadEdge],
      'line-width': ['case', ['==', ['geometry-type'], 'LineString'], ['match', ['get', 'class'], 'main', 9, 'secondary', 6, 3.5], 1.6],
    },
  },
  {
    id: 'road-label', type: 'symbol', source: 'road-axis', minzoom: 14,
    layout: {
      'symbol-placement': 'line', 'symbol-spacing': 320, 'text-field': ['get', 'name'], 'text-font': TEXT, 'text-max-angle': 40, 'text-padding': 8,
      'text-size': ['match', ['get', 'class'], 'main', 13, 'secondary', 12, 11], 'text-letter-spacing': 0.15,
    },
    paint: { 'text-color': LABEL.road, 'text-halo-color': GROUND.road, 'text-halo-width': 2.2 },
  },
];
