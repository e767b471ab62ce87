// Editions and drafts over HTTP: the shapes, and one function a call. Loaded with the boundary screens only.
import type { Changes, DraftAreas } from '../domain/edition/types';
import { api, ApiError } from './client';
import type { AreaRef, LonLat, Problem, Words } from './types';

export type EditionState = 'in_force' | 'past' | 'coming' | 'withdrawn';
export interface Edition {
  number: number; base: number | null; scope: string[]; note: string; in_force_from: string | null; recorded_at: string; state: EditionState;
}
export interface DraftBrief {
  id: string; scheme: string; base: number; scope: string[]; note: string; version: number;
  created_at: string; changed_at: string; areas_changed: number; areas_removed: number;
}
export interface Editions { in_force: number | null; editions: Edition[]; drafts: DraftBrief[] }

export interface ServerFault {
  kind: string; level: string; position: LonLat; width_m: number | null; area_m2: number | null; areas: string[]; warning: boolean; words: Words;
}
export interface Check { faults: ServerFault[]; publishable: boolean; remainder_m2: number; remainder_share: number }

export interface AreaChange {
  code: string; name: string; change: 'added' | 'removed' | 'reshaped' | 'renamed';
  before_m2: number | null; after_m2: number | null; households_before: number | null; households_after: number | null;
  road_m_before: number | null; road_m_after: number | null;
}
export interface Move { from: AreaRef | null; to: AreaRef | null; from_owner: Words | null; to_owner: Words | null; position: LonLat }
export interface IncidentMove extends Move { id: string; number: string; category: string }
export interface FeatureMove extends Move { layer: string; code: string; name: string }
export interface Preview {
  areas: AreaChange[];
  incidents: { total: number; moves: IncidentMove[] };
  features: { total: number; moves: FeatureMove[] };
  appointments: { id: string; role: string; from: AreaRef; to: AreaRef | null }[];
  vacant: { role: string; area: AreaRef }[];
}
export type MoveIncidents = 'all' | 'none' | string[];

/** A stale save is refused with the version that stands and what the other person changed. */
export type StaleProblem = Problem & { version?: number; changed?: string[] };
/** Publishing is refused with the faults that forbid it. */
export type FaultyProblem = Problem & { faults?: ServerFault[] };

const at = (id: string): string => `editions/${encodeURIComponent(id)}`;
const match = (version: number): { headers: Record<string, string> } => ({ headers: { 'if-match': `"v${version}"` } });

export const editions = {
  list: (): Promise<Editions> => api.get('editions', { scheme: 'duty' }),
  create: (scope: string[], note: string): Promise<DraftBrief> => api.post('editions', { scheme: 'duty', scope, note }),
  draft: (id: string): Promise<DraftBrief> => api.get(at(id)),
  areas: (id: string): Promise<DraftAreas> => api.get(`${at(id)}/areas`),
  save: (id: string, version: number, changes: Changes, reason: string): Promise<DraftBrief> => api.patch(at(id), { ...changes, reason }, match(version)),
  check: (id: string): Promise<Check> => api.get(`${at(id)}/check`),
  preview: (id: string): Promise<Preview> => api.get(`${at(id)}/preview`),
  publish: (id: string, version: number, wish: { in_force_from: string | null; move_incidents: MoveIncidents; note: string }): Promise<{ number: number }> =>
    api.post(`${at(id)}/publish`, wish, match(version)),
  discard: (id: string): Promise<void> => api.delete(at(id)),
  withdraw: (number: number): Promise<void> => api.post(`${at(String(number))}/withdraw`, {}),
  restore: (number: number, note: string): Promise<{ number: number }> => api.post(`${at(String(number))}/restore`, { note }),
};

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, null);
}
