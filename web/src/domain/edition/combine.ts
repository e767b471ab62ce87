// Two people changed one draft: which areas each of them changed, and the version that comes of choosing area by area.
import { canonical } from './canonical';
import type { Changes, DraftAreas } from './types';

export type Side = 'mine' | 'theirs';
export interface Difference { code: string; name: string; mine: boolean; theirs: boolean }

/** Areas that differ between what stands and what the person has; `changed` are the codes that the other one touched. */
export function differences(changes: Changes, theirs: DraftAreas, changed: readonly string[]): Difference[] {
  const found = new Map<string, Difference>();
  const names = new Map(theirs.features.map(({ properties: p }) => [p.code, p.name]));
  const put = (code: string, name: string, side: Side): void => {
    const known = found.get(code) ?? { code, name: names.get(code) ?? name, mine: false, theirs: false };
    found.set(code, { ...known, [side]: true });
  };
  for (const { code, name } of changes.upsert) put(code, name, 'mine');
  for (const code of changes.remove) put(code, names.get(code) ?? code, 'mine');
  for (const code of changed) put(code, names.get(code) ?? code, 'theirs');
  const shapes = new Map(theirs.features.map((one) => [one.properties.code, canonical(one.geometry) + words(one.properties)]));
  // What both did alike is no question.
  for (const one of changes.upsert) if (shapes.get(one.code) === canonical(one.geometry) + words(one)) found.delete(one.code);
  return [...found.values()].sort((a, b) => Number(b.mine && b.theirs) - Number(a.mine && a.theirs) || (a.code < b.code ? -1 : 1));
}

/** Their version with my areas put in where mine is chosen. */
export function combined(changes: Changes, theirs: DraftAreas, choice: ReadonlyMap<string, Side>): DraftAreas {
  const areas = new Map(theirs.features.map((one) => [one.properties.code, one]));
  const mine = (code: string): boolean => choice.get(code) !== 'theirs';
  for (const code of changes.remove) if (mine(code)) areas.delete(code);
  for (const { geometry, ...words } of changes.upsert) if (mine(words.code)) areas.set(words.code, { type: 'Feature', properties: words, geometry });
  return { type: 'FeatureCollection', features: [...areas.values()] };
}

function words({ name, level, parent, extent }: { name: string; level: string; parent: string | null; extent: string | null }): string {
  return JSON.stringify([name, level, parent ?? null, extent ?? null]);
}
