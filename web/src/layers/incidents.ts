// Incidents: clusters with their count, single ones by shape (state) and colour (kind).
import type { LayerSpecification } from '../map/types';
import { BOLD } from './areas';

export const CLUSTER_RADIUS = 44;
export const CLUSTER_MAX_ZOOM = 16;

export const incidentLayers: LayerSpecification[] = [
  {
    id: 'incident-cluster', type: 'circle', source: 'incident', filter: ['has', 'point_count'],
    paint: {
      'circle-color': '#ffffff', 'circle-opacity': 0.92, 'circle-stroke-color': '#3d464c', 'circle-stroke-width': 1.4,
      'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'point_count']], 1, 9, 5, 13, 12, 19, 30, 26],
    },
  },
  {
    // The number never gives way to a label, or clusters lose their meaning; names move aside for it.
    id: 'incident-count', type: 'symbol', source: 'incident', filter: ['has', 'point_count'],
    layout: { 'text-field': ['get', 'point_count_abbreviated'], 'text-font': BOLD, 'text-size': 12, 'text-allow-overlap': true, 'text-padding': 7 },
    paint: { 'text-color': '#1d2327' },
  },
  {
    id: 'incident-point', type: 'symbol', source: 'incident', filter: ['!', ['has', 'point_count']],
    layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-padding': 0, 'icon-size': ['interpolate', ['linear'], ['zoom'], 14, 0.8, 17, 1.05] },
  },
];
