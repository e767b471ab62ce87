// One entry on its way to the service: the report first, then its photos one after the other. Every step is written down before
// the next begins; whatever ends in between, the next attempt goes on from there.
import type { Problem, Words } from '../api/types';
import { later, refused, registered, turned, withPhoto, type Entry, type Outcome, type PhotoNote, type Receipt } from './entry';
import type { Keep } from './keep';

export interface Way {
  keep: Keep;
  report(entry: Entry): Promise<Outcome<Receipt>>;
  photo(entry: Entry, receipt: Receipt, photo: PhotoNote, bytes: Blob): Promise<Outcome<unknown>>;
  now(): number;
  newKey(): string;
  /** Called after every change that is kept; `before` is the key that it had. */
  changed(entry: Entry, before: string): void;
}

/** Null when the entry is gone. Never throws for what the network or the service do. */
export async function deliver(key: string, way: Way): Promise<Entry | null> {
  const change = async (wanted: string, how: (entry: Entry) => Entry): Promise<Entry | null> => {
    const next = await way.keep.change(wanted, how);
    if (next) way.changed(next, wanted);
    return next;
  };
  let entry = await change(key, (one) => one);
  if (entry && entry.phase !== 'photos' && entry.phase !== 'sent') {
    const outcome = await way.report(entry);
    if (outcome.kind === 'refused' && outcome.code === 'case_ended' && entry.kind === 'voice') {
      const own = way.newKey();
      entry = await change(entry.key, (one) => turned(one, own));
      return entry ? deliver(entry.key, way) : null;
    }
    entry = await change(entry.key, (one) => {
      // Another page of this browser may have got the answer first.
      if (one.receipt) return one;
      switch (outcome.kind) {
        case 'done': return registered(one, outcome.answer);
        case 'again': return { ...later(one, outcome.after, way.now()), phase: 'waiting', signIn: false };
        case 'sign_in': return { ...one, phase: 'waiting', signIn: true };
        case 'refused': return { ...refused(one, outcome.problem), signIn: false };
      }
    });
  }
  while (entry?.phase === 'photos') {
    const next = entry.photos.find((photo) => photo.state === 'waiting');
    const receipt: Receipt | null = entry.receipt;
    if (!next || !receipt) break;
    const bytes = await way.keep.photo(next.id);
    const outcome: Outcome<unknown> | null = bytes && (await way.photo(entry, receipt, next, bytes));
    if (outcome?.kind === 'again' || outcome?.kind === 'sign_in') {
      return change(entry.key, (one) => later(one, outcome.kind === 'again' ? outcome.after : null, way.now()));
    }
    entry = await change(entry.key, (one) => withPhoto(one, next.id, outcome?.kind === 'done' ? { state: 'sent', words: null } : { state: 'refused', words: outcome ? why(outcome.problem) : LOST }));
    if (outcome?.kind === 'done') await way.keep.dropPhoto(next.id);
  }
  return entry;
}

/** The browser has thrown it away; there is nothing left to send. */
const LOST: Words = { zh: '手机清理了存储，这张照片不在了。', en: 'The phone cleared its storage; this photo is gone.' };

function why(problem: Problem | null): Words | null {
  return problem?.errors?.find((one) => one.field === 'photo')?.words ?? problem?.words ?? null;
}
