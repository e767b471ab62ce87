// Photos on their way to the service, one after the other, so that a bad line repeats only what did not arrive and photos of
// one thing find each other.
import { ApiError, isAbort } from '../../../api/client';
import { photoDrafts, type Brought, type BroughtAnswer } from '../../../api/photo_drafts';
import type { Words } from '../../../api/types';

export const MOST_BYTES = 20 * 1024 * 1024;

export interface Upload {
  id: number; file: File; name: string; again: boolean;
  state: 'waiting' | 'sending' | 'checking' | 'taken' | 'known' | 'refused' | 'failed';
  percent: number; code: string | null; words: Words | null; incident: Brought['incident'];
}

export const isDone = (one: Upload): boolean => one.state === 'taken' || one.state === 'known' || one.state === 'refused';

export class Uploads {
  list = $state<Upload[]>([]);
  running = $state(false);
  /** Files that are no photos, left out of the last drop. */
  others = $state(0);
  failure = $state.raw<ApiError | null>(null);
  #next = 0;
  #stop = new AbortController();

  constructor(readonly source: () => string, readonly ondrafts: (answer: BroughtAnswer) => void) {}

  get done(): number { return this.list.filter(isDone).length; }
  get unsent(): number { return this.list.filter((one) => !isDone(one)).length; }

  add(files: readonly File[], others: number, tooLarge: Words): void {
    this.others = others;
    // What is finished makes room for what comes.
    if (!this.running && this.unsent === 0) this.list = [];
    for (const file of files) {
      const large = file.size > MOST_BYTES;
      this.list.push({ id: this.#next++, file, name: file.name, again: false, state: large ? 'refused' : 'waiting', percent: 0, code: large ? 'photo_too_large' : null, words: large ? tooLarge : null, incident: null });
    }
    void this.run();
  }
  again(one: Upload): void {
    one.again = true;
    one.state = 'waiting';
    void this.run();
  }
  clear(): void {
    this.list = this.list.filter((one) => !isDone(one));
    this.others = 0;
  }
  leave(): void {
    this.#stop.abort();
  }

  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.failure = null;
    for (const one of this.list) if (one.state === 'failed') one.state = 'waiting';
    for (let one = this.#first(); one; one = this.#first()) {
      if (!(await this.#send(one))) break;
    }
    this.running = false;
  }
  #first(): Upload | undefined {
    return this.list.find((one) => one.state === 'waiting');
  }
  async #send(one: Upload): Promise<boolean> {
    one.state = 'sending';
    one.percent = 0;
    try {
      const answer = await photoDrafts.bring(one.file, this.source(), one.again, ({ stage, done, total }) => {
        if (stage === 'sending') one.percent = total ? Math.round((done / total) * 100) : 0;
        else one.state = 'checking';
      }, this.#stop.signal);
      const told = answer.photos[0];
      one.state = told?.outcome ?? 'refused';
      one.code = told?.code ?? null;
      one.words = told?.words ?? null;
      one.incident = told?.incident ?? null;
      this.ondrafts(answer);
      return true;
    } catch (error) {
      one.state = 'failed';
      if (isAbort(error)) return false;
      this.failure = error instanceof ApiError ? error : new ApiError(0, null);
      one.words = this.failure.words;
      return false;
    }
  }
}
