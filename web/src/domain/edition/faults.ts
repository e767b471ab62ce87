// What a person should see to, known from the drawing alone and at once. Gaps and overlaps between neighbours cannot
// arise by editing; what remains are gaps that came with the file, thin ground, and words that are missing or wrong.
import { ringsOf, type Point, type Ring } from '../edge_graph';
import type { Drawing } from './drawing';
import { lineLength, ringArea } from '../edge_graph/measure';
import { LEVELS, type Row } from './types';

export type FaultKind = 'gap' | 'thin' | 'no_ground' | 'code_missing' | 'code_taken' | 'name_missing' | 'parent_level';
export interface Fault { kind: FaultKind; key: string | null; at: Point | null; m2: number | null }

/** Ground on average narrower than this is a sliver, in metres. */
const THIN_M = 0.5;

export interface Findings {
  faults: Fault[];
  /** Ground that an area has and none of its parts, in m². */
  remainder_m2: number;
  total_m2: number;
}

export function findings(drawing: Drawing): Findings {
  const { graph, rows } = drawing;
  const faults: Fault[] = [];
  const withChildren = new Set([...rows.values()].map((row) => row.parent));
  let [remainder, total] = [0, 0];
  for (const ring of ringsOf(graph, null)) if (ring.shell) faults.push({ kind: 'gap', key: null, at: ring.points[0]!, m2: ringArea(ring.points) });
  for (const key of graph.codes()) {
    const rings = ringsOf(graph, key);
    const m2 = rings.reduce((sum, ring) => sum + ringArea(ring.points), 0);
    total += m2;
    if (withChildren.has(key)) remainder += m2;
    const thin = rings.find((ring) => ring.shell && isThin(ring));
    if (thin) faults.push({ kind: 'thin', key, at: thin.points[0]!, m2: ringArea(thin.points) });
  }
  const drawn = new Set(graph.codes().flatMap((key) => drawing.chain(key)));
  const codes = new Map<string, number>();
  for (const { code } of rows.values()) codes.set(code, (codes.get(code) ?? 0) + 1);
  for (const [key, row] of rows) {
    const say = (kind: FaultKind): void => void faults.push({ kind, key, at: null, m2: null });
    if (row.code.trim() === '') say('code_missing');
    else if ((codes.get(row.code) ?? 0) > 1) say('code_taken');
    if (row.name.trim() === '') say('name_missing');
    if (!drawn.has(key)) say('no_ground');
    if (isBelow(rows.get(row.parent ?? ''), row)) say('parent_level');
  }
  return { faults, remainder_m2: remainder, total_m2: total };
}

function isThin(ring: Ring): boolean {
  return (2 * Math.abs(ringArea(ring.points))) / lineLength(ring.points, true) < THIN_M;
}

function isBelow(parent: Row | undefined, row: Row): boolean {
  return parent !== undefined && LEVELS.indexOf(parent.level) >= LEVELS.indexOf(row.level);
}
