// How an entry talks to the service, and what its answers mean for it. Nobody is asked to sign in from here.
import { api, ApiError, isAbort } from '../api/client';
import type { Voice } from '../api/cases';
import type { PatrolRecorded } from '../api/patrols';
import { send } from '../api/send';
import type { IncidentReceipt } from '../api/types';
import { voiceOf, type Entry, type Outcome, type PhotoNote, type Receipt } from './entry';

/** `asking`: its maker waits for the answer and may sign in on top of the page. */
export interface Asking { asking?: boolean; onreceipt?: (receipt: IncidentReceipt) => void }

export async function report(entry: Entry, { asking = false, onreceipt }: Asking = {}): Promise<Outcome<Receipt>> {
  const options = { headers: { 'idempotency-key': entry.key }, quiet: !asking, nameless: entry.who === null };
  return outcomeOf(async () => {
    if (entry.kind === 'patrol') {
      const taken = await api.post<PatrolRecorded>('patrols', entry.patrol, options);
      return { id: taken.id, number: '', tracking_code: '', state: '', at: taken.recorded_at };
    }
    if (entry.kind === 'voice' && entry.incident !== null) {
      const voice = await api.post<Voice>(`incidents/${encodeURIComponent(entry.incident)}/voices`, voiceOf(entry.body), options);
      return { id: voice.incident, number: voice.number, tracking_code: voice.tracking_code, state: voice.state, at: entry.made_at };
    }
    const receipt = await api.post<IncidentReceipt>('incidents', entry.body, options);
    onreceipt?.(receipt);
    return { id: receipt.id, number: receipt.number, tracking_code: receipt.tracking_code, state: receipt.state, at: receipt.recorded_at };
  });
}

/** The same photo again is the one that is there, so a lost answer does no harm. */
export function photo(receipt: Receipt, note: PhotoNote, bytes: Blob, onprogress: (id: string, share: number) => void): Promise<Outcome<unknown>> {
  const attempt = (): Promise<unknown> => send(`incidents/${receipt.id}/photos`, bytes, {
    query: { kind: 'before' }, quiet: true, headers: { 'tracking-code': receipt.tracking_code },
    onprogress: ({ stage, done, total }) => onprogress(note.id, stage === 'sending' && total ? done / total : 1),
  });
  return outcomeOf(async () => {
    try {
      return await attempt();
    } catch (error) {
      // The tracking code is enough; a session that has ended only has to go first, which it does with this refusal.
      if (error instanceof ApiError && error.status === 401) return attempt();
      throw error;
    }
  });
}

export async function outcomeOf<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'done', answer: await call() };
  } catch (error) {
    if (!(error instanceof ApiError)) {
      if (isAbort(error)) return { kind: 'again', after: null };
      throw error;
    }
    const { status, problem, offline, retryAfter } = error;
    // No answer, or one of the network in between: a hotel's door, a proxy without its service.
    if (offline || status >= 500 || status === 408 || status === 425 || status === 429 || problem === null) return { kind: 'again', after: retryAfter };
    if (status === 401) return { kind: 'sign_in' };
    return { kind: 'refused', problem, code: problem.code };
  }
}
