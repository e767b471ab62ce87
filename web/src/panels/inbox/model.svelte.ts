// The inbox as it is read and worked on. It outlives its page, so that who opens a case and comes back finds the same list
// with the same row, selection and scroll.
import { ApiError, isAbort } from '../../api/client';
import { cases, type Brief } from '../../api/cases';
import { asks, ALL, between, EVERYWHERE, freshened, moved, neighbour, ordered, readInbox, TABS, writeInbox, type InboxState, type Tab } from '../../domain/inbox';
import { session } from '../../state/session.svelte';
import { view } from '../../state/view.svelte';

const PAGE = 200;
/** The service gives no more in one answer. */
const MOST = 1000;
/** Counting seven lists and reading one again costs something: not more often than this. */
const REST_MS = 1500;

class Inbox {
  state = $state.raw<InboxState>(readInbox(''));
  rows = $state.raw<Brief[] | null>(null);
  total = $state(0);
  /** Nothing is left out of `rows`, so that they can be put in any order. */
  whole = $state(true);
  gone = $state.raw<ReadonlySet<string>>(new Set());
  arrived = $state(0);
  counts = $state.raw<Partial<Record<Tab, number>>>({});
  cursor = $state<string | null>(null);
  marked = $state.raw<ReadonlySet<string>>(new Set());
  error = $state.raw<ApiError | null>(null);
  busy = $state(false);
  /** Pixels that the list was scrolled by when its page was left. */
  scroll = 0;
  #anchor: string | null = null;
  #key = '';
  #read = 0;
  #abort: AbortController | null = null;
  #timer = 0;
  #last = 0;

  current = $derived(this.rows?.find((row) => row.id === this.cursor) ?? null);
  chosen = $derived(this.rows?.filter((row) => this.marked.has(row.id) && !this.gone.has(row.id)) ?? []);
  narrowed = $derived(Object.values(this.state.narrowing).some((value) => value !== '' && value !== EVERYWHERE));

  /** What the address says. The same list is read again in place, another one from its beginning. */
  show(rest: string): void {
    const next = readInbox(rest);
    const before = this.state;
    const key = `${session.epoch} ${writeInbox({ ...next, sort: 'due' })}`;
    this.state = next;
    if (key === this.#key && this.rows) {
      if (before.sort !== next.sort && this.whole) this.rows = ordered(this.rows, next.sort);
      else this.news(null);
      return;
    }
    if (before.tab !== next.tab || !key.startsWith(this.#key.slice(0, this.#key.indexOf(' ') + 1))) this.rows = null;
    this.#key = key;
    this.gone = new Set();
    this.marked = new Set();
    this.cursor = null;
    this.arrived = 0;
    this.scroll = 0;
    void this.load();
    void this.count();
  }
  go(patch: Partial<InboxState>, replace = false): void {
    view.turn(`#/inbox/${writeInbox({ ...this.state, ...patch })}`, { replace });
  }
  clear(): void {
    this.go({ narrowing: ALL });
  }

  /** Reads the list from the service and shows it as it is. The row under the hand stays, where it is still there. */
  async load(): Promise<void> {
    const asked = await this.#ask(Math.min(MOST, Math.max(PAGE, this.rows?.length ?? 0)));
    if (!asked) return;
    const rows = asked.whole ? ordered(asked.items, this.state.sort) : asked.items;
    const before = this.rows;
    this.rows = rows;
    this.gone = new Set();
    this.arrived = 0;
    if (!rows.some((row) => row.id === this.cursor)) {
      const next = before ? neighbour(before.filter((row) => row.id === this.cursor || rows.some((one) => one.id === row.id)), this.cursor) : null;
      this.cursor = next ?? rows[0]?.id ?? null;
    }
    this.marked = new Set(rows.filter((row) => this.marked.has(row.id)).map((row) => row.id));
  }
  async more(): Promise<void> {
    const asked = await this.#ask(Math.min(MOST, (this.rows?.length ?? 0) + PAGE));
    if (asked) this.rows = asked.whole ? ordered(asked.items, this.state.sort) : asked.items;
  }
  async #ask(limit: number): Promise<{ items: Brief[]; whole: boolean } | null> {
    const turn = ++this.#read;
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.busy = true;
    this.error = null;
    try {
      const page = await cases.list({ ...asks(this.state.tab, this.state.narrowing), limit }, this.#abort.signal);
      if (turn !== this.#read) return null;
      this.total = page.total;
      this.whole = page.next_cursor === null;
      this.busy = false;
      return { items: page.items, whole: this.whole };
    } catch (error) {
      if (isAbort(error) || turn !== this.#read) return null;
      this.error = error instanceof ApiError ? error : new ApiError(0, null);
      this.busy = false;
      return null;
    }
  }
  async count(): Promise<void> {
    const { narrowing } = this.state;
    const key = this.#key;
    await Promise.all(TABS.map(async (tab) => {
      try {
        const { total } = await cases.count(asks(tab, narrowing));
        if (key.startsWith(`${session.epoch} `) && narrowing === this.state.narrowing) this.counts = { ...this.counts, [tab]: total };
      } catch {
        // A count that is not known is not shown; the list says what is wrong.
        const { [tab]: _, ...rest } = this.counts;
        this.counts = rest;
      }
    }));
  }

  /** Something happened to these cases, or to nobody knows which. Read again soon, without moving anything. */
  news(ids: ReadonlySet<string> | null): void {
    if (ids?.size === 0 || this.#timer) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#last = Date.now();
      void this.count();
      void this.#refresh(new Set());
    }, Math.max(0, this.#last + REST_MS - Date.now()));
  }
  /** Cases that the reader has just acted on: what left the list goes at once, and the hand is on the next row. */
  async acted(ids: readonly string[]): Promise<void> {
    void this.count();
    await this.#refresh(new Set(ids));
  }
  async #refresh(own: ReadonlySet<string>): Promise<void> {
    const shown = this.rows;
    if (!shown) return;
    const asked = await this.#ask(Math.min(MOST, Math.max(PAGE, shown.length)));
    if (!asked || !this.rows) return;
    const { rows, gone, arrived } = freshened(this.rows, asked.items, asked.whole);
    const leaves = (id: string): boolean => own.has(id) && gone.has(id);
    if (this.cursor !== null && leaves(this.cursor)) this.cursor = neighbour(rows.filter((row) => row.id === this.cursor || !leaves(row.id)), this.cursor, gone);
    this.rows = rows.filter((row) => !leaves(row.id));
    this.gone = new Set([...gone].filter((id) => !own.has(id)));
    this.arrived = arrived;
    this.marked = new Set([...this.marked].filter((id) => !leaves(id)));
    // An emptied list has nothing that could jump.
    if (this.rows.every((row) => this.gone.has(row.id)) && arrived > 0) await this.load();
  }

  step(by: 1 | -1): void {
    this.cursor = moved(this.rows ?? [], this.cursor, by);
  }
  mark(id: string, on: boolean, range = false): void {
    const ids = range ? between(this.rows ?? [], this.#anchor, id) : [id];
    const next = new Set(this.marked);
    for (const one of ids) {
      if (on && !this.gone.has(one)) next.add(one);
      else next.delete(one);
    }
    this.marked = next;
    this.#anchor = id;
  }
  markAll(on: boolean): void {
    this.marked = new Set(on ? (this.rows ?? []).filter((row) => !this.gone.has(row.id)).map((row) => row.id) : []);
  }
}
export const inbox = new Inbox();
