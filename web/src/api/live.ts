// News of cases from the service as they happen. A page hears ids of cases that were reported or changed, or null: something
// was missed, read again. The browser reconnects by itself and asks for what it missed; where that fails for good, or for
// long, whoever listens is told to read again now and then, and the line is tried afresh.
import { url } from './client';

/** As much of an EventSource as is needed, so that a test can speak for the service. */
export interface Line {
  readyState: number;
  onerror: ((event: Event) => void) | null;
  addEventListener: (name: string, hear: (event: MessageEvent<string>) => void) => void;
  close: () => void;
}
export interface Clock { every: (ms: number, call: () => void) => () => void }
export interface LiveOptions {
  onnews: (ids: string[] | null) => void;
  onstanding?: (standing: Standing) => void;
  open?: () => Line;
  clock?: Clock;
}
/** `polling`: without a line, reading again now and then. */
export type Standing = 'opening' | 'live' | 'polling';

const CLOSED = 2;
export const POLL_MS = 30_000;

const realClock: Clock = {
  every: (ms, call) => {
    const timer = setInterval(call, ms);
    return () => clearInterval(timer);
  },
};

export class LiveFeed {
  readonly #options: LiveOptions;
  #line: Line | null = null;
  #stop: () => void;
  #standing: Standing = 'opening';
  /** The line was down since the last word: what came meanwhile may be lost. */
  #broken = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#open();
    this.#stop = (options.clock ?? realClock).every(POLL_MS, () => this.#look());
  }

  #open(): void {
    const line = this.#options.open ? this.#options.open() : (new EventSource(url('live')) as Line);
    this.#line = line;
    line.addEventListener('hello', () => this.#heard());
    line.addEventListener('incidents', (event) => {
      this.#heard();
      const ids = idsOf(event.data);
      if (ids !== undefined) this.#options.onnews(ids);
    });
    line.onerror = () => {
      // A line that closed for good comes back as another one, which does not know where the last one ended.
      if (line.readyState === CLOSED) this.#broken = true;
      this.#stand('opening');
    };
  }
  #heard(): void {
    const missed = this.#broken || this.#standing === 'polling';
    this.#broken = false;
    this.#stand('live');
    if (missed) this.#options.onnews(null);
  }
  #stand(standing: Standing): void {
    if (standing === this.#standing) return;
    this.#standing = standing;
    this.#options.onstanding?.(standing);
  }
  #look(): void {
    if (this.#standing === 'live') return;
    this.#stand('polling');
    this.#options.onnews(null);
    if (this.#line?.readyState === CLOSED) {
      this.#line.close();
      this.#open();
    }
  }

  close(): void {
    this.#stop();
    this.#line?.close();
    this.#line = null;
  }
}

/** Ids, null for too many to name, undefined for what cannot be understood. */
export function idsOf(data: string): string[] | null | undefined {
  try {
    const { incidents } = JSON.parse(data) as { incidents?: unknown };
    if (incidents === null) return null;
    return Array.isArray(incidents) ? incidents.filter((id) => typeof id === 'string') : undefined;
  } catch {
    return undefined;
  }
}
