// How many messages wait for who is signed in: asked for now and then while somebody looks, and told by what is read here.
import { messages } from '../../api/messages';

const EACH_MS = 60_000;

class Unread {
  count = $state(0);

  async ask(): Promise<void> {
    try {
      this.count = (await messages.count()).unread;
    } catch {
      // The number stays; it is asked for again soon.
    }
  }
  /** Asks until the answer is called. */
  watch(): () => void {
    const look = (): void => { if (document.visibilityState === 'visible') void this.ask(); };
    look();
    const timer = setInterval(look, EACH_MS);
    document.addEventListener('visibilitychange', look);
    return () => { clearInterval(timer); document.removeEventListener('visibilitychange', look); };
  }
}

export const unread = new Unread();
