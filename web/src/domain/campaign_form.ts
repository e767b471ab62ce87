// A campaign while the administrator changes it: a copy that may be wrong, what is wrong with it at a glance, and which of the
// service's faults belongs to which part. Pure; the service decides.
import type { Campaign, FieldFault, Measure, Patrol, PatrolPlace, Phase, WeightSet } from '../api/assessment';

/** Where a fault belongs: a phase, a set of weights, or the campaign. */
export type Part = { kind: 'phase'; slug: string } | { kind: 'weights'; at: number } | { kind: 'campaign' };

export const copyOf = (campaign: Campaign): Campaign => JSON.parse(JSON.stringify(campaign)) as Campaign;

/** A place as one word of a list of choices, and back. */
export const placeKey = (place: PatrolPlace): string => ('level' in place ? `level:${place.level}` : `layer:${place.layer}`);
export function placeOf(key: string): PatrolPlace {
  const [kind, slug = ''] = key.split(':');
  return kind === 'layer' ? { layer: slug } : { level: slug };
}

export const newPatrol = (): Patrol => ({ place: { level: 'point' }, role: 'point_head', times: 1, every: 'day', checks: [], note: null });

/** A set for the year after the newest one, with its categories. */
export function newWeights(sets: readonly WeightSet[], day: string): WeightSet {
  const newest = [...sets].sort((a, b) => (a.from < b.from ? 1 : -1))[0];
  const year = Math.max(Number(day.slice(0, 4)), (newest?.handbook_year ?? 0) + 1);
  return { handbook_year: year, from: day, source: '', categories: (newest?.categories ?? []).map((one) => ({ ...one })) };
}

/** A measure one place up or down; the list as it was at its ends. */
export function moved(list: readonly Measure[], at: number, by: -1 | 1): Measure[] {
  const to = at + by;
  const next = [...list];
  const [here, there] = [next[at], next[to]];
  if (here === undefined || there === undefined) return next;
  [next[at], next[to]] = [there, here];
  return next;
}

/** As it is sent: texts without ends, empty days, tiers and notes as nothing, weights as whole numbers. */
export function tidied(draft: Campaign): Campaign {
  const patrol = (one: Patrol): Patrol => {
    const [zh, en] = [one.note?.zh.trim() ?? '', one.note?.en.trim() ?? ''];
    return { ...one, times: Number(one.times), note: zh + en === '' ? null : { zh: zh || en, en: en || zh } };
  };
  const phase = (one: Phase): Phase => ({ ...one, first_day: one.first_day || null, last_day: one.last_day || null, tier: one.tier || null, source: one.source.trim(), patrols: one.patrols.map(patrol) });
  return {
    ...draft,
    phases: draft.phases.map(phase),
    weights: draft.weights.map((set) => ({
      ...set, handbook_year: Number(set.handbook_year), source: set.source.trim(),
      categories: set.categories.map((one) => ({ ...one, percent: Number(one.percent), source: one.source.trim() })),
    })),
  };
}

export type Wrong = 'backwards' | 'endAlone' | 'times' | 'source' | 'percent' | 'category' | 'categoryTwice' | 'year' | 'from';
/** What can be seen without the service, by part. */
export function wrongs(draft: Campaign): { part: Part; what: Wrong }[] {
  const found: { part: Part; what: Wrong }[] = [];
  const whole = (value: unknown, least: number, most: number): boolean => Number.isInteger(Number(value)) && Number(value) >= least && Number(value) <= most && value !== null && value !== '';
  for (const phase of draft.phases) {
    const part: Part = { kind: 'phase', slug: phase.slug };
    if (!phase.first_day && phase.last_day) found.push({ part, what: 'endAlone' });
    else if (phase.first_day && phase.last_day && phase.last_day < phase.first_day) found.push({ part, what: 'backwards' });
    if (phase.patrols.some((one) => !whole(one.times, 1, 99))) found.push({ part, what: 'times' });
    if (phase.source.trim() === '') found.push({ part, what: 'source' });
  }
  draft.weights.forEach((set, at) => {
    const part: Part = { kind: 'weights', at };
    if (!whole(set.handbook_year, 1990, 2100)) found.push({ part, what: 'year' });
    if (!set.from) found.push({ part, what: 'from' });
    if (set.source.trim() === '' || set.categories.some((one) => one.source.trim() === '')) found.push({ part, what: 'source' });
    if (set.categories.some((one) => !whole(one.percent, 0, 1000))) found.push({ part, what: 'percent' });
    const slugs = set.categories.map((one) => one.category);
    if (slugs.includes('')) found.push({ part, what: 'category' });
    if (new Set(slugs).size < slugs.length) found.push({ part, what: 'categoryTwice' });
  });
  return found;
}

/** Where one of the service's faults belongs. Sets of weights are named by their year or their first day. */
export function partOf(fault: FieldFault, draft: Campaign): Part {
  const place = fault.place ?? '';
  if (draft.phases.some((one) => one.slug === place)) return { kind: 'phase', slug: place };
  const at = draft.weights.findIndex((one) => String(one.handbook_year) === place || one.from === place);
  return at < 0 ? { kind: 'campaign' } : { kind: 'weights', at };
}

export const samePart = (a: Part, b: Part): boolean => JSON.stringify(a) === JSON.stringify(b);
