// Rosters over HTTP: looked through as they are pasted or chosen, then taken into a draft with their people and phones.
import { api } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type RosterPreview = Schemas['RosterPreview'];
export type RosterAnswer = Schemas['RosterAnswer'];

/** An empty workbook with headings, examples and explanations. */
export const ROSTER_TEMPLATE = 'api/v1/rosters/template';

export const rosters = {
  look: (roster: Blob, signal?: AbortSignal): Promise<RosterPreview> => api.post('rosters', roster, signal ? { signal } : {}),
  take: (draft: string, version: number, roster: Blob, wish: { community: string; reason: string }): Promise<RosterAnswer> =>
    api.post(`editions/${encodeURIComponent(draft)}/roster`, roster, { query: wish, headers: { 'if-match': `"v${version}"` } }),
};
