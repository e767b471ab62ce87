// Patrols: what the phases in force ask of which place, and what was made. The shapes follow the contract by hand.
import { api } from './client';
import type { AreaRef, Named } from './assessment';
import type { Words } from './types';

export interface PatrolledPlace { layer: string | null; code: string; name: string; /** Finest first. */ areas: AreaRef[] }
export interface AskedPatrol {
  campaign: Named; phase: Named; place: PatrolledPlace; role: string; every: 'day' | 'week' | 'month'; checks: string[]; note: Words | null;
  first_day: string; last_day: string; required: number; made: number;
  /** Lacking in the last day, week or month that is over; null where none is over yet. */
  missed: number | null;
  /** Checks that nobody has looked at in the running one. */
  unseen: string[];
  mine: boolean;
}
export interface PatrolMade {
  id: string; place: PatrolledPlace; role: string | null; visited_at: string; recorded_at: string; checks: string[]; nothing: boolean; incidents: string[];
  note: string | null; mine: boolean;
}
export interface Patrols { as_of: string; day: string; asked: AskedPatrol[]; patrols: PatrolMade[]; total: number }
export interface PatrolRecorded { id: string; visited_at: string; recorded_at: string; place: PatrolledPlace; asked: AskedPatrol[] }
/** What is sent. `visited_at` always goes along, because it may wait on the phone. */
export interface NewPatrol { layer?: string; code: string; role?: string; visited_at: string; checks: string[]; nothing?: boolean; incidents?: string[]; note?: string }

export const patrols = {
  mine: (): Promise<Patrols> => api.get('patrols', { mine: true }),
  /** What is asked of one area and the places in it. */
  of: (area: string): Promise<Patrols> => api.get('patrols', { area }),
};
