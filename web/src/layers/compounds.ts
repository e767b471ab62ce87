// Compounds by management type. Colour, hatch and outline come from the palette's table, so the legend cannot drift from the map.
import type { ExpressionSpecification, LayerSpecification } from '../map/types';
import { BOLD, TEXT } from './areas';
import { COMPOUND, LABEL, MANAGEMENT_ORDER, type CompoundLook } from './palette';

function byType<T extends string | number>(pick: (look: CompoundLook) => T): ExpressionSpecification {
  const pairs = MANAGEMENT_ORDER.filter((type) => type !== 'unknown').flatMap((type) => [type, pick(COMPOUND[type])]);
  return ['match', ['get', 'management_type'], ...pairs, pick(COMPOUND.unknown)] as unknown as ExpressionSpecification;
}
const hatched = MANAGEMENT_ORDER.filter((type) => COMPOUND[type].hatch !== 'none');
const dashed = MANAGEMENT_ORDER.filter((type) => COMPOUND[type].dash && type !== 'unknown');
const known = MANAGEMENT_ORDER.filter((type) => type !== 'unknown');
const isDashed: ExpressionSpecification = ['any', ['in', ['get', 'management_type'], ['literal', dashed]], ['!', ['in', ['get', 'management_type'], ['literal', known]]]];
const urgent: ExpressionSpecification = ['in', ['get', 'management_type'], ['literal', ['unmanaged', 'abandoned']]];

export const compoundLayers: LayerSpecification[] = [
  { id: 'building-fill', type: 'fill', source: 'building', minzoom: 14.5, paint: { 'fill-color': '#d5d1c8', 'fill-outline-color': '#bdb8ad' } },
  { id: 'compound-fill', type: 'fill', source: 'compound', paint: { 'fill-color': byType((look) => look.fill), 'fill-opacity': 0.85 } },
  {
    id: 'compound-hatch', type: 'fill', source: 'compound', filter: ['in', ['get', 'management_type'], ['literal', hatched]],
    paint: { 'fill-pattern': ['match', ['get', 'management_type'], 'semi_managed', 'hatch-light', 'abandoned', 'hatch-cross', 'hatch-dark'] },
  },
  {
    id: 'compound-line', type: 'line', source: 'compound', filter: ['!', isDashed], layout: { 'line-join': 'round' },
    paint: { 'line-color': byType((look) => look.line), 'line-width': byType((look) => look.width) },
  },
  {
    id: 'compound-line-dashed', type: 'line', source: 'compound', filter: isDashed,
    paint: { 'line-color': byType((look) => look.line), 'line-width': byType((look) => look.width), 'line-dasharray': [3, 2] },
  },
  {
    id: 'compound-label', type: 'symbol', source: 'compound-label', minzoom: 14.6,
    layout: {
      'text-field': ['get', 'name'], 'text-font': ['case', urgent, ['literal', BOLD], ['literal', TEXT]],
      'text-size': ['interpolate', ['linear'], ['zoom'], 14.6, 11, 18, 13], 'text-max-width': 7, 'text-padding': 2,
      'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'], 'text-radial-offset': 0.8, 'text-justify': 'center',
      'symbol-sort-key': ['case', urgent, 0, 1],
    },
    paint: { 'text-color': ['case', urgent, '#2a1d18', LABEL.strong], 'text-halo-color': LABEL.halo, 'text-halo-width': 1.8 },
  },
];
