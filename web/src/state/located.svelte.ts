// The answer for the position in the URL. `located.now` is null while it is asked; the owner card and the map both read it.
import { api, ApiError, isAbort } from '../api/client';
import type { IncidentBrief, IncidentPage, Located, LonLat } from '../api/types';

class LocatedState {
  now = $state.raw<Located | null>(null);
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  /** The first open problems of the owner's area, asked for after the answer itself. */
  open = $state.raw<IncidentBrief[] | null>(null);
  openError = $state.raw<ApiError | null>(null);
  #key = '';
  #abort: AbortController | null = null;

  async ask(point: LonLat | null, again = false): Promise<void> {
    const key = point ? point.join() : '';
    if (key === this.#key && !again && this.error === null) return;
    this.#key = key;
    this.#abort?.abort();
    this.error = null;
    this.now = null;
    this.open = null;
    this.openError = null;
    if (!point) {
      this.loading = false;
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    this.loading = true;
    try {
      this.now = await api.get<Located>('locate', { lon: Number(point[0].toFixed(7)), lat: Number(point[1].toFixed(7)) }, { signal: abort.signal });
    } catch (error) {
      if (isAbort(error)) return;
      this.error = error instanceof ApiError ? error : new ApiError(0, null);
    }
    this.loading = false;
    await this.#list(abort.signal);
  }

  async #list(signal: AbortSignal): Promise<void> {
    const code = this.now?.areas[0]?.code;
    if (code === undefined || this.now?.open_incidents.here === 0) return;
    try {
      this.open = (await api.get<IncidentPage>('incidents', { area: code, state: 'open', limit: 5 }, { signal })).items;
    } catch (error) {
      if (!isAbort(error)) this.openError = error instanceof ApiError ? error : new ApiError(0, null);
    }
  }
}
export const located = new LocatedState();
