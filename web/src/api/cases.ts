// Cases over HTTP: the steps of the lifecycle, tasks, and what a tracking code shows. The shapes follow the contract by hand.
import { api, type Query } from './client';
import type { CaseState, Incident, IncidentBrief, IncidentEvent, LonLat, Words } from './types';

export type CaseRole = 'system' | 'public' | 'finder' | 'clerk' | 'handler' | 'supporter' | 'checker' | 'leader';
export type Need = 'reason' | 'pre_check' | 'actor' | 'helper' | 'post_check' | 'merge_into' | 'until' | 'after_photo' | 'changes' | 'addressee' | 'result' | 'linked_case';
export type Transition =
  | 'file' | 'reject' | 'dispatch' | 'accept' | 'return' | 'hand_over' | 'ask_help' | 'handle' | 'handle_on_site' | 'rework' | 'suspend' | 'resume'
  | 'close' | 'void' | 'merge' | 'edit' | 'supervise' | 'urge' | 'refer' | 'sample' | 'appeal';

/** What the caller may do next. `after_photo`: why a photo taken afterwards is wanted. */
export interface Step { transition: Transition; needs: Need[]; after_photo: Words | null }
export const DUE_STATUSES = ['on_time', 'warning', 'overdue', 'paused', 'unknown'] as const;
export type DueStatus = (typeof DUE_STATUSES)[number];
/** What a list knows of a case: how many reported it, and how it stands against its limit; null where no limit counts. */
export type Brief = IncidentBrief & { voices: number; due_status: DueStatus | null; warn_at: string | null };
export interface CaseRef { id: string; number: string; state: CaseState }
/** A case that may be the same problem. */
export interface NearCase extends CaseRef {
  category: string; category_name: Words; state_words: Words; position: LonLat; address: string | null; recorded_at: string; distance_m: number; voices: number;
}
/** `lines`: what happened in words, for staff. */
export type CaseEvent = IncidentEvent & { lines: Words[] };
/** An incident with what the caller may do in it; `steps` is empty for residents. */
export type Case = Omit<Incident, 'events' | 'parts' | 'steps' | 'merged_into' | 'relapse_of'> & Brief & {
  parts: CaseRole[];
  steps: Step[];
  events: CaseEvent[];
  /** Possible duplicates, while the caller may merge. */
  near: NearCase[];
  /** Cases that came back from this one, and the closed one that this came back from. */
  relapses: CaseRef[];
  relapse: CaseRef | null;
  /** The case that this one follows, as an appeal follows the closed one, and cases that follow this one so. */
  related: (CaseRef & { kind: string }) | null;
  followers: CaseRef[];
  /** Cases that joined this one, and the one that it joined. */
  merged: CaseRef[];
  joined: CaseRef | null;
  /** The calendar of this year is not on file, so nothing is due. */
  missing_year: number | null;
};
/** Appointments and incidents by id; `until` is a day. */
export interface StepBody {
  note?: string; actor?: string; helper?: string; addressee?: string; merge_into?: string; until?: string; checked?: boolean; result?: 'passed' | 'failed';
}
export interface CaseEdit { description?: string; category?: string; lon?: number; lat?: number; note?: string }
export interface Tasks { items: Brief[]; as_of: string }
export interface Samples { items: (Brief & { sampled: boolean })[]; of: number; seed: number; as_of: string }
export interface CasePage { items: Brief[]; next_cursor: string | null; total: number }
/** What became of one case of many: each stands by itself. */
export interface StepOutcome { incident: string; ok: boolean; version: number | null; problem: { code: string; words: Words; errors: { field: string; words: Words }[] } | null }
export interface Track {
  number: string; category: string; category_name: Words; state: CaseState; state_words: Words; position: LonLat; recorded_at: string; due_at: string | null;
  owner: Words | null; steps: { kind: string; words: Words; at: string; note: string | null }[];
}

/** What a voice gets: a tracking code of its own. */
export interface Voice { incident: string; number: string; tracking_code: string; state: CaseState; voices: number }

const at = (id: string): string => `incidents/${encodeURIComponent(id)}`;
const match = (version: number): { headers: Record<string, string> } => ({ headers: { 'if-match': `"v${version}"` } });

export const cases = {
  get: (id: string, signal?: AbortSignal): Promise<Case> => api.get(at(id), {}, signal ? { signal } : {}),
  step: (id: string, version: number, transition: Transition, body: StepBody): Promise<Case> => api.post(`${at(id)}/${transition}`, body, match(version)),
  edit: (id: string, version: number, change: CaseEdit): Promise<Case> => api.patch(at(id), change, match(version)),
  near: (place: LonLat, category: string, signal?: AbortSignal): Promise<{ items: NearCase[] }> =>
    api.get('incidents/near', { lon: place[0], lat: place[1], category }, signal ? { signal } : {}),
  list: (query: Query, signal?: AbortSignal): Promise<CasePage> => api.get('incidents', query, signal ? { signal } : {}),
  count: (query: Query, signal?: AbortSignal): Promise<{ total: number }> => api.get('incidents/count', query, signal ? { signal } : {}),
  /** One step for many cases, at most 100 of them. */
  steps: (transition: Transition, items: readonly { incident: string; version: number }[], body: StepBody): Promise<{ items: StepOutcome[] }> =>
    api.post('incidents/steps', { transition, items, ...body }),
  /** Finished cases that the lot has drawn for a leader today. */
  samples: (many: number): Promise<Samples> => api.get('samples', { many }, { quiet: true }),
  tasks: (limit: number): Promise<Tasks> => api.get('tasks', { limit }),
  /** In the body, because the code is a key and must not reach a log. */
  track: (code: string): Promise<Track> => api.post('track', { code }, { quiet: true }),
};
