// The lists that stand beside the map's layers, in reading order.
export const LISTS = ['zone', 'point', 'compound', 'road', 'market', 'vending_zone', 'site', 'facility', 'focus_spot', 'frontage', 'building', 'resident_group'] as const;
export type ListName = (typeof LISTS)[number];
export function isList(name: string): name is ListName {
  return (LISTS as readonly string[]).includes(name);
}
