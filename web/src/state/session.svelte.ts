// Who uses the page. `session.now` is null until the service has said it, and where it has no accounts.
// `session.epoch` rises when somebody else sits here: what was read for the one before is read again.
import { api } from '../api/client';
import type { ApiError } from '../api/client';
import type { AccountRole, Session, SessionAccount } from '../api/accounts';

/** Other pages of this browser hear through it that somebody has come or gone. */
const SIGNAL = 'wangge.session';

/** Who was signed in last, for reports that are made while the service cannot be asked. */
const MAKER = 'wangge.maker';
export interface Maker { id: string; name: string }

class SessionState {
  #now = $state.raw<Session | null>(null);
  epoch = $state(0);
  /** Whether the service has been asked. */
  known = $state(false);
  /** It was asked and gave no answer, so the last one who was signed in may still be. */
  unsure = $state(false);

  get now(): Session | null {
    return this.#now;
  }
  set now(now: Session | null) {
    this.#now = now;
    try {
      if (now?.account) localStorage.setItem(MAKER, JSON.stringify({ id: now.account.id, name: now.account.name }));
      else localStorage.removeItem(MAKER);
    } catch {
      // Private windows may refuse storage; what is made there without a connection has no name.
    }
  }
  /** Who makes a report now; null for a resident. */
  get maker(): Maker | null {
    if (this.account) return { id: this.account.id, name: this.account.name };
    if (!this.unsure) return null;
    try {
      return JSON.parse(localStorage.getItem(MAKER) ?? 'null') as Maker | null;
    } catch {
      return null;
    }
  }
  get account(): SessionAccount | null {
    return this.now?.account ?? null;
  }
  has(...roles: AccountRole[]): boolean {
    return roles.some((role) => this.now?.roles.includes(role));
  }
  /** Somebody who works here, not a resident. */
  get staff(): boolean {
    return this.now?.roles.some((role) => role !== 'resident') ?? false;
  }
  async load(): Promise<void> {
    try {
      this.now = await api.get<Session>('session', {}, { quiet: true });
      this.unsure = false;
    } catch (error) {
      // Without an answer nobody is signed in here; the next call that needs somebody will ask.
      this.unsure = (error as Partial<ApiError>).status === 0;
      if (this.unsure) this.#now = null;
      else this.now = null;
    }
    this.known = true;
  }
  tell(): void {
    try {
      localStorage.setItem(SIGNAL, String(Date.now()));
    } catch {
      // Private windows may refuse storage; their other pages find out by themselves.
    }
  }
  /** Calls back when another page of this browser signed in or out. */
  heard(again: () => void): void {
    addEventListener('storage', ({ key }) => { if (key === SIGNAL) again(); });
  }
}

export const session = new SessionState();
