// How many messages wait for who is signed in: asked for when a case changes, and told by what is read here.
import { messages } from '../../api/messages';
import { live } from '../../state/live.svelte';

/** Some messages, such as the day's list, are of no one case. */
const EACH_MS = 300_000;

class Unread {
  count = $state(0);

  async ask(): Promise<void> {
    try {
      this.count = (await messages.count()).unread;
    } catch {
      // The number stays; it is asked for again soon.
    }
  }
  /** Asks until the answer is called; a page that nobody sees asks when it is seen again. */
  watch(): () => void {
    const look = (): void => { if (document.visibilityState === 'visible') void this.ask(); };
    look();
    const unwatch = live.watch(look);
    const timer = setInterval(look, EACH_MS);
    document.addEventListener('visibilitychange', look);
    return () => { unwatch(); clearInterval(timer); document.removeEventListener('visibilitychange', look); };
  }
}

export const unread = new Unread();
