// Cases over HTTP: the steps of the lifecycle, tasks, and what a tracking code shows. The shapes follow the contract by hand.
import { api } from './client';
import type { CaseState, Incident, IncidentBrief, LonLat, Words } from './types';

export type CaseRole = 'system' | 'public' | 'finder' | 'clerk' | 'handler' | 'supporter' | 'checker' | 'leader';
export type Need = 'reason' | 'pre_check' | 'actor' | 'helper' | 'post_check' | 'merge_into' | 'until' | 'after_photo' | 'changes' | 'addressee' | 'result' | 'linked_case';
export type Transition =
  | 'file' | 'reject' | 'dispatch' | 'accept' | 'return' | 'hand_over' | 'ask_help' | 'handle' | 'handle_on_site' | 'rework' | 'suspend' | 'resume'
  | 'close' | 'void' | 'merge' | 'edit' | 'supervise' | 'urge' | 'refer' | 'sample' | 'appeal';

/** What the caller may do next. `after_photo`: why a photo taken afterwards is wanted. */
export interface Step { transition: Transition; needs: Need[]; after_photo: Words | null }
/** An incident with what the caller may do in it; `steps` is empty for residents. */
export interface Case extends Incident {
  parts: CaseRole[];
  steps: Step[];
}
/** Appointments and incidents by id; `until` is a day. */
export interface StepBody {
  note?: string; actor?: string; helper?: string; addressee?: string; merge_into?: string; until?: string; checked?: boolean; result?: 'passed' | 'failed'; linked_case?: string;
}
export interface CaseEdit { description?: string; note?: string }
export interface Tasks { items: IncidentBrief[]; as_of: string }
export interface Track {
  number: string; category: string; category_name: Words; state: CaseState; state_words: Words; position: LonLat; recorded_at: string; due_at: string | null;
  owner: Words | null; steps: { kind: string; words: Words; at: string; note: string | null }[];
}

const at = (id: string): string => `incidents/${encodeURIComponent(id)}`;
const match = (version: number): { headers: Record<string, string> } => ({ headers: { 'if-match': `"v${version}"` } });

export const cases = {
  get: (id: string, signal?: AbortSignal): Promise<Case> => api.get(at(id), {}, signal ? { signal } : {}),
  step: (id: string, version: number, transition: Transition, body: StepBody): Promise<Case> => api.post(`${at(id)}/${transition}`, body, match(version)),
  edit: (id: string, version: number, change: CaseEdit): Promise<Case> => api.patch(at(id), change, match(version)),
  tasks: (limit: number): Promise<Tasks> => api.get('tasks', { limit }),
  /** In the body, because the code is a key and must not reach a log. */
  track: (code: string): Promise<Track> => api.post('track', { code }, { quiet: true }),
};
