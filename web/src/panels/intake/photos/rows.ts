// Drafts from photos on their way to being confirmed. Pure: what a row becomes when the service says something new.
import type { DraftReport, PhotoDraft } from '../../../api/photo_drafts';
import type { Assignment, LonLat } from '../../../api/types';

export interface PhotoRow {
  draft: PhotoDraft;
  category: string | null;
  description: string;
  /** Who would get it for its category; null until the service has said. */
  owner: Assignment | null;
  /** Photos that are ticked, to be taken out. */
  ticked: string[];
  state: 'open' | 'sending' | 'sent' | 'failed' | 'gone';
  number: string | null;
  incident: string | null;
  complaint: string | null;
}

export const rowOf = (draft: PhotoDraft): PhotoRow => ({
  draft, category: null, description: '', owner: null, ticked: [], state: 'open', number: null, incident: null, complaint: null,
});

export const isOpen = (row: PhotoRow): boolean => row.state === 'open' || row.state === 'failed';
export const isComplete = (row: PhotoRow): boolean => row.draft.position !== null && row.category !== null;
export const isReady = (row: PhotoRow): boolean => isOpen(row) && isComplete(row);
export const pointOf = (row: PhotoRow): LonLat | null => row.draft.position;

/** What a person has chosen stays; drafts that came are put in front. With `whole` those that are gone elsewhere say so. */
export function merged(rows: readonly PhotoRow[], drafts: readonly PhotoDraft[], whole: boolean): PhotoRow[] {
  const known = new Map(rows.map((row) => [row.draft.id, row]));
  const told = new Set(drafts.map((draft) => draft.id));
  const fresh = drafts.filter((draft) => !known.has(draft.id)).map(rowOf);
  const kept = rows.map((row): PhotoRow => {
    const draft = drafts.find((one) => one.id === row.draft.id);
    if (draft) return { ...row, draft, ticked: row.ticked.filter((id) => draft.photos.some((photo) => photo.id === id)) };
    return whole && isOpen(row) && !told.has(row.draft.id) ? { ...row, state: 'gone' } : row;
  });
  // Newest first, as the service lists them: ids of drafts rise with time.
  return [...fresh, ...kept].sort((a, b) => (a.draft.id < b.draft.id ? 1 : -1));
}

export function reportOf(row: PhotoRow): DraftReport | null {
  if (!isComplete(row) || row.category === null) return null;
  const words = row.description.trim();
  return { category: row.category, ...(words === '' ? {} : { description: words }) };
}
