// What the browser tests share: a service to talk to, one Chromium, pages that watch for console errors and foreign requests.
// WANGGE_URL tests a running service; else WANGGE_BIN (default target/debug/wangge) is started with the demo on a free port.
// WANGGE_SHOTS names a folder for screenshots.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const fromWeb = createRequire(join(root, 'web/package.json'));
const { chromium } = fromWeb('playwright-core');
const axePath = fromWeb.resolve('axe-core/axe.min.js');

export const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };
const SHOTS = process.env.WANGGE_SHOTS;

function browserPath() {
  const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
  if (!found) throw new Error('Chromium is missing: make setup installs it, or CHROMIUM names it');
  return found;
}

/** Starts the service unless one is given; answers its address and a way to stop it. */
export async function startService() {
  if (process.env.WANGGE_URL) return { address: process.env.WANGGE_URL.replace(/\/?$/, '/'), stop: async () => {} };
  return serve(['--demo', '--demo-date', '2026-11-24']);
}

/** The demo again for tests that change what others look at. Never the one that is given. */
export function startOwn() {
  return serve(['--demo', '--demo-date', '2026-11-24']);
}

/** The demo below a path; an empty one for none. Never the one that is given. */
export function startBelow(path) {
  return serve(['--demo', '--demo-date', '2026-11-24', ...(path ? ['--base-path', path] : [])]);
}

/** The demo as a town has it: who is not signed in is a resident. `later` starts it again on what it has, on another day. Never
 * the one that is given. */
export async function startTown(day = '2026-11-24') {
  const folder = mkdtempSync(join(tmpdir(), 'wangge-browser-'));
  const on = (date) => serve(['--demo', '--demo-date', date], { folder, open: false });
  let service = await on(day);
  return {
    get address() { return service.address; },
    later: async (date) => {
      await service.end();
      service = await on(date);
    },
    stop: () => service.stop(),
  };
}

/** The program itself, for what it makes of files. */
export function run(args) {
  const ran = spawnSync(program(), args, { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`wangge ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

function program() {
  const binary = resolve(root, process.env.WANGGE_BIN ?? 'target/debug/wangge');
  if (!existsSync(binary)) throw new Error(`${binary} is missing: build it, or set WANGGE_BIN or WANGGE_URL`);
  return binary;
}

/** A service with nothing in it, where everybody may edit: what an office begins with. Never the one that is given. */
export function startEmpty() {
  return serve([]);
}

/** A service on a folder that the program has filled; the folder goes with it. */
export function startOn(folder) {
  return serve([], { folder });
}

async function serve(content, { folder = mkdtempSync(join(tmpdir(), 'wangge-browser-')), open = true } = {}) {
  const env = { ...process.env, WANGGE_OPEN_EDIT: String(open) };
  const child = spawn(program(), ['serve', ...content, '--listen', '127.0.0.1:0', '--data', folder], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  const address = await new Promise((found, failed) => {
    const limit = setTimeout(() => failed(new Error(`no address within 120 s; the service said:\n${said}`)), 120_000);
    const read = (chunk) => {
      said += chunk;
      const match = /http:\/\/[\w.[\]:-]+:\d+[\w/-]*\/(?=[#\s])/.exec(said);
      if (match) {
        clearTimeout(limit);
        found(match[0].replace(/\/?$/, '/'));
      }
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', (code) => {
      clearTimeout(limit);
      failed(new Error(`the service ended with code ${code}:\n${said}`));
    });
  });
  const end = async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  };
  return {
    address,
    end,
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The stand-in of web/mock with the built pages, for what the service at hand does not offer; editing is open unless asked. */
export async function startMock(options = ['--open-edit']) {
  const child = spawn(process.execPath, [join(root, 'web/mock/server.mjs'), '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise((found, failed) => {
    child.stdout.setEncoding('utf8').on('data', (said) => /http\S+/.test(said) && found(/http\S+/.exec(said)[0]));
    child.once('exit', (code) => failed(new Error(`the mock ended with code ${code}`)));
  });
  return { address, stop: async () => { child.removeAllListeners('exit'); child.kill('SIGTERM'); } };
}

/** Where a position is on the screen, from the map's box and the view in the address. */
export async function pixelOf(page, [lon, lat]) {
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  const [zoom, middleLat, middleLon] = /#map=([\d./-]+)/.exec(page.url())[1].split('/').map(Number);
  const size = 512 * 2 ** zoom;
  const y = (degrees) => (0.5 - Math.asinh(Math.tan((degrees * Math.PI) / 180)) / (2 * Math.PI)) * size;
  return [box.x + box.width / 2 + ((lon - middleLon) / 360) * size, box.y + box.height / 2 + y(lat) - y(middleLat)];
}

export function startBrowser(flags = []) {
  return chromium.launch({
    executablePath: browserPath(), headless: true,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run', ...flags],
  });
}

// Software rendering reads pixels back for screenshots and says so; service workers stay out unless a test is about them.
const HARMLESS = [/GPU stall due to ReadPixels/, /GL Driver Message/, /Automatic fallback to software WebGL/, /Service Worker registration blocked by Playwright/];

/** A page of its own context. `faults` fills with console errors, page errors, failed and foreign requests. `prepare`: before
 * anything is asked. Without a service worker, which would take requests past the tests; `serviceWorkers: 'allow'` lets it. */
export async function openPage(browser, address, { viewport = DESK, touch = false, path = '', prepare = null, ...more } = {}) {
  const context = await browser.newContext({ viewport, hasTouch: touch, isMobile: touch, deviceScaleFactor: touch ? 2 : 1, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', serviceWorkers: 'block', ...more });
  await prepare?.(context);
  const page = await context.newPage();
  const faults = [];
  const home = new URL(address);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !HARMLESS.some((one) => one.test(message.text()))) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.host !== home.host) faults.push(`foreign request: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  page.setDefaultTimeout(Number(process.env.WANGGE_PATIENCE ?? 20_000));
  await page.goto(new URL(path, home).href);
  return { page, context, faults };
}

/** What axe finds against WCAG 2.x A and AA, in words; empty when clean. */
export async function axe(page) {
  // The page's policy forbids foreign script elements; the debugger's door is not the page's.
  await page.evaluate(readFileSync(axePath, 'utf8'));
  const result = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  }));
  return result.violations.map((one) => `${one.id}: ${one.help}\n${one.nodes.slice(0, 4).map((node) => `    ${node.target.join(' ')} — ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`).join('\n')}`);
}

export async function shot(page, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** The map stands and has drawn; its box is real and not the 400 × 300 of a container without height. */
export async function mapStands(page) {
  await page.waitForFunction(() => document.querySelector('.maplibregl-canvas') !== null && document.querySelector('#map-canvas ~ .wait') === null, undefined, { timeout: 60_000 });
  const box = await page.locator('.maplibregl-canvas').boundingBox();
  if (!box || box.width < 300 || box.height < 300) throw new Error(`the map has no room: ${JSON.stringify(box)}`);
  return box;
}

export async function getJson(address, path) {
  const answer = await fetch(new URL(`api/v1/${path}`, address));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** A position inside an area geometry: the middle of its box when that is inside, else the middle of a chord through it. */
export function insideOf(geometry) {
  const ring = geometry.type === 'Polygon' ? geometry.coordinates[0] : geometry.coordinates[0][0];
  const lats = ring.map(([, lat]) => lat);
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const crossings = [];
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [[x1, y1], [x2, y2]] = [ring[index], ring[index + 1]];
    if (y1 > lat !== y2 > lat) crossings.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1));
  }
  crossings.sort((a, b) => a - b);
  return [Number(((crossings[0] + crossings[1]) / 2).toFixed(7)), Number(lat.toFixed(7))];
}
