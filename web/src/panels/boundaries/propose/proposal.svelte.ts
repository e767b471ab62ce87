// One question to the roads at a time: asking, slow, answered or refused; a newer one stops the older.
import type { ApiError } from '../../../api/client';
import { isAbort } from '../../../api/client';
import { asApiError } from '../../../api/editions';

/** After this the screen says that it takes long, milliseconds. */
const SLOW = 4000;

export class Proposal<T> {
  answer = $state.raw<T | null>(null);
  error = $state.raw<ApiError | null>(null);
  asking = $state(false);
  slow = $state(false);
  #stop: AbortController | null = null;
  #timer = 0;

  async ask(question: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.drop();
    const stop = (this.#stop = new AbortController());
    this.asking = true;
    this.#timer = window.setTimeout(() => (this.slow = true), SLOW);
    try {
      const answer = await question(stop.signal);
      if (this.#stop === stop) this.answer = answer;
    } catch (cause) {
      if (!isAbort(cause) && this.#stop === stop) this.error = asApiError(cause);
    } finally {
      if (this.#stop === stop) this.#rest();
    }
  }
  /** Stops what is under way and forgets what was answered. */
  drop(): void {
    this.#stop?.abort();
    [this.answer, this.error] = [null, null];
    this.#rest();
  }
  #rest(): void {
    clearTimeout(this.#timer);
    [this.#stop, this.asking, this.slow] = [null, false, false];
  }
}
