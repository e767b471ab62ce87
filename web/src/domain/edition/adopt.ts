// Traced borders become areas of a drawing, as one step: junctions and shared edges as they are, outer sides to the
// ground that is there already. What crosses or encloses areas that are drawn is refused.
import type { Face, Point } from '../edge_graph';
import { auditAfter, type Command } from '../edge_graph/command';
import type { NodeId } from '../edge_graph/graph';
import { regroup, type GroupChain, type Outline } from '../trace';
import { nextCode } from './codes';
import type { Drawing } from './drawing';
import { faceAt, middle } from './pick';
import { LEVELS, type Row } from './types';

/** What becomes of a region: the ground of an undrawn area by its key, a new area of a name, or nothing. */
export type Fate = { key: string } | { name: string } | null;

export function adoptStep(drawing: Drawing, outlines: readonly Outline[], fates: ReadonlyMap<number, Fate>): { command: Command; rows: Record<string, Row>; keys: string[] } {
  const rows: Record<string, Row> = {};
  const keyOf = new Map<number, string>();
  for (const [region, fate] of fates) {
    if (fate === null) continue;
    if ('key' in fate) keyOf.set(region, fate.key);
    else {
      const key = drawing.newKey();
      rows[key] = newRow(drawing, rows, fate.name);
      keyOf.set(region, key);
    }
  }
  const chains = regroup(outlines, (region) => keyOf.get(region) ?? null);
  return { command: plant(chains), rows, keys: [...new Set(keyOf.values())] };
}

export function plant(chains: readonly GroupChain<Point>[]): Command {
  return auditAfter((draft) => {
    // Asked before anything is planted: what lies there now is what is outside of the new areas.
    const faces = chains.map(({ points, left, right }): Face => (left === null || right === null ? faceAt(draft.graph, middle(points[0]!, points[1]!)) : null));
    const nodes = new Map<string, NodeId>();
    const nodeOf = (name: string, at: Point): NodeId => {
      let id = nodes.get(name);
      if (id === undefined) nodes.set(name, (id = draft.addNode(at)));
      return id;
    };
    chains.forEach(({ points, left, right, from, to }, index) => {
      const end = (node: number, at: Point): NodeId => nodeOf(node < 0 ? `ring ${index}` : String(node), at);
      draft.addEdge({ from: end(from, points[0]!), to: end(to, points[points.length - 1]!), line: points, left: left ?? faces[index]!, right: right ?? faces[index]! });
    });
  });
}

/** Beside the other areas of the lowest level under the highest area that there is. */
function newRow(drawing: Drawing, fresh: Readonly<Record<string, Row>>, name: string): Row {
  const all = [...drawing.rows.values(), ...Object.values(fresh)];
  const top = [...drawing.rows].find(([, row]) => row.parent === null || !drawing.rows.has(row.parent));
  const level = LEVELS[LEVELS.length - 1]!;
  const parent = top && top[1].level !== level ? top[0] : null;
  const siblings = all.filter((row) => row.parent === parent && row.level === level).map(({ code }) => code);
  return { code: nextCode(siblings, new Set(all.map(({ code }) => code)), top?.[1].code ?? 'G'), name, level, parent, extent: null };
}
