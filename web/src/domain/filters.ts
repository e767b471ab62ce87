// The filters of the inspection view: from the words of the URL to a typed value, and on to the server's query.
// What the URL does not say has a default; what it says wrongly is dropped, never guessed.
import { instants, isDay, isPreset, presetDays, type Days, type Preset } from './period';

export type By = 'segment' | 'compound' | 'area';
export type Show = 'heat' | 'clusters' | 'points';
export const BYS: readonly By[] = ['segment', 'compound', 'area'];
export const SHOWS: readonly Show[] = ['heat', 'clusters', 'points'];
export const SOURCES = ['public', 'patrol', '12345', 'wechat', 'leader'] as const;
export const DEFAULT_PERIOD: Preset = '30d';

/** Compounds that nobody, or nearly nobody, manages. */
export const UNMANAGED = ['unmanaged', 'abandoned', 'semi_managed'] as const;

export interface Filters {
  categories: string[];
  states: string[];
  sources: string[];
  /** null when the days were chosen by hand. */
  preset: Preset | null;
  days: Days;
  area: string | null;
  by: By;
  show: Show;
  /** Only compounds that nobody manages and what lies in them; listed even when nothing was reported there. */
  unmanaged: boolean;
}

const list = (text: string | undefined): string[] => [...new Set((text ?? '').split(',').map((s) => s.trim()).filter((s) => s !== ''))];

export function readFilters(query: Record<string, string>, today: string): Filters {
  const { from, to, period } = query;
  const byHand = isDay(from) || isDay(to);
  const preset = byHand ? null : isPreset(period) ? period : DEFAULT_PERIOD;
  let days: Days = preset === null ? { from: isDay(from) ? from : null, to: isDay(to) ? to : null } : presetDays(preset, today);
  if (days.from !== null && days.to !== null && days.from > days.to) days = { from: days.to, to: days.from };
  return {
    categories: list(query['category']),
    states: list(query['state']),
    sources: list(query['source']),
    preset,
    days,
    area: query['area'] || null,
    by: BYS.includes(query['by'] as By) ? (query['by'] as By) : 'segment',
    show: SHOWS.includes(query['show'] as Show) ? (query['show'] as Show) : 'heat',
    unmanaged: query['only'] === 'unmanaged',
  };
}

/** What every incident call of the server takes. Instants, not days, so that no zone is guessed on the other side. */
export function serverQuery(filters: Filters, zone: string): Record<string, string> {
  const { from, to } = instants(filters.days, zone);
  const query: Record<string, string> = {};
  if (filters.categories.length > 0) query['category'] = filters.categories.join(',');
  if (filters.states.length > 0) query['state'] = filters.states.join(',');
  if (filters.sources.length > 0) query['source'] = filters.sources.join(',');
  if (filters.area !== null) query['area'] = filters.area;
  if (filters.unmanaged) query['management_type'] = UNMANAGED.join(',');
  if (from !== null) query['from'] = from;
  if (to !== null) query['to'] = to;
  return query;
}

/** The URL's words for a period chosen by hand. */
export function daysPatch(days: Days): Record<string, string | null> {
  return { period: null, from: days.from, to: days.to };
}
export function presetPatch(preset: Preset): Record<string, string | null> {
  return { period: preset === DEFAULT_PERIOD ? null : preset, from: null, to: null };
}

/** Adds or removes one word of a comma list; null when nothing is left, so that the key goes away. */
export function toggled(words: readonly string[], word: string): string | null {
  const next = words.includes(word) ? words.filter((one) => one !== word) : [...words, word];
  return next.length === 0 ? null : next.join(',');
}

/** How many filters narrow the picture, the period left out because it always stands beside the count. */
export function narrowing(filters: Filters): number {
  return filters.categories.length + filters.states.length + filters.sources.length + (filters.area === null ? 0 : 1);
}

export type Change = { kind: 'unknown' } | { kind: 'new' } | { kind: 'same' } | { kind: 'more' | 'fewer'; by: number };

/** Change against the period before. No period before means unknown, which is not zero. */
export function change(count: number, previous: number | null | undefined): Change {
  if (previous === null || previous === undefined) return { kind: 'unknown' };
  if (previous === count) return { kind: 'same' };
  if (previous === 0) return { kind: 'new' };
  return count > previous ? { kind: 'more', by: count - previous } : { kind: 'fewer', by: previous - count };
}
