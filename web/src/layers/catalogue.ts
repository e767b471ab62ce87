// What a person can switch on and off, and which style layers each switch governs. Pure.
import type { LayerName } from '../api/types';
import { onBoard, type UrlState } from '../state/url';
import type { LayerId } from './order';

export type SwitchName = 'area' | 'incident' | Exclude<LayerName, never>;
export interface Switch {
  name: SwitchName;
  layers: readonly LayerId[];
  /** Data of this layer that has to be loaded first. */
  needs: LayerName | null;
  first: boolean;
}

export const SWITCHES: readonly Switch[] = [
  { name: 'area', needs: null, first: true, layers: ['border-point', 'border-zone', 'point-label', 'zone-label', 'other-label'] },
  { name: 'road', needs: 'road', first: true, layers: ['road-fill', 'road-edge', 'road-label'] },
  { name: 'compound', needs: 'compound', first: true, layers: ['compound-fill', 'compound-hatch', 'compound-line', 'compound-line-dashed', 'compound-label'] },
  { name: 'building', needs: 'building', first: false, layers: ['building-fill'] },
  { name: 'market', needs: 'market', first: true, layers: ['market-fill', 'market-line', 'market-label'] },
  { name: 'vending_zone', needs: 'vending_zone', first: true, layers: ['vending-fill', 'vending-line', 'vending-label'] },
  { name: 'site', needs: 'site', first: false, layers: ['place-site'] },
  { name: 'facility', needs: 'facility', first: false, layers: ['place-facility'] },
  { name: 'focus_spot', needs: 'focus_spot', first: false, layers: ['place-focus_spot'] },
  { name: 'frontage', needs: 'frontage', first: false, layers: ['place-frontage'] },
  { name: 'resident_group', needs: 'resident_group', first: false, layers: ['place-resident_group'] },
  { name: 'incident', needs: null, first: false, layers: ['incident-cluster', 'incident-count', 'incident-point'] },
];

/** What is on when the URL says nothing: the ground, and incidents where the question is about them. */
export function defaults(state: UrlState): Set<SwitchName> {
  const on = new Set(SWITCHES.filter((s) => s.first).map((s) => s.name));
  // In the inspection view `show` says whether problems are heat, clusters or points; heat stands alone.
  if ((state.door === 'inspect' && ['clusters', 'points'].includes(state.filters['show'] ?? '')) || state.incident) on.add('incident');
  // On the drawing board the borders are those of the draft.
  if (onBoard(state)) on.delete('area');
  // A list beside the map shows its own layer.
  const listed = SWITCHES.find((s) => s.name === state.list || s.name === state.sel?.kind);
  if (listed) on.add(listed.name);
  return on;
}

export function active(state: UrlState): Set<SwitchName> {
  if (state.layers === null) return defaults(state);
  const wanted = state.layers;
  return new Set(SWITCHES.filter((s) => wanted.includes(s.name)).map((s) => s.name));
}

export function toggled(state: UrlState, name: SwitchName): string[] {
  const on = active(state);
  if (!on.delete(name)) on.add(name);
  return SWITCHES.filter((s) => on.has(s.name)).map((s) => s.name);
}
