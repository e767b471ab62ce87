// Claims become ground: every piece of an overlay gets the area on either side that it shall have, pieces between two
// different ones are strung together to edges, and edges that did not change keep their number.
import { auditAfter, type Command } from './command';
import { dissolve } from './cuts';
import { edgeOf, Refused, sameLine, type Draft, type EdgeId, type Face, type NodeId } from './graph';
import { same, type Point } from './grid';
import { Overlay, type Claim, type Claimant, type OverlayOptions } from './overlay';

/** Whose the ground becomes where `face` is drawn and `claimant` claims it. */
export type Owner = (face: Face, claimant: Claimant) => Face;

/** Less is followed where following makes lines cross. */
const REACHES = [1, 0.25, 0];

/** Refused where lines cannot be laid, and where an area of `stays` would lose all of its ground. */
export function lay(claims: readonly Claim[], options: OverlayOptions, owner: Owner, stays: (code: string) => boolean = () => true): Command {
  return (graph) => {
    let refused: Refused | null = null;
    for (const share of options.reach > 0 ? REACHES : [1]) {
      try {
        return auditAfter((draft) => put(draft, new Overlay(draft.graph, claims, { ...options, reach: options.reach * share }), owner, stays))(graph);
      } catch (fault) {
        if (!(fault instanceof Refused)) throw fault;
        refused ??= fault;
      }
    }
    throw refused;
  };
}

/** The overlay that `lay` would use, to look at; null when the lines cannot be laid at all. */
export function survey(graph: Draft['graph'], claims: readonly Claim[], options: OverlayOptions): Overlay | null {
  for (const share of options.reach > 0 ? REACHES : [1]) {
    try {
      return new Overlay(graph, claims, { ...options, reach: options.reach * share });
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
    }
  }
  return null;
}

interface Border { a: Point; b: Point; drawn: boolean; left: Face; right: Face; used: boolean }
interface Chain { line: Point[]; left: Face; right: Face }

function put(draft: Draft, overlay: Overlay, owner: Owner, stays: (code: string) => boolean): void {
  const { graph } = draft;
  const borders = overlay.pieces.map(({ a, b, drawn, face, claim }): Border => ({ a, b, drawn, left: owner(face[0], claim[0]), right: owner(face[1], claim[1]), used: false })).filter(({ left, right }) => left !== right);
  const before = new Set(graph.codes());
  const nodes = new Map<string, NodeId>();
  const foreign = new Set<string>();
  for (const [id, { at, leaving }] of graph.nodes) {
    if (!leaving.some((half) => overlay.edges.has(edgeOf(half)))) continue;
    nodes.set(String(at), id);
    if (leaving.some((half) => !overlay.edges.has(edgeOf(half)))) foreign.add(String(at));
  }
  const chains = strung(borders, overlay.vertices, (at) => foreign.has(at), (at) => nodes.has(at));

  const old = new Map<string, EdgeId>();
  for (const id of overlay.edges) old.set(ends(graph.edge(id).line), id);
  const kept = new Set<EdgeId>();
  const fresh: Chain[] = [];
  for (const chain of chains) {
    const id = old.get(ends(chain.line));
    const edge = id === undefined || kept.has(id) ? null : graph.edge(id);
    const backward = edge !== null && !sameLine(edge.line, chain.line);
    if (id === undefined || !edge || (backward && !sameLine(edge.line, [...chain.line].reverse()))) {
      fresh.push(chain);
      continue;
    }
    kept.add(id);
    const [left, right] = backward ? [chain.right, chain.left] : [chain.left, chain.right];
    if (left !== edge.left || right !== edge.right) draft.putEdge(id, { ...edge, left, right });
  }
  for (const id of overlay.edges) if (!kept.has(id)) draft.putEdge(id, undefined);
  for (const { line, left, right } of fresh) {
    const nodeOf = (at: Point): NodeId => {
      let id = nodes.get(String(at));
      if (id === undefined) nodes.set(String(at), (id = draft.addNode(at)));
      return id;
    };
    draft.addEdge({ from: nodeOf(line[0]!), to: nodeOf(line[line.length - 1]!), line, left, right });
  }
  for (const id of nodes.values()) if (graph.nodes.has(id)) dissolve(draft, id);
  for (const code of before) if (!graph.faces.has(code) && stays(code)) throw new Refused('would_vanish');
}

/** Whichever way a line runs. */
function ends(line: readonly Point[]): string {
  const [first, last] = [String(line[0]), String(line[line.length - 1])];
  return first === last ? `${first} ${line.length}` : first < last ? `${first} ${last} ${line.length}` : `${last} ${first} ${line.length}`;
}

/**
 * From one place where borders meet to the next; rings begin at a node that they had. Vertices that noding put where in the
 * end nothing meets are left out again, so that borders that did not change are what they were.
 */
function strung(borders: readonly Border[], { drawn, claimed }: Overlay['vertices'], always: (at: string) => boolean, before: (at: string) => boolean): Chain[] {
  const at = new Map<string, Border[]>();
  for (const border of borders) for (const end of [border.a, border.b]) at.set(String(end), [...(at.get(String(end)) ?? []), border]);
  const from = (border: Border, start: Point): [Face, Face] => (same(border.a, start) ? [border.left, border.right] : [border.right, border.left]);
  const isNode = (point: Point): boolean => {
    const all = at.get(String(point))!;
    if (all.length !== 2 || always(String(point))) return true;
    const [[l1, r1], [l2, r2]] = [from(all[0]!, point), from(all[1]!, point)];
    return l1 !== r2 || r1 !== l2;
  };
  const chains: Chain[] = [];
  const run = (start: Point, first: Border): void => {
    const [left, right] = from(first, start);
    const line = [start];
    let [point, border] = [start, first];
    for (;;) {
      border.used = true;
      point = same(border.a, point) ? border.b : border.a;
      line.push(point);
      if (same(point, start) || isNode(point)) break;
      const [one, other] = at.get(String(point))!;
      const next = one === border ? other! : one!;
      const bend = String(point);
      if (border.drawn === next.drawn && !drawn.has(bend) && (border.drawn || !claimed.has(bend))) line.pop();
      border = next;
    }
    chains.push({ line, left, right });
  };
  const starts = (wanted: (point: Point) => boolean): void => {
    for (const border of borders) for (const end of [border.a, border.b]) if (!border.used && wanted(end)) run(end, border);
  };
  starts(isNode);
  starts((point) => before(String(point)));
  starts((point) => claimed.has(String(point)));
  starts(() => true);
  return chains;
}
