// Areas: zone tints, borders drawn once from the shared edges by weight and dash, names with a halo.
import type { LayerSpecification } from '../map/types';
import { BORDER, GROUND, LABEL } from './palette';

export const TEXT = ['Regular'];
export const BOLD = ['Medium'];

export const areaLayers: LayerSpecification[] = [
  { id: 'ground', type: 'background', paint: { 'background-color': GROUND.outside } },
  { id: 'area-other', type: 'fill', source: 'areas', filter: ['==', ['get', 'tint'], -1], paint: { 'fill-color': GROUND.other } },
  {
    id: 'area-fill', type: 'fill', source: 'areas', filter: ['>=', ['get', 'tint'], 0],
    paint: { 'fill-color': ['match', ['get', 'tint'], 0, GROUND.tints[0], 1, GROUND.tints[1], 2, GROUND.tints[2], 3, GROUND.tints[3], 4, GROUND.tints[4], GROUND.tints[5]] },
  },
  {
    id: 'border-point', type: 'line', source: 'edges', filter: ['==', ['get', 'level'], 'point'], minzoom: 13,
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': BORDER.point, 'line-dasharray': [3, 2.5],
      'line-width': ['interpolate', ['linear'], ['zoom'], 13, 0.5, 17, 1.1],
      'line-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0.4, 15.5, 1],
    },
  },
  {
    id: 'border-zone', type: 'line', source: 'edges', filter: ['==', ['get', 'level'], 'zone'],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': BORDER.zone, 'line-dasharray': [5, 2.5], 'line-width': ['interpolate', ['linear'], ['zoom'], 13, 1, 17, 2] },
  },
  {
    id: 'border-community', type: 'line', source: 'edges', filter: ['in', ['get', 'level'], ['literal', ['community', 'street', 'district']]],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': BORDER.community, 'line-width': ['interpolate', ['linear'], ['zoom'], 13, 2, 17, 3.4] },
  },
  {
    id: 'point-label', type: 'symbol', source: 'labels', filter: ['==', ['get', 'level'], 'point'], minzoom: 15.6,
    layout: { 'text-field': ['get', 'name'], 'text-font': TEXT, 'text-size': ['interpolate', ['linear'], ['zoom'], 15.6, 11, 18, 13], 'text-padding': 4, 'text-max-width': 8 },
    paint: { 'text-color': LABEL.point, 'text-halo-color': LABEL.halo, 'text-halo-width': 1.6 },
  },
  {
    id: 'zone-label', type: 'symbol', source: 'labels', filter: ['==', ['get', 'level'], 'zone'], minzoom: 12, maxzoom: 17.5,
    layout: { 'text-field': ['get', 'name'], 'text-font': BOLD, 'text-size': ['interpolate', ['linear'], ['zoom'], 13, 12, 14.5, 14, 16.5, 17], 'text-padding': 4, 'text-variable-anchor': ['center', 'top', 'bottom'], 'text-radial-offset': 1, 'text-justify': 'center', 'text-letter-spacing': 0.06, 'text-max-width': 9 },
    paint: { 'text-color': LABEL.zone, 'text-halo-color': LABEL.halo, 'text-halo-width': 2.2 },
  },
  {
    id: 'other-label', type: 'symbol', source: 'labels', filter: ['==', ['get', 'level'], 'other'],
    layout: { 'text-field': ['get', 'name'], 'text-font': TEXT, 'text-size': 13, 'text-letter-spacing': 0.1, 'text-max-width': 9 },
    paint: { 'text-color': LABEL.road, 'text-halo-color': LABEL.halo, 'text-halo-width': 1.6 },
  },
];
