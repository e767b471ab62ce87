// Who uses the page. `session.now` is null until the service has said it, and where it has no accounts.
// `session.epoch` rises when somebody else sits here: what was read for the one before is read again.
import { api } from '../api/client';
import type { AccountRole, Session, SessionAccount } from '../api/accounts';

/** Other pages of this browser hear through it that somebody has come or gone. */
const SIGNAL = 'wangge.session';

class SessionState {
  now = $state.raw<Session | null>(null);
  epoch = $state(0);
  /** Whether the service has been asked. */
  known = $state(false);

  get account(): SessionAccount | null {
    return this.now?.account ?? null;
  }
  has(...roles: AccountRole[]): boolean {
    return roles.some((role) => this.now?.roles.includes(role));
  }
  async load(): Promise<void> {
    try {
      this.now = await api.get<Session>('session', {}, { quiet: true });
    } catch {
      // Without an answer nobody is signed in here; the next call that needs somebody will ask.
      this.now = null;
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
