// Assessment, its formulas, and campaigns over HTTP. The shapes follow the service's description by hand.
import { api, url, type Query } from './client';
import type { Words } from './types';

export const KINDS = ['point', 'zone', 'unit', 'department'] as const;
export type Kind = (typeof KINDS)[number];
export const MEASURES = [
  'reported', 'reported_public', 'reported_staff', 'filed', 'filed_public', 'filed_staff', 'filed_unlimited', 'due', 'due_closed', 'due_on_time', 'due_reworked',
  'closed', 'closed_on_time', 'closed_reworked', 'closed_relapsed', 'on_site', 'on_site_relapsed', 'overdue', 'appeals', 'posts', 'posts_vacant',
] as const;
export type Measure = (typeof MEASURES)[number];
/** Null is unknown, never zero. */
export type Measures = Record<Measure | 'median_handling_s', number | null>;

export interface AssessedPeriod { from: string; until: string; first_day: string; last_day: string; complete: boolean }
export interface Named { slug: string; name: Words }
export interface AreaRef { level: string; code: string; name: string }
export interface Reason { code: string; zh: string; en: string }
export interface TermScore { name: Words; weight: number; value: number | null; points: number | null; words: Words }
export interface Score {
  formula: string; points: number | null; place: number | null; previous_points: number | null; previous_place: number | null;
  terms: TermScore[]; reasons: Reason[]; arithmetic: Words;
}
export interface Subject { code: string; name: Words; parent: AreaRef | null; measures: Measures; previous: Measures | null; scores: Score[] }
export interface Counts { measures: Measures; previous: Measures | null }
export interface CategoryWeight { category: string; percent: number; source: string }
export interface Band { up_to?: number; score: number }
export type Value =
  | { rate: { part: Measure; whole: Measure; inverted: boolean } }
  | { bands: { measure: Measure; bands: Band[] } };
export interface Term { name: Words; weight: number; value: Value }
export interface Formula {
  slug: string; name: Words; subjects: Kind[]; least: number; campaign?: string; handbook_year?: number; source: string; note?: Words;
  terms: Term[]; categories?: CategoryWeight[];
}
export interface Assessment {
  as_of: string; kind: Kind; period: AssessedPeriod; previous: AssessedPeriod | null; campaign: Named | null; phase: Named | null; area: AreaRef | null;
  highlights: Measure[]; formulas: Formula[]; subjects: Subject[]; totals: Counts; nobodys: Counts;
}
export interface PublishedFormula {
  slug: string; version: number; formula: Formula | null; valid_from: string | null; coming: { valid_from: string; formula: Formula | null } | null;
}
export interface FieldFault { field: string; code: string; words: Words; place?: string }

export const EVERY = ['day', 'week', 'month'] as const;
export type PatrolPlace = { level: string } | { layer: string };
export interface Patrol { place: PatrolPlace; role: string; times: number; every: (typeof EVERY)[number]; checks: string[]; note: Words | null }
export interface Phase {
  slug: string; name: Words; first_day: string | null; last_day: string | null; tier: string | null; patrols: Patrol[]; dashboard: Measure[]; source: string;
}
export interface WeightSet { handbook_year: number; from: string; source: string; categories: CategoryWeight[] }
export interface Campaign { slug: string; name: Words; source: string; phases: Phase[]; weights: WeightSet[]; version: number; phase: string | null }
export interface Campaigns { day: string; campaigns: Campaign[]; tiers: Named[] }

export interface Question { kind: Kind; from: string | null; to: string | null; campaign: string | null; phase: string | null; area?: string | null }
const query = (asked: Question): Query => ({ ...asked });
const on = (version: number): { headers: Record<string, string> } => ({ headers: { 'if-match': `"v${version}"` } });

export const assessment = {
  read: (asked: Question, signal?: AbortSignal): Promise<Assessment> => api.get('assessment', query(asked), signal ? { signal } : {}),
  file: (asked: Question, format: 'xlsx' | 'csv', lang: string): string => url('assessment', { ...query(asked), format, lang }),
  formulas: (): Promise<{ day: string; formulas: PublishedFormula[] }> => api.get('assessment/formulas'),
  check: (formula: unknown): Promise<{ faults: FieldFault[] }> => api.post('assessment/formulas/check', { formula }),
  writeFormula: (slug: string, version: number, formula: unknown, valid_from: string): Promise<PublishedFormula> =>
    api.put(`assessment/formulas/${encodeURIComponent(slug)}`, { formula, valid_from }, on(version)),
  campaigns: (): Promise<Campaigns> => api.get('campaigns'),
  writeCampaign: ({ version, phase: _, ...campaign }: Campaign): Promise<Campaign> =>
    api.put(`campaigns/${encodeURIComponent(campaign.slug)}`, { campaign }, on(version)),
};
