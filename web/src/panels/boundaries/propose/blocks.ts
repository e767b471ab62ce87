// Blocks between streets for one draft: what was found, what is picked, and what becomes of each. Pure of the map.
import type { StreetBlock } from '../../../api/boundaries';
import { toGrid, type Face, type Point } from '../../../domain/edge_graph';
import { claimsOf, claimStep, meetings, type ClaimStep } from '../../../domain/edition/claim';
import type { Drawing } from '../../../domain/edition/drawing';
import { freshRow } from '../../../domain/edition/fresh';
import type { Level, Row, Shape } from '../../../domain/edition/types';
import { AS_NEW, LEFT_OUT } from '../wall/tracing.svelte';

/** Axes that mean a drawn border may lie this far from it, metres. */
const REACH_M = 2;
/** Ground smaller than this is none, m². */
const LEAST_M2 = 1;

export const shapeOf = (block: StreetBlock): Shape => block.geometry as unknown as Shape;

export interface Places { level: Level; parent: string | null; within: ReadonlySet<Face> | null }

/** How much of each block is free for new areas of these places, by number from 1. */
export function freeOf(drawing: Drawing, blocks: readonly StreetBlock[], { level, parent, within }: Places): number[] {
  if (blocks.length === 0) return [];
  const rows = Object.fromEntries(blocks.map((_, index): [string, Row] => [`block ${index}`, { code: '', name: '', level, parent, extent: null }]));
  const claims = claimsOf(blocks.map((block, index) => ({ key: `block ${index}`, geometry: shapeOf(block) })));
  const met = meetings(drawing, claims, { rows, over: false, reach: REACH_M, ...(within ? { within } : {}) });
  return blocks.map((block, index) => (met ? met.get(`block ${index}`)?.free_m2 ?? 0 : block.area_m2));
}

export const isFull = (free: number | undefined): boolean => (free ?? 0) < LEAST_M2;

export interface Wording { code?: string; name?: string }

/** Rows of the picked blocks that are new, by number; codes follow each other, typed ones go first. */
export function newRows(drawing: Drawing, choice: ReadonlyMap<number, string>, { level, parent }: Places, typed: ReadonlyMap<number, Wording>, name: (n: number) => string): Map<number, Row> {
  const found = new Map<number, Row>();
  const given = Object.fromEntries([...typed].filter(([number, { code }]) => code && choice.get(number) === AS_NEW).map(([number, { code }]): [string, Row] => [`typed ${number}`, { code: code!, name: '', level, parent, extent: null }]));
  const fresh: Record<string, Row> = { ...given };
  for (const [number, what] of [...choice].sort(([one], [other]) => one - other)) {
    if (what !== AS_NEW) continue;
    const own = typed.get(number);
    const row = freshRow(drawing, fresh, own?.name ?? name(number), { level, parent });
    const worded = own?.code ? { ...row, code: own.code } : row;
    fresh[String(number)] = worded;
    found.set(number, worded);
  }
  return found;
}

export function blocksStep(drawing: Drawing, blocks: readonly StreetBlock[], choice: ReadonlyMap<number, string>, fresh: ReadonlyMap<number, Row>, within: ReadonlySet<Face> | null): ClaimStep {
  const rows: Record<string, Row> = {};
  const areas = blocks.flatMap((block, index) => {
    const what = choice.get(index + 1) ?? LEFT_OUT;
    if (what === LEFT_OUT) return [];
    let key = what;
    if (what === AS_NEW) rows[(key = drawing.newKey())] = fresh.get(index + 1)!;
    return [{ key, geometry: shapeOf(block) }];
  });
  return claimStep(drawing, claimsOf(areas), { rows, over: false, reach: REACH_M, ...(within ? { within } : {}) });
}

/** The block under a place, from 1; 0 where there is none. */
export function blockAt(blocks: readonly StreetBlock[], place: readonly [number, number]): number {
  const at = toGrid(place);
  return blocks.findIndex((block) => holds(shapeOf(block), at)) + 1;
}

/** Even and odd crossings to the east; for picking, not for ownership. */
export function holds(shape: Shape, [x, y]: Point): boolean {
  const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
  let inside = false;
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 1) {
      const [a, b] = [toGrid(ring[i]!), toGrid(ring[i + 1]!)];
      if (a[1] > y !== b[1] > y && a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]) > x) inside = !inside;
    }
  }
  return inside;
}
