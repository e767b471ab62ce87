// Markets and vending zones as ground, and the point layers (sites, facilities, focus spots, shop fronts, resident groups) as small signs.
import type { LayerSpecification } from '../map/types';
import { TEXT } from './areas';
import { LABEL, MARKET, PLACE, VENDING } from './palette';

const label = (id: 'market-label' | 'vending-label', source: string, minzoom: number): LayerSpecification => ({
  id, type: 'symbol', source, minzoom,
  layout: { 'text-field': ['get', 'name'], 'text-font': TEXT, 'text-size': 12, 'text-max-width': 7, 'text-padding': 3 },
  paint: { 'text-color': '#6b4a05', 'text-halo-color': LABEL.halo, 'text-halo-width': 1.8 },
});

const sign = (layer: keyof typeof PLACE, labelFrom: number): LayerSpecification => ({
  id: `place-${layer}`, type: 'symbol', source: layer, minzoom: 13.5,
  layout: {
    'icon-image': `place-${layer}`, 'icon-allow-overlap': layer === 'focus_spot', 'icon-padding': 1,
    'icon-size': ['interpolate', ['linear'], ['zoom'], 13.5, 0.65, 17, 1],
    'text-field': ['step', ['zoom'], '', labelFrom, ['get', 'name']], 'text-font': TEXT, 'text-size': 11, 'text-offset': [0, 1.1], 'text-anchor': 'top', 'text-optional': true, 'text-max-width': 8,
  },
  paint: { 'text-color': PLACE[layer].ink, 'text-halo-color': LABEL.halo, 'text-halo-width': 1.5 },
});

export const placeLayers: LayerSpecification[] = [
  { id: 'market-fill', type: 'fill', source: 'market', paint: { 'fill-color': MARKET.fill, 'fill-opacity': 0.9 } },
  { id: 'market-line', type: 'line', source: 'market', paint: { 'line-color': MARKET.line, 'line-width': 1.4 } },
  { id: 'vending-fill', type: 'fill', source: 'vending_zone', paint: { 'fill-color': VENDING.fill, 'fill-opacity': 0.8 } },
  { id: 'vending-line', type: 'line', source: 'vending_zone', paint: { 'line-color': VENDING.line, 'line-width': 1.6, 'line-dasharray': [2, 1.5] } },
  label('market-label', 'market-label', 14.3),
  label('vending-label', 'vending_zone-label', 15.5),
  sign('resident_group', 16.5),
  sign('frontage', 17.6),
  sign('facility', 17.8),
  sign('site', 16.8),
  sign('focus_spot', 16.2),
];
