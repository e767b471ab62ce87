// The one door to the server. Every URL is relative to the page, so the application runs under any base path.
// Conventions: `api.get<T>('locate', { lon, lat })` → `api/v1/locate?lon=…`; null, undefined and '' are left out,
// arrays become comma lists. Every failure is an `ApiError`: `problem` holds the server's problem document,
// `offline` is true when no answer came at all. Show it with `<Failure error={e} onretry={…} />` from shell/.
// A call that needs a signed-in person waits while that person signs in, and is made again (door.ts).
import { passing } from './door';
import type { Problem, Words } from './types';

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];
export type Query = Record<string, QueryValue>;

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
    readonly offline = false,
    /** Seconds to wait before the next attempt, where the service says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(problem?.title ?? (offline ? 'no answer' : `HTTP ${status}`));
    this.name = 'ApiError';
  }

  /** The server's own words, when it sent any. */
  get words(): Words | null {
    return this.problem?.words ?? null;
  }

  /** The first complaint about one field of a form. */
  field(name: string): Words | null {
    return this.problem?.errors?.find((e) => e.field === name)?.words ?? null;
  }
}

export function queryString(query: Query = {}): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    if (text !== '') parts.set(name, text);
  }
  const text = parts.toString();
  return text === '' ? '' : `?${text}`;
}

/** `url('incidents', { format: 'xlsx' })`: for links and downloads. */
export function url(path: string, query?: Query): string {
  return `api/v1/${path}${queryString(query)}`;
}

export interface CallOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
  query?: Query;
  /** Nobody is asked to sign in for this call. */
  quiet?: boolean;
}

async function call<T>(method: string, path: string, init: CallOptions & { body?: unknown }): Promise<T> {
  return init.quiet ? once<T>(method, path, init) : passing(method, () => once<T>(method, path, init));
}

async function once<T>(method: string, path: string, init: CallOptions & { body?: unknown }): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json, application/geo+json', ...init.headers };
  let body: BodyInit | null = null;
  if (init.body instanceof FormData || init.body instanceof Blob) {
    body = init.body;
  } else if (init.body !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(init.body);
  }
  let answer: Response;
  try {
    answer = await fetch(url(path, init.query), { method, headers, body, ...(init.signal ? { signal: init.signal } : {}) });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, null, true);
  }
  if (!answer.ok) {
    let problem: Problem | null = null;
    try {
      if ((answer.headers.get('content-type') ?? '').includes('json')) problem = (await answer.json()) as Problem;
    } catch {
      // A broken error body says nothing more than the status does.
    }
    throw new ApiError(answer.status, problem, false, Number(answer.headers.get('retry-after')) || null);
  }
  if (answer.status === 204) return undefined as T;
  try {
    return (await answer.json()) as T;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(answer.status, null);
  }
}

export const api = {
  get: <T>(path: string, query?: Query, options: CallOptions = {}): Promise<T> =>
    call<T>('GET', path, { ...options, ...(query ? { query } : {}) }),
  post: <T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> =>
    call<T>('POST', path, { ...options, body }),
  patch: <T>(path: string, body: unknown, options: CallOptions = {}): Promise<T> =>
    call<T>('PATCH', path, { ...options, body }),
  delete: <T = void>(path: string, options: CallOptions = {}): Promise<T> => call<T>('DELETE', path, options),
};

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
