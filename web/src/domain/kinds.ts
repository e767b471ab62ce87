// Which colour a kind of problem has: the four root categories that are seen most keep one each, the rest share grey. Pure.
import type { Category } from '../api/types';

export interface Kinds {
  /** Root categories in the order of their colours. */
  roots: string[];
  of: (category: string) => number;
}

export function kinds(categories: readonly Category[], seen: ReadonlyMap<string, number>, colours: number): Kinds {
  const parents = new Map(categories.map((c) => [c.slug, c.parent]));
  const rootOf = (slug: string): string => {
    let at = slug;
    for (let step = 0; step < 12; step++) {
      const up = parents.get(at);
      if (!up) break;
      at = up;
    }
    return at;
  };
  const counts = new Map<string, number>();
  for (const [slug, count] of seen) counts.set(rootOf(slug), (counts.get(rootOf(slug)) ?? 0) + count);
  const roots = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, colours).map(([slug]) => slug);
  return { roots, of: (slug) => { const index = roots.indexOf(rootOf(slug)); return index < 0 ? colours : index; } };
}
