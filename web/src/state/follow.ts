// The points on the map follow what is reported and done, for those who work here. Loaded for them alone.
import { incidents } from './incidents.svelte';
import { live } from './live.svelte';

/** All points come at once, so not more often than this. */
const REST_MS = 4000;

export function follow(): () => void {
  let timer = 0;
  const stop = live.watch(() => {
    timer ||= window.setTimeout(() => {
      timer = 0;
      incidents.refresh();
    }, REST_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
