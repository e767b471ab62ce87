// The reactive URL. Read `view.now` (door, point, sel, list, incident, layers, lang, filters); change it with
//   view.go({ sel: { kind: 'compound', code } })         a new history entry, so Back closes it again
//   view.go({ filters }, { replace: true })              no entry: while a brush or a text field moves
//   view.filter({ state: 'open', from: null }, …)        changes single filters (null removes)
// `view.panel` says which panel is shown; App.svelte mounts it. Never touch `history` elsewhere.
//   view.turn('#/accounts')                              a page over map and panel; whatever is opened closes it
import type { LonLat } from '../api/types';
import { parsePage, type Page } from './page';
import { EMPTY, format, onBoard, parse, type Door, type Selection, type UrlState } from './url';

export type PanelName = 'start' | 'owner' | 'dossier' | 'incident' | 'list' | 'report' | 'inspect' | 'boundaries' | 'certificate';

/** Which panel a state shows: the most particular thing asked for wins. */
export function panelOf(state: UrlState): PanelName {
  if (state.door === 'report') return 'report';
  if (state.incident) return 'incident';
  if (state.sel) return 'dossier';
  if (onBoard(state)) return 'boundaries';
  if (state.point) return 'owner';
  if (state.list) return 'list';
  if (state.door === 'boundaries') return 'boundaries';
  if (state.door === 'certificate') return 'certificate';
  if (state.door === 'inspect') return 'inspect';
  if (state.door === 'owner') return 'owner';
  return 'start';
}

class View {
  now = $state.raw<UrlState>(EMPTY);
  panel = $derived(panelOf(this.now));
  /** What lies over map and panel, which stay as they are below it. */
  page = $state.raw<Page | null>(null);
  /** True once something was opened or closed since the page came up. */
  moved = false;
  /** Entries that this page pushed, so that "close" knows whether Back stays inside. */
  #depth = 0;
  /** The map's fragment, while a page has taken its place. */
  #map = '';

  start(): void {
    this.#read();
    this.#depth = depthOf(history.state);
    addEventListener('popstate', (event) => {
      this.#depth = depthOf(event.state);
      this.moved = true;
      this.#read();
    });
  }
  #read(): void {
    this.now = parse(location.search);
    this.page = parsePage(location.hash);
    if (!this.page) this.#map = location.hash;
  }

  go(patch: Partial<UrlState>, options: { replace?: boolean } = {}): void {
    const next = { ...this.now, ...patch };
    const target = format(next);
    this.now = next;
    this.moved = true;
    // Another language is the only change that a page survives.
    const leaves = this.page !== null && Object.keys(patch).some((name) => name !== 'lang');
    if (!leaves && target === format(parse(location.search))) return;
    const address = `${location.pathname}${target}${leaves ? this.#map : location.hash}`;
    if (leaves) this.page = null;
    if (options.replace) history.replaceState({ depth: this.#depth }, '', address);
    else history.pushState({ depth: ++this.#depth }, '', address);
  }

  filter(patch: Record<string, string | null>, options: { replace?: boolean } = {}): void {
    const filters = { ...this.now.filters };
    for (const [name, value] of Object.entries(patch)) {
      if (value === null || value === '') delete filters[name];
      else filters[name] = value;
    }
    this.go({ filters }, options);
  }

  open(door: Door | null, more: Partial<UrlState> = {}): void {
    this.go({ door, point: null, sel: null, list: null, incident: null, filters: {}, ...more });
  }
  /** A spot on the map. A second spot takes the place of the first, so that Back closes the card instead of walking through clicks. */
  ask(point: LonLat): void {
    const replace = this.now.point !== null && (this.panel === 'owner' || this.panel === 'report');
    this.go({ door: this.now.door ?? 'owner', point, sel: null, list: null, incident: null }, { replace });
  }
  select(sel: Selection): void {
    this.go({ sel, incident: null, point: null });
  }

  /** One step out of what is shown: Back when this page pushed the entry, otherwise the state above it. */
  close(): void {
    if (this.#depth > 0) {
      history.back();
      return;
    }
    const now = this.now;
    const up: Partial<UrlState> =
      now.incident ? { incident: null }
      : now.sel ? { sel: null }
      : now.door === 'boundaries' && now.filters['step'] ? { filters: { draft: now.filters['draft'] ?? '' } }
      : now.door === 'boundaries' && now.filters['draft'] ? { filters: {} }
      : now.door === 'report' ? { door: null, point: null, filters: {} }
      : now.point ? { point: null, door: now.door === 'owner' ? null : now.door }
      : now.list ? { list: null }
      : { door: null, filters: {} };
    this.go(up, { replace: true });
  }

  /** A page over map and panel: `#/accounts`. */
  turn(fragment: string, options: { replace?: boolean } = {}): void {
    this.page = parsePage(fragment);
    this.moved = true;
    if (fragment === location.hash) return;
    const address = `${location.pathname}${location.search}${fragment}`;
    if (options.replace) history.replaceState({ depth: this.#depth }, '', address);
    else history.pushState({ depth: ++this.#depth }, '', address);
  }
  /** The page from its beginning, with nothing left in memory. */
  restart(fragment: string): void {
    history.replaceState({ depth: 0 }, '', `${location.pathname}${fragment}`);
    location.reload();
  }
  /** Away from a page, to what lies below it. */
  leave(): void {
    if (this.#depth > 0) history.back();
    else {
      this.page = null;
      history.replaceState({ depth: 0 }, '', `${location.pathname}${location.search}${this.#map}`);
    }
  }

  /** The map's own view, in the fragment; it never makes a history entry. */
  hash(fragment: string): void {
    this.#map = fragment;
    if (this.page) return;
    if (location.hash !== fragment) history.replaceState(history.state, '', `${location.pathname}${location.search}${fragment}`);
  }

  /** The address of a state, for real links: `<a href={view.href({ sel })}>`; a plain click is taken over by App. */
  href(patch: Partial<UrlState>): string {
    return format({ ...this.now, ...patch }) || './';
  }
}

function depthOf(state: unknown): number {
  const depth = (state as { depth?: unknown } | null)?.depth;
  return typeof depth === 'number' ? depth : 0;
}

export const view = new View();
