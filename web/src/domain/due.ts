// The traffic light of a task, as a kind that becomes words and a shape; days are those of the site's own calendar.
export type Due =
  | { kind: 'over'; days: number }
  | { kind: 'today' }
  | { kind: 'days'; days: number }
  | { kind: 'suspended' | 'none' | 'not_filed' };

/** `over` with 0 days is over since less than a day. A suspended case has no clock that runs. */
export function due(task: { due_at: string | null; state: string }, now: string | number, zone: string): Due {
  if (task.state === 'suspended') return { kind: 'suspended' };
  if (task.due_at === null) return { kind: task.state === 'reported' ? 'not_filed' : 'none' };
  const end = Date.parse(task.due_at);
  const at = typeof now === 'number' ? now : Date.parse(now);
  if (end < at) return { kind: 'over', days: Math.floor((at - end) / DAY) };
  const days = dayNumber(end, zone) - dayNumber(at, zone);
  return days === 0 ? { kind: 'today' } : { kind: 'days', days };
}

const DAY = 86_400_000;

function dayNumber(time: number, zone: string): number {
  return Math.round(Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(time)) / DAY);
}
