// Asks the browser to keep what a phone needs without a signal, once somebody reports or looks at tasks; a first visit that only
// looks loads nothing for it. Without a secure context there is no such thing, and the app is as before.
import { url } from '../api/client';
import { BUDGET } from '../domain/ground_part';
import { FIRST } from '../state/ground.svelte';

let asked = false;

export async function keepForLater(): Promise<void> {
  if (asked || !isSecureContext || !('serviceWorker' in navigator) || import.meta.env.DEV) return;
  asked = true;
  try {
    await navigator.serviceWorker.register('./sw.js', { scope: './' });
    const { active } = await navigator.serviceWorker.ready;
    const layers = [...FIRST, 'frontage'].map((layer) => url(`layers/${layer}`));
    const paths = [url('site'), url('categories'), url('areas', { scheme: 'duty', ...BUDGET }), url('areas/edges', { ...BUDGET }), url('layers'), ...layers];
    active?.postMessage({ keep: paths.map((path) => new URL(path, document.baseURI).href) });
  } catch {
    // Some browsers in other apps refuse it; the outbox works without.
  }
}
