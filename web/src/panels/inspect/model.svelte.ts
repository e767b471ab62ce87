// What the inspection view asks and holds. It lives as long as the door is open, also while a dossier or an incident covers
// the panel, so that the heat stays on the map and Back finds the list as it was.
import { api, ApiError, isAbort, type Query } from '../../api/client';
import type { Bounds, Density, Features, Histogram, LonLat, Ranking, RankingItem } from '../../api/types';
import { decodeGrid, gridSize, paint, scaleEnd, widened, within } from '../../domain/density';
import { readFilters, serverQuery, UNMANAGED, type By, type Filters } from '../../domain/filters';
import { dayOf } from '../../domain/period';
import { middleOf } from '../../domain/extent';
import { ground } from '../../state/ground.svelte';
import { scene } from '../../state/scene.svelte';
import { site } from '../../state/site.svelte';
import { view } from '../../state/view.svelte';

/** Fixed in metres at every zoom, so that a place looks equally hot from near and far. */
export const BANDWIDTH_M = 50;
const CELLS = 512;
const WAIT_MS = 200;

export interface HeatScale { max: number; end: number; total: number; bandwidth_m: number; as_of: string; from: string | null; to: string | null }

/** The service names a ranking of areas by their level; here it keeps the name that it was asked by. */
export type Ranked = Omit<Ranking, 'by'> & { by: By };

const asError = (error: unknown): ApiError => (error instanceof ApiError ? error : new ApiError(0, null));

class InspectModel {
  histogram = $state.raw<Histogram | null>(null);
  /** Counts over the whole span of records, for the brush: the filters without the period. */
  days = $state.raw<Histogram | null>(null);
  ranking = $state.raw<Ranked | null>(null);
  scale = $state.raw<HeatScale | null>(null);
  failure = $state.raw<ApiError | null>(null);
  heatFailure = $state.raw<ApiError | null>(null);
  busy = $state(false);
  tries = $state(0);
  /** Code of the row that is marked on the map. */
  marked = $state<string | null>(null);
  #region = $state.raw<Bounds | null>(null);
  #stop: (() => void) | null = null;

  readonly on = $derived(view.now.door === 'inspect');
  readonly today = $derived(dayOf(site.now?.now ?? Date.now(), site.zone));
  readonly filters = $derived<Filters>(readFilters(view.now.filters, this.today));
  /** As text, so that effects run again only when something that is asked changes. */
  readonly #asked = $derived(JSON.stringify(serverQuery(this.filters, site.zone)));
  readonly query = $derived(JSON.parse(this.#asked) as Record<string, string>);
  readonly #brush = $derived(JSON.stringify(serverQuery({ ...this.filters, days: { from: null, to: null } }, site.zone)));
  readonly known = $derived.by(() => {
    const span = site.now?.incident_span;
    return span?.from && span.to ? { from: dayOf(span.from, site.zone), to: this.today } : null;
  });

  /** Idempotent; the effects live until the page goes. */
  start(): void {
    if (this.#stop) return;
    this.#stop = $effect.root(() => {
      $effect(() => this.#points());
      $effect(() => this.#counts());
      $effect(() => this.#wholeSpan());
      $effect(() => this.#ranks());
      $effect(() => this.#chooseRegion());
      $effect(() => this.#density());
    });
  }

  retry(): void {
    this.tries += 1;
  }

  readonly #ready = $derived(this.on && site.now !== null);

  #points(): void | (() => void) {
    if (!this.#ready) return;
    scene.incidentQuery = this.query;
    return () => { scene.incidentQuery = null; };
  }

  #later(work: (signal: AbortSignal) => Promise<void>): () => void {
    const stop = new AbortController();
    const timer = setTimeout(() => void work(stop.signal).catch((error: unknown) => {
      if (!isAbort(error)) this.failure = asError(error);
    }), WAIT_MS);
    return () => { clearTimeout(timer); stop.abort(); };
  }

  #counts(): void | (() => void) {
    void this.tries;
    if (!this.#ready) return;
    const query = this.query;
    return this.#later(async (signal) => {
      this.histogram = await api.get<Histogram>('incidents/histogram', query, { signal });
    });
  }

  #wholeSpan(): void | (() => void) {
    void this.tries;
    if (!this.#ready) return;
    const query = JSON.parse(this.#brush) as Query;
    return this.#later(async (signal) => {
      this.days = await api.get<Histogram>('incidents/histogram', query, { signal });
    });
  }

  readonly #by = $derived(this.filters.by);
  readonly #only = $derived(this.filters.unmanaged);
  #ranks(): void | (() => void) {
    void this.tries;
    if (!this.#ready) return;
    const query = this.query;
    const by = this.#by;
    const only = this.#only;
    const compounds = only ? ground.layers.compound : undefined;
    // The compounds are on their way: what nobody manages is not known yet.
    if (only && compounds === undefined) { void ground.need('compound'); return; }
    this.busy = true;
    return this.#later(async (signal) => {
      try {
        const answer = await api.get<Ranking>('hotspots/ranking', { by, ...(by === 'area' ? { level: 'point' } : {}), limit: only ? 500 : 30, ...query }, { signal });
        this.ranking = { ...(compounds ? unmanagedOnly(answer, compounds) : answer), by };
        this.failure = null;
      } finally {
        if (!signal.aborted) this.busy = false;
      }
    });
  }

  /** The whole site when its cells are fine enough for the bandwidth, else what the map shows with a margin. */
  #chooseRegion(): void {
    if (!this.#ready) return;
    const home = site.now?.bounds ?? null;
    const seen = scene.bounds;
    const whole = home ? widened(home, 3 * BANDWIDTH_M) : null;
    if (whole && gridSize(whole, CELLS).cell <= BANDWIDTH_M / 3) {
      if (this.#region === null || !same(this.#region, whole)) this.#region = whole;
      return;
    }
    if (!seen) return;
    const current = this.#region;
    const fits = current && within(seen, current) && (current[2] - current[0]) < 4 * (seen[2] - seen[0]);
    if (!fits) {
      const [lon, lat] = [(seen[2] - seen[0]) / 2, (seen[3] - seen[1]) / 2];
      this.#region = [seen[0] - lon, seen[1] - lat, seen[2] + lon, seen[3] + lat];
    }
  }

  readonly #heatWanted = $derived(this.#ready && this.filters.show === 'heat');
  #density(): void | (() => void) {
    void this.tries;
    const region = this.#region;
    if (!this.#heatWanted || !region) return;
    const query = this.query;
    const size = gridSize(region, CELLS);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.get<Density>('hotspots/density', { bbox: region.map((one) => Number(one.toFixed(7))), width: size.width, height: size.height, bandwidth_m: BANDWIDTH_M, ...query }, { signal: stop.signal })
        .then((answer) => { this.heatFailure = null; this.#paint(answer); })
        .catch((error: unknown) => {
          if (isAbort(error)) return;
          scene.heat = null;
          this.scale = null;
          this.heatFailure = asError(error);
        });
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
      if (!this.#heatWanted) { scene.heat = null; this.scale = null; }
    };
  }

  #paint(answer: Density): void {
    const end = scaleEnd(answer.max);
    const canvas = document.createElement('canvas');
    canvas.width = answer.width;
    canvas.height = answer.height;
    const pixels = paint(decodeGrid(answer.values, answer.width, answer.height), end);
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, answer.width, answer.height), 0, 0);
    scene.heat = { canvas, bounds: answer.bounds };
    this.scale = {
      max: answer.max, end, total: answer.total, bandwidth_m: answer.bandwidth_m, as_of: answer.as_of,
      from: this.filters.days.from, to: this.filters.days.to,
    };
  }
}

const same = (a: Bounds, b: Bounds): boolean => a.every((value, index) => value === b[index]);

/** Every compound that nobody manages, those without a report after the others: none reported is a known zero there. */
function unmanagedOnly(answer: Ranking, compounds: Features): Ranking {
  const wanted = compounds.features.filter((one) => (UNMANAGED as readonly unknown[]).includes(one.properties['management_type']));
  const counted = new Map(answer.items.map((item) => [item.code, item]));
  const items = wanted.map((one): RankingItem => counted.get(one.properties.code) ?? {
    rank: 0, code: one.properties.code, name: { zh: one.properties.name, en: one.properties.name }, count: 0, open: 0, per: null,
    top_categories: [], owner: null, geometry: one.geometry, position: middleOf(one.geometry) as LonLat, previous: null, small_number: true,
  });
  items.sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
  return { ...answer, items: items.map((item, index) => ({ ...item, rank: index + 1 })) };
}

export const inspection = new InspectModel();
