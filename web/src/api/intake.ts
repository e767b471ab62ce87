// Pasted text and files of tickets, read into drafts. Nothing is stored; a draft is confirmed by the ordinary report. The shapes
// follow the contract by hand.
import { api } from './client';
import { send, type Progress } from './send';
import type { Assignment, CaseState, NewIncident, Words } from './types';

export interface IntakePlace {
  kind: string; position: [number, number]; radius_m: number; label: Words; reasons: Words[]; score: number; words: string[];
  outcome: 'inside' | 'nearest' | 'outside'; distance_m: number | null; apart_m: number; areas: { level: string; code: string; name: string }[];
}
export interface IntakeCategory { category: string; name: Words; reasons: Words[]; score: number; words: string[] }
export interface IntakeQuestion { kind: 'which' | 'meant' | 'where_on' | 'where'; words: Words; options: number[] }
export interface IntakeKnown { incident: string; number: string; state: CaseState; state_words: Words }
export interface IntakeDraft {
  row: number | null; text: string; description: string; private: { kind: 'phone' | 'name' | 'id_number' | 'home_address'; value: string }[];
  places: IntakePlace[]; categories: IntakeCategory[]; external_ref: string | null; source: string | null; occurred_at: string | null;
  contact: NonNullable<NewIncident['contact']> | null; question: IntakeQuestion | null; sure: boolean; owner: Assignment | null; known: IntakeKnown | null; cut: boolean;
}
export interface IntakeFault { row: number; column: string | null; code: string; words: Words }
export interface Intake { drafts: IntakeDraft[]; faults: IntakeFault[]; unread_columns: string[]; edition: number | null; as_of: string }

export const intake = {
  text: (text: string): Promise<Intake> => api.post('intake/text', { text }),
  tickets: (file: Blob, onprogress?: (progress: Progress) => void): Promise<Intake> => send('intake/tickets', file, { query: {}, onprogress }),
};
