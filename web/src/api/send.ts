// A file on its way to the service: how much of it is sent, then how far the service is. The answer is either one JSON
// document or lines of JSON of which the last one is the result; both are understood. Aborting closes the connection, and
// the service stops with it.
import { ApiError, url, type Query } from './client';
import { passing } from './door';
import type { Problem } from './types';

/** `waiting`: all is sent and the service has not said anything yet. The stages after that are the service's own. */
export interface Progress { stage: 'sending' | 'waiting' | (string & {}); done: number; total: number | null; unit: string }
/** `version`: of the draft that the file is for, when it is stored in one. */
export interface Sending { query: Query; version?: number; headers?: Record<string, string>; /** Nobody is asked to sign in for this call. */ quiet?: boolean; onprogress?: ((progress: Progress) => void) | undefined; signal?: AbortSignal | undefined }

interface Line { stage?: string; done?: number; total?: number | null; unit?: string; result?: unknown; problem?: Problem }

export function send<T>(path: string, file: Blob | FormData, sending: Sending): Promise<T> {
  return sending.quiet ? once<T>(path, file, sending) : passing('POST', () => once<T>(path, file, sending));
}

function once<T>(path: string, file: Blob | FormData, { query, version, headers, onprogress, signal }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (signal?.aborted) return aborted();
    const request = new XMLHttpRequest();
    request.open('POST', url(path, query));
    request.setRequestHeader('accept', 'application/x-ndjson, application/json');
    for (const [name, value] of Object.entries(headers ?? {})) request.setRequestHeader(name, value);
    if (version !== undefined) request.setRequestHeader('if-match', `"v${version}"`);
    const lines = new Lines((line) => {
      if (line.stage !== undefined) onprogress?.({ stage: line.stage, done: line.done ?? 0, total: line.total ?? null, unit: line.unit ?? '' });
    });
    const isLines = (): boolean => (request.getResponseHeader('content-type') ?? '').includes('ndjson');
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => onprogress?.({ stage: 'sending', done: loaded, total: lengthComputable ? total : null, unit: 'bytes' });
    request.upload.onload = () => onprogress?.({ stage: 'waiting', done: 0, total: null, unit: '' });
    request.onprogress = () => { if (request.status === 200 && isLines()) lines.take(request.responseText); };
    request.onload = () => {
      try {
        if (request.status === 200 && isLines()) {
          lines.take(`${request.responseText}\n`);
          const { last } = lines;
          if (last?.problem) return reject(new ApiError(last.problem.status ?? 500, last.problem));
          if (last && 'result' in last) return resolve(last.result as T);
          // Broken off before its last line: nobody knows what became of it.
          return reject(new ApiError(0, null, true));
        }
        const answer: unknown = (request.getResponseHeader('content-type') ?? '').includes('json') ? JSON.parse(request.responseText) : null;
        if (request.status >= 200 && request.status < 300 && answer !== null) resolve(answer as T);
        else reject(new ApiError(request.status, answer as Problem | null, false, Number(request.getResponseHeader('retry-after')) || null));
      } catch {
        reject(new ApiError(request.status, null));
      }
    };
    request.onerror = () => reject(new ApiError(0, null, true));
    request.onabort = aborted;
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Lines of JSON as they come in; the text grows and is never taken twice. */
export class Lines {
  last: Line | null = null;
  #taken = 0;
  constructor(readonly each: (line: Line) => void) {}
  take(text: string): void {
    for (let end = text.indexOf('\n', this.#taken); end >= 0; end = text.indexOf('\n', this.#taken)) {
      const line = text.slice(this.#taken, end).trim();
      this.#taken = end + 1;
      if (line === '') continue;
      this.last = JSON.parse(line) as Line;
      this.each(this.last);
    }
  }
}
