// A report on its way: made in the hand, kept on the device, sent when there is a connection. Pure: what an entry is, and what
// becomes of it after each answer. Its key is chosen when it is made and never changes while its content may have arrived, so
// that however often it is sent it is registered once.
import type { NewPatrol } from '../api/patrols';
import type { NewIncident, Problem, Words } from '../api/types';

/** `waiting`: not yet registered; `photos`: registered, photos still to go; `sent`: all there; `stuck`: refused, a person has to look. */
export type Phase = 'waiting' | 'photos' | 'sent' | 'stuck';
export interface PhotoNote {
  id: string;
  name: string;
  size: number;
  state: 'waiting' | 'sent' | 'refused';
  /** Why it was refused. */
  words: Words | null;
}
export interface Receipt {
  /** Of the incident that the photos go to. */
  id: string;
  number: string;
  tracking_code: string;
  state: string;
  at: string;
}
/** Who made it, by account; null for a resident. Only the same person's session sends it. */
export interface Maker { id: string; name: string }
export interface Entry {
  key: string;
  /** `voice`: somebody else has reported it already, and this joins in. `patrol`: a patrol was made. */
  kind: 'report' | 'voice' | 'patrol';
  patrol?: NewPatrol;
  /** The incident that a voice joins. */
  incident: string | null;
  /** Of a patrol `NO_REPORT`. */
  body: NewIncident;
  /** Where it is, in words, for the list. */
  place: string;
  who: Maker | null;
  made_at: string;
  phase: Phase;
  receipt: Receipt | null;
  /** A voice that came too late and was registered as a report of its own. */
  turned: boolean;
  problem: Problem | null;
  /** Waits until its maker has signed in. */
  signIn: boolean;
  tries: number;
  /** Not before this time, milliseconds. */
  next: number;
  photos: PhotoNote[];
}

/** What stands in for the body of what is no report. */
export const NO_REPORT: NewIncident = { lon: 0, lat: 0, category: '' };

/** A patrol as it is kept until it has arrived. */
export function patrolEntry(key: string, patrol: NewPatrol, place: string, who: Maker | null, made_at: string): Entry {
  return { key, kind: 'patrol', patrol, incident: null, body: NO_REPORT, place, who, made_at, phase: 'waiting', receipt: null, turned: false, problem: null, signIn: false, tries: 0, next: 0, photos: [] };
}

/** What an attempt came to. `again`: nobody knows, or not now; `refused`: not like this. */
export type Outcome<T> =
  | { kind: 'done'; answer: T }
  | { kind: 'again'; after: number | null }
  | { kind: 'sign_in' }
  | { kind: 'refused'; problem: Problem | null; code: string };

const FIRST_WAIT = 5_000, LONGEST_WAIT = 10 * 60_000;

/** Milliseconds before the next attempt: doubling, unless the service names a time itself (seconds). */
export function patience(tries: number, after: number | null): number {
  return after !== null ? Math.min(after * 1000, 60 * 60_000) : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 12));
}

export function later(entry: Entry, after: number | null, now: number): Entry {
  return { ...entry, tries: entry.tries + 1, next: now + patience(entry.tries, after) };
}

export function registered(entry: Entry, receipt: Receipt): Entry {
  const left = entry.photos.some((photo) => photo.state === 'waiting');
  return { ...entry, receipt, phase: left ? 'photos' : 'sent', problem: null, signIn: false, tries: 0, next: 0 };
}

export function refused(entry: Entry, problem: Problem | null): Entry {
  return { ...entry, phase: 'stuck', problem, tries: entry.tries + 1 };
}

export function withPhoto(entry: Entry, id: string, change: Partial<PhotoNote>): Entry {
  const photos = entry.photos.map((photo) => (photo.id === id ? { ...photo, ...change } : photo));
  const done = entry.phase === 'photos' && !photos.some((photo) => photo.state === 'waiting');
  return { ...entry, photos, phase: done ? 'sent' : entry.phase, ...(done ? { tries: 0, next: 0 } : {}) };
}

/** A voice for a case that has ended meanwhile: the problem is there again, so it is a report, with a key of its own. */
export function turned(entry: Entry, key: string): Entry {
  return { ...entry, key, kind: 'report', incident: null, turned: true, phase: 'waiting', problem: null, tries: 0, next: 0 };
}

/** Whether there is anything left to do for it. */
export const open = (entry: Entry): boolean => entry.phase !== 'sent';
/** Whether a person is needed: it was refused, or its maker has to sign in. */
export const needsSomebody = (entry: Entry): boolean => entry.phase === 'stuck' || (entry.signIn && entry.phase === 'waiting');
/** Whether it may be tried now, by the time alone. */
export const due = (entry: Entry, now: number): boolean => (entry.phase === 'waiting' || entry.phase === 'photos') && entry.next <= now;

/** The body of a voice: what the reporter adds to the case that is there. */
export function voiceOf({ lon, lat, description, contact, source }: NewIncident): Record<string, unknown> {
  return { lon, lat, ...(source ? { source } : {}), ...(description ? { description } : {}), ...(contact ? { contact } : {}) };
}
