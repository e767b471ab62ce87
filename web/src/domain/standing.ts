// How a case stands against its limit, as the service judges it, with the time that is left or over.
import type { DueStatus } from '../api/cases';
import { deadline, type Times } from './deadline';

export type Tone = 'bad' | 'warn' | 'good' | 'quiet';
export type Standing =
  | { kind: 'paused' | 'not_filed' | 'none' | 'met'; tone: Tone }
  | { kind: 'left' | 'warning' | 'over' | 'missed'; tone: Tone; minutes: number }
  /** Nothing is due, because the calendar of that year is not on file. */
  | { kind: 'no_calendar'; tone: Tone; year: number };

/** A suspended case has no clock that runs; what is not known stays unknown. */
export function standing(one: Times & { due_status: DueStatus | null; missing_year?: number | null }, now: number): Standing {
  if (one.missing_year) return { kind: 'no_calendar', tone: 'warn', year: one.missing_year };
  if (one.due_status === 'paused') return { kind: 'paused', tone: 'quiet' };
  const time = deadline(one, now);
  switch (time.kind) {
    case 'not_filed': case 'none': return { kind: time.kind, tone: 'quiet' };
    case 'met': return { kind: 'met', tone: 'good' };
    case 'missed': return { ...time, kind: 'missed', tone: 'bad' };
    case 'over': return { ...time, kind: 'over', tone: 'bad' };
    case 'left': return one.due_status === 'warning' ? { ...time, kind: 'warning', tone: 'warn' } : { ...time, kind: 'left', tone: 'good' };
  }
}
