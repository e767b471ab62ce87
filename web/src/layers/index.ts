// All style layers in drawing order, and the names of the sources that they read.
import type { LayerSpecification } from '../map/types';
import { areaLayers } from './areas';
import { compoundLayers } from './compounds';
import { heatLayer } from './heat';
import { incidentLayers } from './incidents';
import { markLayers } from './marks';
import { ORDER } from './order';
import { placeLayers } from './places';
import { roadLayers } from './roads';
import { selectionLayers } from './selection';

const all: LayerSpecification[] = [...areaLayers, ...roadLayers, ...compoundLayers, ...placeLayers, heatLayer, ...incidentLayers, ...markLayers, ...selectionLayers];
export const every = all;
const byId = new Map(all.map((layer) => [layer.id, layer]));

/** In the order of `ORDER`. The heat layer is left out: it comes and goes with its picture. */
export const styleLayers: LayerSpecification[] = ORDER.flatMap((id) => {
  const layer = byId.get(id);
  return layer && id !== 'heat' ? [layer] : [];
});

export const SOURCES: readonly string[] = [
  ...new Set(styleLayers.flatMap((layer) => ('source' in layer && typeof layer.source === 'string' ? [layer.source] : []))),
];
