// Where an incident stands against its time limit, as a plain value. What is not known stays unknown.

export type Deadline =
  | { kind: 'not_filed' }
  | { kind: 'none' }
  | { kind: 'left' | 'over' | 'missed'; minutes: number }
  | { kind: 'met' };

export interface Times {
  due_at: string | null;
  closed_at: string | null;
  state: string;
}

export function deadline(times: Times, now: string | number): Deadline {
  if (times.due_at === null) return times.state === 'reported' ? { kind: 'not_filed' } : { kind: 'none' };
  const due = Date.parse(times.due_at);
  const minutes = (ms: number): number => Math.max(1, Math.round(ms / 60_000));
  if (times.closed_at !== null) {
    const late = Date.parse(times.closed_at) - due;
    return late > 0 ? { kind: 'missed', minutes: minutes(late) } : { kind: 'met' };
  }
  const left = due - (typeof now === 'number' ? now : Date.parse(now));
  return left >= 0 ? { kind: 'left', minutes: minutes(left) } : { kind: 'over', minutes: minutes(-left) };
}

/** The two largest units that say something: days and hours, hours, or minutes. */
export function span(minutes: number): { days: number; hours: number; minutes: number } {
  if (minutes >= 24 * 60) return { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: 0 };
  if (minutes >= 60) return { days: 0, hours: Math.round(minutes / 60), minutes: 0 };
  return { days: 0, hours: 0, minutes };
}
