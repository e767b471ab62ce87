// Build settings. The promise is Chrome 94 and newer; compiling for chrome87 keeps the shell, the lists
// and the SVG map alive on older kernels, where the map itself is skipped.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { shell, WORKER } from './scripts/shell';

const api = process.env['WANGGE_API'] ?? 'http://127.0.0.1:8787';
const proxy = Object.fromEntries(
  ['/api', '/tiles', '/healthz', '/openapi.json'].map((path) => [path, { target: api, changeOrigin: true }]),
);

// The same policy as the server sends, so that `vite preview` shows every violation early.
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
  "worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export default defineConfig({
  // Relative URLs, so that the application runs under any base path.
  base: './',
  plugins: [svelte(), shell()],
  build: {
    target: 'chrome87',
    cssTarget: 'chrome87',
    // Fonts and pictures stay files: nothing may need a data: permission that is not there.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    // Names without the source's own names: two chunks of one name have confused checks before.
    rollupOptions: {
      // The service worker stands beside the page, under a name that never changes.
      input: { index: 'index.html', sw: 'src/offline/worker.ts' },
      output: { hashCharacters: 'hex', entryFileNames: ({ name }) => (name === 'sw' ? WORKER : 'assets/[name]-[hash].js') },
    },
  },
  worker: { format: 'es' },
  server: { port: 5173, proxy },
  preview: { port: 4173, proxy, headers: { 'content-security-policy': policy } },
  test: { include: ['src/**/*.test.ts', 'mock/**/*.test.ts'], environment: 'node' },
});
