// What the rows of a file are: areas of the grid, or features of a layer. A file does not say it; its shapes and the last
// time make a guess that a person can change.
import type { UploadLayer } from '../../../api/imports';
import type { LayerName } from '../../../api/types';

export type Holds = 'areas' | LayerName;
export const LAYERS: readonly LayerName[] = ['road', 'compound', 'building', 'market', 'vending_zone', 'frontage', 'facility', 'focus_spot', 'site', 'resident_group'];

export function isLayer(text: string | null | undefined): text is LayerName {
  return (LAYERS as readonly (string | null | undefined)[]).includes(text);
}

/** `drafting`: there is a draft that areas could go into. Null: nothing speaks for one or the other. */
export function guess(layer: Pick<UploadLayer, 'areas' | 'lines' | 'points' | 'remembered'> & { mapping: Pick<UploadLayer['mapping'], 'holds'> }, drafting: boolean, preset: LayerName | null): Holds | null {
  if (preset) return preset;
  if (isLayer(layer.mapping.holds)) return layer.mapping.holds;
  if (layer.remembered && drafting) return 'areas';
  if (layer.lines > 0 && layer.areas === 0 && layer.points === 0) return 'road';
  return drafting && layer.lines === 0 && layer.points === 0 ? 'areas' : null;
}
