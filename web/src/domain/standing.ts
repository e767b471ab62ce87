// How a case stands against its limit, as the service judges it, with the time that is left or over.
import type { DueStatus } from '../api/cases';

export type Tone = 'bad' | 'warn' | 'good' | 'quiet';
export type Standing =
  | { kind: 'paused' | 'not_filed' | 'none' | 'met' | 'missed'; tone: Tone }
  | { kind: 'left' | 'warning' | 'over'; tone: Tone; minutes: number }
  /** Nothing is due, because the calendar of that year is not on file. */
  | { kind: 'no_calendar'; tone: Tone; year: number };
export interface Timed { state: string; due_at: string | null; due_status: DueStatus | null; missing_year?: number | null }

/** States in which the clock of a filed case runs; once it was handled it is judged by when that was. */
const RUNNING: readonly string[] = ['filed', 'dispatched'];

/** What is not known stays unknown. */
export function standing(one: Timed, now: number): Standing {
  if (one.missing_year) return { kind: 'no_calendar', tone: 'warn', year: one.missing_year };
  if (one.due_status === 'paused') return { kind: 'paused', tone: 'quiet' };
  if (one.due_status === null || one.due_status === 'unknown' || one.due_at === null) return { kind: one.state === 'reported' ? 'not_filed' : 'none', tone: 'quiet' };
  if (!RUNNING.includes(one.state)) return one.due_status === 'overdue' ? { kind: 'missed', tone: 'bad' } : { kind: 'met', tone: 'good' };
  // A page may stand open for long: what has run out since the answer is over, whatever it said then.
  const left = Date.parse(one.due_at) - now;
  const minutes = Math.max(1, Math.round(Math.abs(left) / 60_000));
  if (one.due_status === 'overdue' || left < 0) return { kind: 'over', tone: 'bad', minutes };
  return one.due_status === 'warning' ? { kind: 'warning', tone: 'warn', minutes } : { kind: 'left', tone: 'good', minutes };
}
