// Editions and drafts over HTTP: the shapes, and one function a call. Loaded with the boundary screens only.
import type { Changes, DraftAreas } from '../domain/edition/types';
import { api, ApiError } from './client';
import type { components } from './schema';
import type { AreaRef, LonLat, Problem, Words } from './types';

type Schemas = components['schemas'];

export type Edition = Schemas['EditionBrief'];
export type DraftBrief = Schemas['DraftAnswer'];
export type Editions = Schemas['EditionList'];
export type ServerFault = Schemas['DraftFault'];
export type Check = Schemas['DraftCheck'];
export type AreaChange = Schemas['AreaPreview'];
/** A proposal to repair a draft; nothing of it is stored until it is saved. */
export type Repair = Schemas['DraftRepair'];
export type RepairWish = { tolerance_m: number; close_open_strips: boolean } | { fault: LonLat; give_to: string | null };
export type Preview = Schemas['DraftPreview'];
/** What an incident and a feature that get another owner have in common. */
export interface Move { from: AreaRef | null; to: AreaRef | null; from_owner: Words | null; to_owner: Words | null; position: LonLat }
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
  repair: (id: string, wish: RepairWish, signal?: AbortSignal): Promise<Repair> => api.post(`${at(id)}/repair`, wish, signal ? { signal } : {}),
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
