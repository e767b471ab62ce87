// The density picture, laid under borders and labels so that both stay readable.
import type { LayerSpecification } from '../map/types';
export const heatLayer: LayerSpecification = { id: 'heat', type: 'raster', source: 'heat', paint: { 'raster-opacity': 0.8, 'raster-fade-duration': 0, 'raster-resampling': 'linear' } };
