// Rosters over HTTP: looked through as they are pasted or chosen, then taken into a draft with their people and phones.
import { api } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type RosterPreview = Schemas['RosterPreview'];
export type RosterChange = Schemas['RosterChange'];
export type RosterAnswer = Schemas['RosterAnswer'];
/** `from`: the day on which the heads take office. */
export interface RosterWish { community: string; from: string }

/** An empty workbook with headings, examples and explanations. */
export const ROSTER_TEMPLATE = 'api/v1/rosters/template';

const at = (draft: string): string => `editions/${encodeURIComponent(draft)}/roster`;

export const rosters = {
  look: (roster: Blob, signal?: AbortSignal): Promise<RosterPreview> => api.post('rosters', roster, signal ? { signal } : {}),
  /** What it would do to a draft and to the posts. */
  compare: (draft: string, roster: Blob, wish: RosterWish, signal?: AbortSignal): Promise<RosterAnswer> =>
    api.post(at(draft), roster, { query: { ...wish, dry_run: true }, ...(signal ? { signal } : {}) }),
  take: (draft: string, version: number, roster: Blob, wish: RosterWish & { reason: string }): Promise<RosterAnswer> =>
    api.post(at(draft), roster, { query: { ...wish }, headers: { 'if-match': `"v${version}"` } }),
};
