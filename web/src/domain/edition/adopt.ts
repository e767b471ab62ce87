// Traced regions become areas of a drawing, as one step: regions of one name are one area, and what is drawn already keeps
// its ground.
import type { Claim } from '../edge_graph';
import type { Outline } from '../trace';
import { claimStep, type ClaimStep } from './claim';
import type { Drawing } from './drawing';
import { freshRow } from './fresh';
import type { Row } from './types';

/** What becomes of a region: the ground of an undrawn area by its key, a new area of a name, or nothing. */
export type Fate = { key: string } | { name: string } | null;
type Keyed = ReadonlyMap<number, string>;

/** Borders of a hand-drawn plan are this uncertain, metres. */
const REACH_M = 2;

export function adoptStep(drawing: Drawing, outlines: readonly Outline[], fates: ReadonlyMap<number, Fate>): ClaimStep {
  const rows: Record<string, Row> = {};
  const keyOf = new Map<number, string>();
  for (const [region, fate] of fates) {
    if (fate === null) continue;
    if ('key' in fate) keyOf.set(region, fate.key);
    else {
      const key = drawing.newKey();
      rows[key] = freshRow(drawing, rows, fate.name);
      keyOf.set(region, key);
    }
  }
  return claimStep(drawing, claimsOf(outlines, keyOf), { rows, over: false, reach: REACH_M });
}

function claimsOf(outlines: readonly Outline[], keyOf: Keyed): Claim[] {
  return outlines.map(({ points, left, right }) => ({ points, left: keyOf.get(left) ?? null, right: keyOf.get(right) ?? null })).filter(({ left, right }) => left !== right);
}
