// What is asked of whom, in the order in which it is gone to. Pure.
import type { AskedPatrol, PatrolledPlace } from '../api/patrols';

/** Layer and code in one word, for lists of choices. */
export const keyOf = (place: Pick<PatrolledPlace, 'layer' | 'code'>): string => `${place.layer ?? ''}/${place.code}`;

/** One place with all that is asked of it. */
export interface Stop { key: string; place: PatrolledPlace; asked: AskedPatrol[]; /** Visits still to make so that nothing is left open. */ left: number }

/** Places in their order, those with something left first. */
export function stops(asked: readonly AskedPatrol[]): Stop[] {
  const byKey = new Map<string, Stop>();
  for (const one of asked) {
    const key = keyOf(one.place);
    const stop = byKey.get(key) ?? { key, place: one.place, asked: [], left: 0 };
    stop.asked.push(one);
    // One visit counts for all that is asked of a place at once.
    stop.left = Math.max(stop.left, one.required - one.made);
    byKey.set(key, stop);
  }
  return [...byKey.values()].sort((a, b) => Number(b.left > 0) - Number(a.left > 0));
}

/** Checks of everything that is asked of a place, each once; those nobody has looked at yet first. */
export function checksOf(asked: readonly AskedPatrol[]): string[] {
  const unseen = asked.flatMap((one) => one.unseen);
  return [...new Set([...unseen, ...asked.flatMap((one) => one.checks)])];
}

/** Whole days from one day to another; both belong to a phase, so on its last day none is left. */
export function daysLeft(today: string, last: string | null): number | null {
  if (last === null) return null;
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
}
