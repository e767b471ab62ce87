// The community's own data, read once: areas, shared edges, layers. Map, SVG map, lists and legend all read from here.
// `ground.need('site')` loads a layer when it is first wanted; `ground.layers.site` is undefined until then.
import { api, ApiError } from '../api/client';
import type { AreaProperties, Areas, Edges, Features, LayerInfo, LayerName } from '../api/types';

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

  async load(): Promise<void> {
    this.error = null;
    try {
      const [areas, edges] = await Promise.all([api.get<Areas>('areas', { scheme: 'duty' }), api.get<Edges>('areas/edges')]);
      this.areas = areas;
      this.edges = edges;
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError(0, null);
    }
    await Promise.all([this.#list(), ...FIRST.map((layer) => this.need(layer))]);
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
