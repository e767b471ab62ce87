// How long ago something was, in the largest unit that says something.

export interface Age { unit: 'minutes' | 'hours' | 'days'; n: number }

/** A clock that runs ahead of the service's gives nothing below zero. */
export function age(since: string, now: string | number): Age {
  const minutes = Math.max(0, Math.floor(((typeof now === 'number' ? now : Date.parse(now)) - Date.parse(since)) / 60_000));
  if (minutes < 60) return { unit: 'minutes', n: minutes };
  if (minutes < 48 * 60) return { unit: 'hours', n: Math.floor(minutes / 60) };
  return { unit: 'days', n: Math.floor(minutes / 1440) };
}
