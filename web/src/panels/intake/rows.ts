// Drafts of reports on their way to being confirmed. Pure: what a row becomes when somebody chooses, and what is sent for it.
import type { IntakeDraft } from '../../api/intake';
import type { Assignment, LonLat, NewIncident } from '../../api/types';

export interface Row {
  draft: IntakeDraft;
  /** Of the places; null where the pin was moved by hand or nothing is known yet. */
  choice: number | null;
  point: LonLat | null;
  category: string | null;
  description: string;
  /** Who would get it where it is now; null until the service has said. */
  owner: Assignment | null;
  /** Whether a person looked at it and chose something. */
  touched: boolean;
  state: 'open' | 'skipped' | 'sending' | 'sent' | 'failed';
  /** Sent again after a failure, it is the same report. */
  key: string;
  number: string | null;
  incident: string | null;
  complaint: string | null;
}

/** As the service read it; what is on file already is left out until somebody says otherwise. */
export function rowOf(draft: IntakeDraft, key: string): Row {
  const first = draft.places[0];
  return {
    draft, choice: first ? 0 : null, point: first ? first.position : null, category: draft.categories[0]?.category ?? null, description: draft.description,
    owner: draft.owner, touched: false, state: draft.known ? 'skipped' : 'open', key, number: null, incident: null, complaint: null,
  };
}

export const isOpen = (row: Row): boolean => row.state === 'open' || row.state === 'failed';
export const isComplete = (row: Row): boolean => row.point !== null && row.category !== null;
/** Those that may be sent without a further look: what the service was sure of, and what a person has chosen. */
export const isSure = (row: Row): boolean => row.state === 'open' && isComplete(row) && (row.touched || row.draft.sure);

/** A line of text without its middle, where it is too long to be an address. */
const LONGEST_ADDRESS = 256;
export function reportOf(row: Row): NewIncident | null {
  if (row.point === null || row.category === null) return null;
  const { draft } = row;
  const body: NewIncident = { lon: row.point[0], lat: row.point[1], category: row.category, source: draft.source ?? 'wechat' };
  const place = row.choice === null ? null : draft.places[row.choice];
  if (place) body.address = [...place.label.zh].slice(0, LONGEST_ADDRESS).join('');
  if (row.description.trim() !== '') body.description = row.description.trim();
  if (draft.external_ref !== null) body.external_ref = draft.external_ref;
  if (draft.occurred_at !== null) body.occurred_at = draft.occurred_at;
  if (draft.contact !== null) body.contact = draft.contact;
  return body;
}
