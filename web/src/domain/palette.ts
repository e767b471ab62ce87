// Colours of density: YlOrRd of ColorBrewer 2 (Cynthia Brewer, Apache-2.0), kept for heat alone, light to dark.

export type Rgb = readonly [number, number, number];

/** ColorBrewer YlOrRd with seven classes. */
export const YL_OR_RD: readonly Rgb[] = [
  [255, 255, 178], [254, 217, 118], [254, 178, 76], [253, 141, 60], [252, 78, 42], [227, 26, 28], [177, 0, 38],
];

/** The ramp between its stops, `at` from 0 to 1. */
export function rampColour(at: number): [number, number, number] {
  const place = Math.min(1, Math.max(0, at)) * (YL_OR_RD.length - 1);
  const index = Math.min(YL_OR_RD.length - 2, Math.floor(place));
  const [low, high] = [YL_OR_RD[index] as Rgb, YL_OR_RD[index + 1] as Rgb];
  const part = place - index;
  return [0, 1, 2].map((c) => Math.round((low[c] as number) + ((high[c] as number) - (low[c] as number)) * part)) as [number, number, number];
}

/** Below this share of the maximum the picture fades out, so that the ground stays readable. */
export const FADE = 0.28;

/** Opacity 0–1 of a share of the maximum: nothing at zero, whole above FADE. */
export function rampOpacity(at: number): number {
  return Math.min(1, Math.max(0, at) / FADE);
}
