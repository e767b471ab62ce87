// Periods of days in the site's zone. A period is given in days as people say them (both ends included) and leaves
// as the half-open pair of instants that the server wants: [from 00:00, day after the last 00:00).

export const PRESETS = ['today', '7d', '30d', '90d', 'all'] as const;
export type Preset = (typeof PRESETS)[number];

/** Days as YYYY-MM-DD, both included; null is open at that end. */
export interface Days {
  from: string | null;
  to: string | null;
}

const DAY_MS = 86_400_000;
const LENGTH: Record<Exclude<Preset, 'all'>, number> = { today: 1, '7d': 7, '30d': 30, '90d': 90 };

export function isDay(text: string | null | undefined): text is string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === text;
}

export function isPreset(text: string | null | undefined): text is Preset {
  return PRESETS.includes(text as Preset);
}

/** The calendar day of an instant in a zone. */
export function dayOf(instant: string | number | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one to another: 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export function presetDays(preset: Preset, today: string): Days {
  if (preset === 'all') return { from: null, to: null };
  return { from: addDays(today, 1 - LENGTH[preset]), to: today };
}

/** Offset of a zone at an instant as +08:00. */
function offsetAt(instant: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(new Date(instant));
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  const minutes = Math.round((local - Math.floor(instant / 1000) * 1000) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

/** Local midnight that opens a day, as RFC 3339 with the zone's offset on that day. */
export function midnight(day: string, zone: string): string {
  const near = Date.parse(`${day}T00:00:00Z`);
  const first = `${day}T00:00:00${offsetAt(near, zone)}`;
  // Asked again at the found instant: around a clock change the offset at UTC midnight can be the other one.
  return `${day}T00:00:00${offsetAt(Date.parse(first), zone)}`;
}

/** The half-open instants of a period of days. */
export function instants(days: Days, zone: string): { from: string | null; to: string | null } {
  return {
    from: days.from === null ? null : midnight(days.from, zone),
    to: days.to === null ? null : midnight(addDays(days.to, 1), zone),
  };
}

/** The period of the same length just before; null when the period has no beginning. */
export function before(days: Days, today: string): Days | null {
  if (days.from === null) return null;
  const length = daysBetween(days.from, days.to ?? today) + 1;
  return { from: addDays(days.from, -length), to: addDays(days.from, -1) };
}

/** The instant of a wall-clock time (YYYY-MM-DDTHH:MM, as date fields give it) in a zone, as RFC 3339; null when it is none. */
export function wallClock(local: string, zone: string): string | null {
  const cut = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(local);
  if (!cut || !isDay(cut[1])) return null;
  const text = `${cut[1]}T${cut[2]}:00`;
  const near = Date.parse(`${text}Z`);
  if (!Number.isFinite(near)) return null;
  const first = `${text}${offsetAt(near, zone)}`;
  return `${text}${offsetAt(Date.parse(first), zone)}`;
}

/** What a date field shows for an instant: the wall clock of the zone, to the minute. */
export function asWallClock(instant: string | number | Date, zone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
  return `${dayOf(instant, zone)}T${time}`;
}
