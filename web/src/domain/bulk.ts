// One step for many cases: in parts that the service takes, and what became of each.
import type { Brief, StepOutcome } from '../api/cases';

/** The service takes no more at once. */
export const AT_ONCE = 100;

export function parts<T>(items: readonly T[], size = AT_ONCE): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

export interface Failed { row: Brief; problem: NonNullable<StepOutcome['problem']> }
export interface Tally { done: string[]; failed: Failed[] }

/** `rows` are those that were sent, whose names a failure is told with. */
export function tally(rows: readonly Brief[], outcomes: readonly StepOutcome[]): Tally {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const failed = outcomes.flatMap(({ incident, ok, problem }) => {
    const row = byId.get(incident);
    return !ok && row && problem ? [{ row, problem }] : [];
  });
  return { done: outcomes.filter((one) => one.ok).map((one) => one.incident), failed };
}
