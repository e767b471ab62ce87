// The incidents that are points on the map now: those of `scene.incidentQuery`, or all open ones when no panel asks for others.
// `incidents.points` holds the server's columns; `incidents.kinds` which root categories have which colour.
import { api, ApiError, isAbort } from '../api/client';
import type { IncidentPoints } from '../api/types';
import { kinds } from '../domain/kinds';
import { site } from './site.svelte';

class Incidents {
  points = $state.raw<IncidentPoints | null>(null);
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  #abort: AbortController | null = null;
  #asked = '';

  kinds = $derived.by(() => {
    const seen = new Map<string, number>();
    const points = this.points;
    if (points) for (const index of points.category) {
      const slug = points.categories[index];
      if (slug !== undefined) seen.set(slug, (seen.get(slug) ?? 0) + 1);
    }
    return kinds(site.categories?.categories ?? [], seen, 4);
  });

  async load(query: Record<string, string>): Promise<void> {
    const asked = JSON.stringify(query);
    if (asked === this.#asked && this.error === null) return;
    this.#asked = asked;
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.loading = true;
    try {
      this.points = await api.get<IncidentPoints>('incidents/points', query, { signal: this.#abort.signal });
      this.error = null;
    } catch (error) {
      if (isAbort(error)) return;
      this.error = error instanceof ApiError ? error : new ApiError(0, null);
    }
    this.loading = false;
  }
  /** After a new report: ask again for the same. */
  refresh(): void {
    const query = this.#asked;
    this.#asked = '';
    if (query) void this.load(JSON.parse(query) as Record<string, string>);
  }
}
export const incidents = new Incidents();
