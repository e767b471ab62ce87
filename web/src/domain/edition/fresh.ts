// The words of an area that is about to be drawn beside others: its level, the area around it, and the next code there.
import { nextCode } from './codes';
import type { Drawing } from './drawing';
import { LEVELS, type Level, type Row } from './types';

/** Under the highest area that there is, at the lowest level, where nothing else is said. `fresh`: what is drawn in the same step. */
export function freshRow(drawing: Drawing, fresh: Readonly<Record<string, Row>>, name: string, at?: { level: Level; parent: string | null }): Row {
  const all = [...drawing.rows.values(), ...Object.values(fresh)];
  const top = [...drawing.rows].find(([, row]) => row.parent === null || !drawing.rows.has(row.parent));
  const level = at?.level ?? LEVELS[LEVELS.length - 1]!;
  const parent = at ? at.parent : top && top[1].level !== level ? top[0] : null;
  const siblings = all.filter((row) => row.parent === parent && row.level === level).map(({ code }) => code);
  const around = (parent === null ? undefined : drawing.rows.get(parent)?.code) ?? top?.[1].code ?? 'G';
  return { code: nextCode(siblings, new Set(all.map(({ code }) => code)), around), name, level, parent, extent: null };
}
