// The one list of drawing order, from the ground up. A style layer that is not here is not drawn; order.test.ts checks that each is.
export const ORDER = [
  'ground',
  'area-other', 'area-fill',
  'building-fill',
  // The edge lies under the fill, or every junction would be crossed out.
  'road-edge', 'road-fill',
  'compound-fill', 'market-fill', 'vending-fill',
  'heat',
  // Outlines and hatches stay above the heat: unmanaged ground must be found under it too.
  'compound-hatch', 'compound-line', 'compound-line-dashed', 'market-line', 'vending-line',
  'border-point', 'border-zone', 'border-community',
  'selected-fill', 'selected-casing', 'selected-line',
  'highlight-fill', 'highlight-casing', 'highlight-line', 'highlight-point',
  'road-label',
  'point-label', 'compound-label', 'market-label', 'vending-label',
  'zone-label', 'other-label',
  'place-resident_group', 'place-frontage', 'place-facility', 'place-site', 'place-focus_spot',
  'incident-cluster', 'incident-count', 'incident-point',
  'mark-disc', 'mark-number',
  'accuracy', 'pin',
] as const;
export type LayerId = (typeof ORDER)[number];
