// The guide for a site that begins with nothing: roster, ground, drawing, publishing, the first owner card.
import { STEPS, type StepName } from './words.svelte';

export { default as Begin } from './Begin.svelte';
export { default as Done } from './Done.svelte';
export { default as Ground } from './Ground.svelte';
export { default as Guide } from './Guide.svelte';
export { default as Undrawn } from './Undrawn.svelte';

/** The step that an address names; the first one for anything else. */
export function stepOf(text: string): StepName {
  return STEPS.find((step) => step === text) ?? 'roster';
}
