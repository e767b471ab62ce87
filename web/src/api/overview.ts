// The numbers that leaders look at. The shape follows the contract by hand.
import { api } from './client';
import type { Words } from './types';

export interface Standings { open: number; warning: number; overdue: number; oldest_due_at: string | null }
/** `asked`: one for each place and role; `behind`: with visits missed in the last day, week or month; null where none is over yet. */
export interface ZonePatrols { code: string | null; name: Words; asked: number; done: number; required: number; made: number; behind: number | null }
export interface Overview {
  as_of: string;
  day: string;
  today: { reported: number; reported_public: number; filed: number; closed: number; handled_on_site: number };
  now: { open: number; pre_check: number; to_dispatch: number; in_hand: number; post_check: number; suspended: number; warning: number; overdue: number };
  /** Zones, most overdue first; without a code for what lies outside of them all. */
  areas: (Standings & { code: string | null; name: Words })[];
  /** Null where the phases in force ask for no patrol. */
  patrols: { totals: ZonePatrols; zones: ZonePatrols[] } | null;
  departments: (Standings & { slug: string; name: Words })[];
  /** The last fourteen, today last. */
  days: { day: string; reported: number; closed: number }[];
  /** Years whose calendar is missing, so that nothing is due in them. */
  no_calendar: number[];
}

export const overview = (area: string, signal?: AbortSignal): Promise<Overview> => api.get('overview', { area }, signal ? { signal } : {});

/** As much of a campaign as the page names: its phases, and the slug of the one that it is in today. */
export interface CampaignBrief { slug: string; name: Words; phase: string | null; phases: { slug: string; name: Words; first_day: string | null; last_day: string | null }[] }

export const campaigns = (): Promise<{ campaigns: CampaignBrief[] }> => api.get('campaigns');
