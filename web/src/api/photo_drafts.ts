// Photos brought in bulk and the drafts that they make. The shapes follow the contract by hand.
import { api, url } from './client';
import type { IntakeKnown } from './intake';
import { send, type Progress } from './send';
import type { Assignment, IncidentReceipt, LonLat, Words } from './types';

export interface DraftedPhoto { id: string; width: number; height: number; taken_at: string | null; position: LonLat | null; direction: number | null }
export interface DraftNear { layer: string; layer_words: Words; code: string; name: string; distance_m: number }
export interface PhotoDraft {
  id: string; state: 'waiting' | 'made' | 'discarded'; state_words: Words; source: string; source_words: Words;
  position: LonLat | null; placed_by: 'camera' | 'hand' | null; accuracy_m: number | null; taken_at: string | null; direction: number | null; north: 'true_north' | 'magnetic_north' | null;
  photos: DraftedPhoto[]; brought_at: string; brought_by: Words | null;
  outcome: 'inside' | 'nearest' | 'outside' | null; distance_m: number | null; areas: { level: string; code: string; name: string }[];
  near: DraftNear[]; owner: { label: Words } | null; routing: Assignment | null; incident: IntakeKnown | null;
}
export interface Brought {
  name: string; outcome: 'taken' | 'known' | 'refused'; code: string | null; words: Words; draft: string | null; incident: IntakeKnown | null; has_position: boolean; has_time: boolean;
}
export interface BroughtAnswer { photos: Brought[]; drafts: PhotoDraft[]; waiting: number; dry_run: boolean; as_of: string }
export interface PhotoDraftPage { drafts: PhotoDraft[]; waiting: number; next_cursor: string | null; edition: number | null; as_of: string }
export interface DraftReport { category: string; description?: string; address?: string }

export const photoDrafts = {
  bring(file: File, source: string, again: boolean, onprogress: (progress: Progress) => void, signal: AbortSignal): Promise<BroughtAnswer> {
    const form = new FormData();
    form.append('photos', file, file.name);
    return send('intake/photos', form, { query: { source, again: again || null }, onprogress, signal });
  },
  list: (limit: number, cursor: string | null = null): Promise<PhotoDraftPage> => api.get('intake/drafts', { limit, cursor }),
  place: (id: string, [lon, lat]: LonLat): Promise<PhotoDraft> => api.patch(`intake/drafts/${id}`, { lon, lat }),
  split: (id: string, photos: string[]): Promise<{ drafts: PhotoDraft[] }> => api.post(`intake/drafts/${id}/split`, { photos }),
  join: (id: string, draft: string): Promise<PhotoDraft> => api.post(`intake/drafts/${id}/join`, { draft }),
  confirm: (id: string, report: DraftReport): Promise<IncidentReceipt> => api.post(`intake/drafts/${id}/confirm`, report),
  discard: (id: string): Promise<unknown> => api.delete(`intake/drafts/${id}`),
  picture: (id: string, size: 'large' | 'thumb'): string => url(`intake/photos/${id}/${size}`),
};
