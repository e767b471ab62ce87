// The league table of places and units: periods to choose, what is sorted by, how a number stands to the one before. Pure;
// unknown stays unknown and is never zero.
import type { Measures, Score, Subject } from '../api/assessment';
import { addDays } from './period';

export interface Span { from: string; to: string }

/** The first day of a month and the first day after it, of the month that `day` is in or of one `back` before. */
export function month(day: string, back = 0): Span {
  const [year, of] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const first = (shift: number): string => new Date(Date.UTC(year, of - 1 - back + shift, 1)).toISOString().slice(0, 10);
  return { from: first(0), to: first(1) };
}

/** Days as people say them, both included, as the half-open span that the service wants; null while they make no period. */
export function spanOf(first: string, last: string): Span | null {
  return first !== '' && last !== '' && first <= last ? { from: first, to: addDays(last, 1) } : null;
}

export const COLUMNS = ['name', 'score', 'reported', 'filed', 'on_time', 'closed', 'reworked', 'relapsed', 'overdue', 'on_site', 'handling', 'vacant'] as const;
export type ColumnName = (typeof COLUMNS)[number];
/** On a phone; the rest stands in the details of each row. */
export const FEW: readonly ColumnName[] = ['name', 'score', 'filed', 'overdue'];

/** What a share is of, in per cent with one decimal; null without a whole. */
export function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : Math.round((part / whole) * 1000) / 10;
}

export function valueOf(column: ColumnName, measures: Measures, points: number | null): number | null {
  switch (column) {
    case 'name': return null;
    case 'score': return points;
    case 'on_time': return share(measures.due_on_time, measures.due);
    case 'reworked': return measures.closed_reworked;
    case 'relapsed': return measures.closed_relapsed;
    case 'handling': return measures.median_handling_s;
    case 'vacant': return measures.posts_vacant;
    default: return measures[column];
  }
}

/** Whether more of it is better: +1, worse: −1, neither: 0. More cases are neither good nor bad. */
export function sense(column: ColumnName): -1 | 0 | 1 {
  if (column === 'score' || column === 'on_time') return 1;
  return ['reworked', 'relapsed', 'overdue', 'handling', 'vacant'].includes(column) ? -1 : 0;
}

export interface Trend { by: number; good: boolean | null }
/** How a number stands to the one before; null where one of them is unknown. */
export function trend(column: ColumnName, now: number | null, before: number | null): Trend | null {
  if (now === null || before === null) return null;
  const by = Math.round((now - before) * 100) / 100;
  const way = sense(column);
  return { by, good: by === 0 || way === 0 ? null : by > 0 === way > 0 };
}

export interface Sorting { column: ColumnName; down: boolean }
/** Rows by a column; those without a number stand last whichever way. Equals keep their order. */
export function sorted(rows: readonly Subject[], formula: string, by: Sorting): Subject[] {
  const points = (row: Subject): number | null => scoreOf(row, formula)?.points ?? null;
  const way = by.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (by.column === 'name') return way * a.code.localeCompare(b.code, 'en');
    const [x, y] = [valueOf(by.column, a.measures, points(a)), valueOf(by.column, b.measures, points(b))];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return way * (x - y);
  });
}

export function scoreOf(row: Subject, formula: string): Score | null {
  return row.scores.find((score) => score.formula === formula) ?? null;
}

/** Where a phase stands on a day. */
export function standing(phase: { first_day: string | null; last_day: string | null }, day: string): 'undated' | 'coming' | 'inForce' | 'over' {
  if (phase.first_day === null) return 'undated';
  if (day < phase.first_day) return 'coming';
  return phase.last_day !== null && phase.last_day < day ? 'over' : 'inForce';
}
