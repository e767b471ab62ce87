// The three usual starts before an inspection, as filters.
import type { Category } from '../../api/types';

export const STARTS = ['stalls', 'unmanaged', 'week'] as const;
export type Start = (typeof STARTS)[number];

export function isStart(text: string | undefined): text is Start {
  return STARTS.includes(text as Start);
}

/** The category that people call 占道经营: by its official name, else by its search words. */
export function stallsCategory(categories: readonly Category[]): string | null {
  const incidents = categories.filter((one) => one.kind === 'incident');
  return (incidents.find((one) => one.name.zh === '占道经营')
    ?? incidents.find((one) => one.name.zh.includes('占道经营'))
    ?? incidents.find((one) => one.keywords.some((word) => word.includes('占道'))))?.slug ?? null;
}

/** What a start puts into the URL; everything else is cleared. */
export function startFilters(start: Start, categories: readonly Category[]): Record<string, string> {
  if (start === 'unmanaged') return { by: 'compound', only: 'unmanaged', period: '90d' };
  if (start === 'week') return { by: 'area', period: '7d' };
  const slug = stallsCategory(categories);
  return slug === null ? {} : { category: slug };
}
