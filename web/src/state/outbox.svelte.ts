// The reports of this device: `outbox.entries`, newest first. `make` keeps one and sends it while its maker looks on; what cannot
// be sent now goes by itself when there is a connection: at the start, when the network or the page comes back, when its maker
// signs in, and after a while.
import type { IncidentReceipt } from '../api/types';
import { uuidOf } from '../domain/key';
import { deliver, type Way } from '../outbox/deliver';
import { due, open, type Entry } from '../outbox/entry';
import { openKeep, type Draft, type Keep } from '../outbox/keep';
import { photo, report } from '../outbox/way';
import { incidents } from './incidents.svelte';
import { session } from './session.svelte';
import { waiting } from './waiting.svelte';

/** So many that are through stay in the list, for their numbers and codes. */
const SENT_KEPT = 20;
const LOCK = 'wangge.outbox';

export const newKey = (): string => uuidOf(crypto.getRandomValues(new Uint8Array(16)));

class Outbox {
  entries = $state.raw<Entry[]>([]);
  /** How much of a photo is sent, 0 to 1, while it is on its way. */
  shares = $state.raw<Record<string, number>>({});
  /** Keys that are being sent now. */
  sending = $state.raw<readonly string[]>([]);
  /** False: this browser keeps nothing, a reload loses what is not sent. */
  lasting = $state(true);
  loaded = $state(false);
  /** Whole answers of this page's own time, with who is responsible and why. */
  receipts = $state.raw<ReadonlyMap<string, IncidentReceipt>>(new Map());
  #keep: Promise<Keep> | null = null;
  #timer = 0;
  #again = false;
  #busy = false;

  /** Opens what is kept, once. */
  keep(): Promise<Keep> {
    this.#keep ??= openKeep().then((keep) => {
      this.lasting = keep.lasting;
      return keep;
    });
    return this.#keep;
  }

  #started = false;
  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    waiting.onchange = () => void this.load();
    addEventListener('online', () => void this.run(true));
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') void this.run(); });
    $effect.root(() => {
      // Whoever has signed in may send what waits for that.
      $effect(() => { if (session.account) void this.run(); });
    });
    await this.load();
    void this.run();
  }

  async load(): Promise<void> {
    const entries = await (await this.keep()).all();
    this.#show(entries);
    this.loaded = true;
  }
  #show(entries: readonly Entry[]): void {
    this.entries = [...entries].sort((a, b) => (a.made_at < b.made_at ? 1 : -1));
    const count = entries.filter(open).length;
    if (count !== waiting.count) waiting.set(count);
  }

  find(key: string): Entry | null {
    return this.entries.find((one) => one.key === key || one.receipt?.id === key) ?? null;
  }
  /** Kept for somebody else, who has to sign in. */
  foreign(entry: Entry): boolean {
    return entry.phase === 'waiting' && entry.who !== null && session.known && session.account?.id !== entry.who.id;
  }

  /** Keeps a report and tries to send it; the answer says how far it came. */
  async make(entry: Entry): Promise<Entry | null> {
    const keep = await this.keep();
    await keep.put(entry);
    this.#show([entry, ...this.entries.filter((one) => one.key !== entry.key)]);
    void this.start();
    if (!navigator.onLine) {
      void navigator.storage?.persist?.();
      return entry;
    }
    // Its photos follow by themselves, as they may take minutes.
    const shown = await this.#deliver(entry.key, true);
    void this.run();
    return shown;
  }

  async retry(key: string): Promise<void> {
    const keep = await this.keep();
    await keep.change(key, (one) => ({ ...one, phase: one.phase === 'stuck' ? 'waiting' : one.phase, next: 0, signIn: false }));
    await this.load();
    await this.#deliver(key, true);
    void this.run();
  }
  /** Photos that were refused, once more. */
  async retryPhoto(key: string, id: string): Promise<void> {
    const keep = await this.keep();
    await keep.change(key, (one) => ({ ...one, phase: 'photos', next: 0, photos: one.photos.map((note) => (note.id === id ? { ...note, state: 'waiting', words: null } : note)) }));
    await this.load();
    await this.run();
  }
  async remove(key: string): Promise<void> {
    await (await this.keep()).remove(key);
    await this.load();
  }
  /** Refused while its maker looked on: it goes back into the form. */
  async takeBack(key: string, draft: Draft): Promise<void> {
    await (await this.keep()).takeBack(key, draft);
    await this.load();
  }
  async clearSent(): Promise<void> {
    const keep = await this.keep();
    for (const one of this.entries) if (!open(one)) await keep.remove(one.key);
    await this.load();
  }

  /** Sends what is due. `eager`: the network is back, so nothing waits for its time. */
  async run(eager = false): Promise<void> {
    if (this.#busy || !navigator.onLine) {
      this.#again ||= this.#busy;
      return;
    }
    this.#busy = true;
    clearTimeout(this.#timer);
    try {
      await locked(() => this.#all(eager));
    } finally {
      this.#busy = false;
    }
    if (this.#again) {
      this.#again = false;
      void this.run();
    } else this.#wake();
  }
  async #all(eager: boolean): Promise<void> {
    await this.load();
    if (this.entries.some((one) => one.who && open(one)) && !session.account) await session.load();
    for (const one of [...this.entries].reverse()) {
      if (!(eager ? one.phase === 'waiting' || one.phase === 'photos' : due(one, Date.now()))) continue;
      if (one.phase === 'waiting' && one.who && session.account?.id !== one.who.id) continue;
      await this.#deliver(one.key, false);
    }
    const keep = await this.keep();
    for (const old of this.entries.filter((one) => !open(one)).slice(SENT_KEPT)) await keep.remove(old.key);
    await this.load();
  }
  #wake(): void {
    const times = this.entries.filter((one) => (one.phase === 'waiting' && !this.foreign(one) && !one.signIn) || one.phase === 'photos').map((one) => one.next);
    if (times.length > 0) this.#timer = window.setTimeout(() => void this.run(), Math.max(1000, Math.min(...times) - Date.now()));
  }

  async #deliver(key: string, asking: boolean): Promise<Entry | null> {
    if (this.sending.includes(key)) return this.find(key);
    this.sending = [...this.sending, key];
    let current = key, told = false;
    let registered: (entry: Entry) => void = () => undefined;
    const first = new Promise<Entry>((resolve) => (registered = resolve));
    const way: Way = {
      keep: await this.keep(), now: () => Date.now(), newKey,
      report: (entry) => report(entry, { asking, onreceipt: (receipt) => (this.receipts = new Map(this.receipts).set(entry.key, receipt)) }),
      photo: (_, receipt, note, bytes) => photo(receipt, note, bytes, (id, share) => (this.shares = { ...this.shares, [id]: share })),
      changed: (entry, before) => {
        if (entry.key !== before) this.sending = this.sending.map((one) => (one === before ? entry.key : one));
        current = entry.key;
        this.#show(this.entries.some((one) => one.key === before) ? this.entries.map((one) => (one.key === before ? entry : one)) : [entry, ...this.entries]);
        if (!entry.receipt || told) return;
        told = true;
        registered(entry);
        incidents.refresh();
      },
    };
    const whole = deliver(key, way).finally(() => (this.sending = this.sending.filter((one) => one !== current)));
    // Who looks on is told as soon as it is registered; the photos go on.
    return asking ? Promise.race([first, whole]) : whole;
  }
}

/** One page of a browser sends at a time, where that can be told; the key keeps it right where it cannot. */
async function locked(work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => { if (lock) await work(); });
}

export const outbox = new Outbox();
