// Steps that draw or dissolve areas: the command on the ground and the rows that come or go with it.
import { drawInside, merge, split, type Command, type Face, type Place, type Point } from '../edge_graph';
import { nextCode } from './codes';
import type { Drawing } from './drawing';
import { LEVELS, type Row } from './types';

export interface Step { command: Command; rows: Record<string, Row | null>; key: string }

/**
 * A line across a face, or out over its edge and back: what it cuts off is a new area, or the ground of `undrawn`, an
 * area that has none yet.
 */
export function splitStep(drawing: Drawing, face: Face, from: Place, via: readonly Point[], to: Place, beside: string | null, undrawn: string | null): Step {
  const key = undrawn ?? drawing.newKey();
  return { key, command: split(face, from, via, to, key), rows: undrawn === null ? { [key]: newRow(drawing, face ?? beside, face !== null) } : {} };
}

export function insideStep(drawing: Drawing, face: Face, ring: readonly Point[], undrawn: string | null): Step {
  const key = undrawn ?? drawing.newKey();
  return { key, command: drawInside(face, ring, key), rows: undrawn === null ? { [key]: newRow(drawing, face, face !== null) } : {} };
}

/** `gone` becomes part of its neighbour; as an area it stays only where others are inside it. */
export function mergeStep(drawing: Drawing, kept: string, gone: string): Step {
  const rows: Record<string, Row | null> = drawing.childrenOf(gone).length === 0 ? { [gone]: null } : {};
  return { key: kept, command: merge(kept, gone), rows };
}

/** Out of ground that is divided further comes a part of it, out of other ground an area beside it. */
function newRow(drawing: Drawing, near: string | null, inside: boolean): Row {
  const around = near === null ? topOf(drawing) : near;
  const row = around === null ? null : drawing.rows.get(around);
  if (!row || around === null) return { code: '', name: '', level: 'point', parent: null, extent: null };
  const asChild = near === null || (inside && drawing.childrenOf(around).length > 0);
  const parent = asChild ? around : row.parent;
  const level = asChild ? LEVELS[Math.min(LEVELS.length - 1, LEVELS.indexOf(row.level) + 1)]! : row.level;
  const siblings = [...drawing.rows.values()].filter((one) => one.parent === parent && one.level === level).map(({ code }) => code);
  const taken = new Set([...drawing.rows.values()].map(({ code }) => code));
  const parentCode = parent === null ? row.code : drawing.rows.get(parent)?.code ?? parent;
  return { code: nextCode(siblings, taken, parentCode), name: '', level, parent, extent: null };
}

function topOf(drawing: Drawing): string | null {
  return [...drawing.rows].find(([, row]) => row.parent === null || !drawing.rows.has(row.parent))?.[0] ?? null;
}
