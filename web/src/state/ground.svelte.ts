// The community's own data, read once: areas, shared edges, layers. Map, SVG map, lists and legend all read from here.
// What is too much for a browser, a city of a hundred thousand areas, is read for the part that the map shows instead.
// `ground.need('site')` loads a layer when it is first wanted; `ground.layers.site` is undefined until then.
import { api, ApiError } from '../api/client';
import type { AreaProperties, Areas, Bounds, Edges, Features, LayerInfo, LayerName, Level } from '../api/types';
import { around, BUDGET, joined, served, type Shown } from '../domain/ground_part';

export const FIRST: readonly LayerName[] = ['road', 'compound', 'market', 'vending_zone'];

class Ground {
  areas = $state.raw<Areas | null>(null);
  edges = $state.raw<Edges | null>(null);
  catalogue = $state.raw<LayerInfo[] | null>(null);
  layers = $state.raw<Partial<Record<LayerName, Features>>>({});
  error = $state.raw<ApiError | null>(null);
  failed = $state.raw<Partial<Record<string, ApiError>>>({});
  #byCode = $derived(new Map((this.areas?.features ?? []).map((f) => [f.properties.code, f.properties])));
  #asked = new Set<string>();

  /** Levels that are in the place of the map, but too many to draw there. */
  hidden = $state.raw<readonly Level[]>([]);
  /** Levels whose areas are known here only where the map is; empty where everything is known. */
  partly = $state.raw<readonly Level[]>([]);
  #coarse: Areas | null = null;
  #shown: Shown | null = null;
  #loads = 0;
  #shows = 0;

  async load(): Promise<void> {
    this.error = null;
    const turn = ++this.#loads;
    this.#shows++;
    try {
      const [areas, edges] = await Promise.all([
        api.get<Areas>('areas', { scheme: 'duty', ...BUDGET }), api.get<Edges>('areas/edges', { ...BUDGET }),
      ]);
      if (turn !== this.#loads) return;
      this.areas = areas;
      this.edges = edges;
      this.hidden = areas.levels_left_out;
      this.partly = areas.levels_left_out;
      this.#coarse = this.partly.length > 0 ? areas : null;
      const before = this.#shown;
      this.#shown = null;
      if (before) await this.show(before.bounds, before.metresPerPixel);
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError(0, null);
    }
    await Promise.all([this.#list(), ...FIRST.map((layer) => this.need(layer))]);
  }

  /** Reads what the map shows now, where not everything is known already. */
  async show(bounds: Bounds, metresPerPixel: number): Promise<void> {
    const coarse = this.#coarse;
    if (!coarse || served(this.#shown, bounds, metresPerPixel)) return;
    const shown: Shown = { bounds, metresPerPixel, wide: around(bounds), whole: false };
    this.#shown = shown;
    const turn = ++this.#shows;
    const query = { ...BUDGET, bbox: shown.wide.join(','), simplify_m: Math.min(10_000, Math.max(0.01, metresPerPixel / 2)).toFixed(2) };
    try {
      const [areas, edges] = await Promise.all([
        api.get<Areas>('areas', { scheme: 'duty', ...query }), api.get<Edges>('areas/edges', query),
      ]);
      if (turn !== this.#shows) return;
      shown.whole = areas.levels_left_out.length === 0;
      this.areas = joined(coarse, areas);
      this.edges = edges;
      this.hidden = areas.levels_left_out;
    } catch {
      // What is drawn stays; the next move asks again.
      if (this.#shown === shown) this.#shown = null;
    }
  }

  async #list(): Promise<void> {
    try {
      const answer = await api.get<LayerInfo[] | { layers: LayerInfo[] }>('layers');
      this.catalogue = Array.isArray(answer) ? answer : answer.layers;
    } catch {
      this.catalogue = null;
    }
  }

  async need(layer: LayerName): Promise<void> {
    if (this.#asked.has(layer)) return;
    this.#asked.add(layer);
    try {
      const features = await api.get<Features>(`layers/${layer}`);
      this.layers = { ...this.layers, [layer]: features };
      const { [layer]: _, ...failed } = this.failed;
      this.failed = failed;
    } catch (error) {
      this.#asked.delete(layer);
      this.failed = { ...this.failed, [layer]: error instanceof ApiError ? error : new ApiError(0, null) };
    }
  }

  /** Reads a layer again that somebody has just changed. */
  async renew(layer: LayerName): Promise<void> {
    this.#asked.delete(layer);
    await Promise.all([this.need(layer), this.#list()]);
  }

  /** The figures of one area, for rows that only know its code. */
  area(code: string): AreaProperties | null {
    return this.#byCode.get(code) ?? null;
  }

  count(layer: string): number | null {
    return this.catalogue?.find((entry) => entry.layer === layer)?.count ?? this.layers[layer as LayerName]?.features.length ?? null;
  }
}
export const ground = new Ground();
