// The office's inbox as plain values: its tabs, what each asks of the service, and how a list that is being read takes
// what has happened meanwhile without moving under the reader's eyes.

export const TABS = ['pre_check', 'to_dispatch', 'in_hand', 'post_check', 'suspended', 'warning', 'overdue'] as const;
export type Tab = (typeof TABS)[number];

const ASKS: Record<Tab, Record<string, string>> = {
  pre_check: { state: 'reported' },
  to_dispatch: { state: 'filed' },
  in_hand: { state: 'dispatched' },
  post_check: { state: 'handled' },
  suspended: { state: 'suspended' },
  warning: { state: 'open', due_status: 'warning' },
  // What was handled late waits for its check, not for a hand.
  overdue: { state: 'filed,dispatched', overdue: 'true' },
};

/** What narrows every tab alike; an empty text narrows nothing. Without an area it is the reader's own desk; who keeps the whole
 * site's has everything on it. */
export interface Narrowing { category: string; area: string; source: string; q: string }
export const ALL: Narrowing = { category: '', area: '', source: '', q: '' };
/** Instead of an area: other desks' cases too. */
export const EVERYWHERE = '*';
export const SORTS = ['due', 'newest', 'oldest'] as const;
export type Sort = (typeof SORTS)[number];
export interface InboxState { tab: Tab; narrowing: Narrowing; sort: Sort }

export function asks(tab: Tab, narrowing: Narrowing): Record<string, string> {
  const query: Record<string, string> = { ...ASKS[tab] };
  for (const [name, value] of Object.entries(narrowing)) if (value.trim() !== '' && value !== EVERYWHERE) query[name] = value.trim();
  if (narrowing.area === '') query.desk = 'own';
  return query;
}

/** `in_hand?category=stall&sort=oldest`, as it stands in the fragment behind `#/inbox/`. */
export function readInbox(rest: string): InboxState {
  const [name = '', search = ''] = rest.split('?', 2);
  const query = new URLSearchParams(search);
  const sort = query.get('sort');
  return {
    tab: (TABS as readonly string[]).includes(name) ? (name as Tab) : TABS[0],
    narrowing: { category: query.get('category') ?? '', area: query.get('area') ?? '', source: query.get('source') ?? '', q: query.get('q') ?? '' },
    sort: (SORTS as readonly string[]).includes(sort ?? '') ? (sort as Sort) : SORTS[0],
  };
}

export function writeInbox({ tab, narrowing, sort }: InboxState): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(narrowing)) if (value !== '') query.set(name, value);
  if (sort !== SORTS[0]) query.set('sort', sort);
  // A slash would end the fragment's part.
  const text = query.toString();
  return text === '' ? tab : `${tab}?${text}`;
}

interface Sorted { id: string; due_at: string | null; recorded_at: string }

/** A list that is known whole, in the reader's order. Cases without a due time come after those that have one, oldest first. */
export function ordered<T extends Sorted>(rows: readonly T[], sort: Sort): T[] {
  const at = (text: string): number => Date.parse(text);
  const byAge = (a: T, b: T): number => at(a.recorded_at) - at(b.recorded_at) || (a.id < b.id ? -1 : 1);
  const due = (row: T): number => (row.due_at === null ? Infinity : at(row.due_at));
  return [...rows].sort((a, b) => {
    if (sort === 'newest') return byAge(b, a);
    if (sort === 'oldest' || due(a) === due(b)) return byAge(a, b);
    return due(a) - due(b);
  });
}

export interface Fresh<T> {
  /** In the order in which they stood, each as it is now. */
  rows: T[];
  /** Rows that are not in this list any more; they stay where they stand until the reader asks for the new list. */
  gone: ReadonlySet<string>;
  /** How many are in the list now that the reader has not seen. */
  arrived: number;
}

/**
 * `now`: the list as the service has it; `whole`: nothing is left out of it. Of a list that is cut off, a row that is
 * missing may have been pushed over its end, so it is gone only when it is younger than that end.
 */
export function freshened<T extends Sorted>(shown: readonly T[], now: readonly T[], whole: boolean): Fresh<T> {
  const fresh = new Map(now.map((row) => [row.id, row]));
  const seen = new Set(shown.map((row) => row.id));
  const end = now.at(-1)?.recorded_at ?? '';
  const left = shown.filter((row) => !fresh.has(row.id) && (whole || Date.parse(row.recorded_at) > Date.parse(end)));
  return {
    rows: shown.map((row) => fresh.get(row.id) ?? row),
    gone: new Set(left.map((row) => row.id)),
    arrived: now.filter((row) => !seen.has(row.id)).length,
  };
}

/** The row to go to when `id` leaves the list: the one after it, else the one before; null when nothing is left. */
export function neighbour(rows: readonly { id: string }[], id: string | null, gone: ReadonlySet<string> = new Set()): string | null {
  const at = rows.findIndex((row) => row.id === id);
  const stays = (row: { id: string }): boolean => row.id !== id && !gone.has(row.id);
  if (at < 0) return rows.find(stays)?.id ?? null;
  return (rows.slice(at + 1).find(stays) ?? rows.slice(0, at).reverse().find(stays))?.id ?? null;
}

/** One step up or down a list, held at its ends. */
export function moved(rows: readonly { id: string }[], id: string | null, by: 1 | -1): string | null {
  const at = rows.findIndex((row) => row.id === id);
  if (at < 0) return rows[0]?.id ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.id ?? null;
}

/** All rows from one to another, both included, for a selection with Shift. */
export function between(rows: readonly { id: string }[], from: string | null, to: string): string[] {
  const a = rows.findIndex((row) => row.id === from);
  const b = rows.findIndex((row) => row.id === to);
  if (b < 0) return [];
  return rows.slice(Math.min(a < 0 ? b : a, b), Math.max(a, b) + 1).map((row) => row.id);
}
