// Ground that roads make: told in words, or between streets. Proposals only; nothing is stored.
import { api } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type BoundaryProposal = Schemas['BoundaryProposal'];
export type BoundarySide = Schemas['BoundarySide'];
export type StreetBlock = Schemas['StreetBlock'];
/** Which line of a road a boundary follows. */
export const ALONG = ['side_rule', 'axis', 'kerb'] as const;
export type Along = (typeof ALONG)[number];

export const boundaries = {
  /** `area`: code of an area in force that it is meant for, or of one around it. */
  words: (wish: { text: string; along: Along; area: string | null }, signal: AbortSignal): Promise<BoundaryProposal> =>
    api.post('boundaries/words', { text: wish.text, along: wish.along, for: wish.area }, { signal }),
  blocks: (within: string | null, signal: AbortSignal): Promise<{ blocks: StreetBlock[] }> => api.get('boundaries/blocks', { within, scheme: 'duty' }, { signal }),
};
