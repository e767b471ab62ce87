// The service worker: lets the app open without a signal. It keeps this release's own files that a phone needs, and what anybody
// may read of the place: asked for without a name, so that nothing of a person can be among it. Everything else passes by it.
// One file without imports, so that every browser with service workers takes it; the build writes its list and its version in.

/** Files of this release, relative to the page; written by the build. */
const FILES: string[] = __SHELL_FILES__;
/** Changes with every one of them. */
const VERSION: string = __SHELL_VERSION__;

declare const __SHELL_FILES__: string[];
declare const __SHELL_VERSION__: string;
interface Lasting extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetching extends Lasting { request: Request; respondWith(answer: Promise<Response>): void }
interface Told extends Lasting { data: unknown }
interface Worker {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', act: (event: Lasting) => void): void;
  addEventListener(name: 'fetch', act: (event: Fetching) => void): void;
  addEventListener(name: 'message', act: (event: Told) => void): void;
}
const worker = self as unknown as Worker;

const SHELL = 'wangge-shell-', GROUND = 'wangge-ground', KEPT_AT = 'x-kept-at';
/** What anybody may read, and a phone needs to make a report. */
const PUBLIC = /^api\/v1\/(site|categories|areas|areas\/edges|layers(\/[a-z_]+)?)$/;
const FRESH_MS = 3_600_000, PATIENCE_MS = 4_000;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(tidy()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== 'GET' || path === null) return;
  const [plain = ''] = path.split('?');
  if (request.mode === 'navigate') {
    if (plain === '' || plain === 'index.html') event.respondWith(page(request));
  } else if (plain.startsWith('assets/') || FILES.includes(plain)) event.respondWith(file(request, plain));
  else if (PUBLIC.test(plain)) event.respondWith(ground(request));
});
worker.addEventListener('message', (event) => {
  const { keep } = (event.data ?? {}) as { keep?: unknown };
  if (Array.isArray(keep)) event.waitUntil(keepGround(keep.filter((one): one is string => typeof one === 'string')));
});

/** Within the app's own folder, and relative to it; null elsewhere. */
function pathOf(url: string): string | null {
  const { scope } = worker.registration;
  return url.startsWith(scope) ? url.slice(scope.length).replace(/#.*$/, '') : null;
}

async function install(): Promise<void> {
  const cache = await caches.open(SHELL + VERSION);
  // Named by their content, files are as good from the browser's own cache; the page itself is not.
  await cache.addAll(FILES.map((path) => new Request(path, path.startsWith('assets/') ? {} : { cache: 'no-cache' })));
  await worker.skipWaiting();
}

/** Pages of the release before may still be open and ask for its files; those of older ones are not. */
async function tidy(): Promise<void> {
  const shells = (await caches.keys()).filter((name) => name.startsWith(SHELL) && name !== SHELL + VERSION);
  await Promise.all(shells.slice(0, -1).map((name) => caches.delete(name)));
}

/** The page as it is now, so that a new release comes with the next visit; the kept one where there is no line. */
async function page(request: Request): Promise<Response> {
  const kept = async (): Promise<Response | undefined> => caches.match(new URL('./', worker.registration.scope).href, { cacheName: SHELL + VERSION });
  try {
    const answer = await patiently(request);
    return answer.status >= 500 ? ((await kept()) ?? answer) : answer;
  } catch (error) {
    const found = await kept();
    if (found) return found;
    throw error;
  }
}

async function file(request: Request, path: string): Promise<Response> {
  const found = await caches.match(request, { ignoreSearch: path.startsWith('assets/') });
  return found ?? fetch(request);
}

async function ground(request: Request): Promise<Response> {
  const kept = await caches.match(request.url, { cacheName: GROUND });
  if (!kept) return fetch(request);
  try {
    const answer = await patiently(request);
    return answer.status >= 500 ? await asOfNow(kept) : answer;
  } catch {
    return asOfNow(kept);
  }
}

/** The network, but not for longer than somebody waits who sees nothing. */
function patiently(request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('slow')), PATIENCE_MS);
    fetch(request).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The service's clock went on since it was kept: reports made now are dated by it. */
async function asOfNow(kept: Response): Promise<Response> {
  const at = Number(kept.headers.get(KEPT_AT));
  const body = (await kept.json()) as { now?: unknown };
  if (typeof body.now === 'string' && at > 0) body.now = new Date(Date.parse(body.now) + Date.now() - at).toISOString();
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
}

async function keepGround(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(GROUND);
  const wanted = new Set(urls.filter((url) => PUBLIC.test((pathOf(url) ?? '').split('?')[0] ?? '')));
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
  for (const url of wanted) {
    const before = await cache.match(url);
    if (before && Date.now() - Number(before.headers.get(KEPT_AT)) < FRESH_MS) continue;
    try {
      const answer = await fetch(url, { credentials: 'omit', cache: 'no-store', headers: { accept: 'application/json, application/geo+json' } });
      if (!answer.ok) continue;
      await cache.put(url, new Response(await answer.blob(), { headers: { 'content-type': 'application/json', [KEPT_AT]: String(Date.now()) } }));
    } catch {
      // No line, or no room: what is kept already stays.
      return;
    }
  }
}
