// Redraws a stretch of a face's boundary that runs across corners: of the outline, say, where borders between areas end on
// it. Those borders follow. What the new line cuts is shortened to it; what falls short of it goes straight on until
// it meets it, or to its nearest point, so that every area keeps its part of the stretch.
import { auditAfter, type Command } from './command';
import { dissolve, nodeAt, type Place } from './cuts';
import { walk } from './faces';
import { edgeOf, headOf, leftOf, pointsOf, Refused, twin, type Draft, type Face, type Graph, type Half, type NodeId } from './graph';
import { same, type Point } from './grid';

/** A place on the new line: whole segments and the share of the next one, and the node that is put there. */
interface Anchor { along: number; at: Point; node: NodeId; before: Face; after: Face }

/**
 * `face` is on one side of the whole stretch; of the two ways round it between the places the shorter one is redrawn.
 * Refused where borders would then cross or an area would vanish.
 */
export function redrawAcross(face: Face, from: Place, via: readonly Point[], to: Place): Command {
  return auditAfter((draft) => {
    const { graph } = draft;
    const first = nodeAt(draft, face, from, null);
    const last = nodeAt(draft, face, to, first);
    if (first === last) throw new Refused('not_one_stretch', graph.node(first).at);
    const { stretch, turned } = shorter(graph, face, first, last);
    const [start, end] = turned ? [last, first] : [first, last];
    const line = [graph.node(first).at, ...via, graph.node(last).at].filter((point, index, all) => index === 0 || !same(point, all[index - 1]!));
    if (turned) line.reverse();

    const side = leftOf(graph, twin(stretch[0]!));
    const corners = stretch.slice(0, -1).map((half, index) => ({ half, next: stretch[index + 1]!, before: leftOf(graph, twin(half)), after: leftOf(graph, twin(stretch[index + 1]!)), node: headOf(graph, half) }));
    const anchors = corners.flatMap(({ half, next, before, after, node }) => {
      const inner = graph.node(node).leaving.filter((one) => one !== twin(half) && one !== next);
      return inner.length === 0 ? [] : follow(draft, line, node, inner, before, after, start, end);
    });
    for (const half of stretch) draft.putEdge(edgeOf(half), undefined);
    for (const { node } of corners) if (graph.nodes.get(node)?.leaving.length === 0) draft.removeNode(node);

    let [at, along, right] = [start, 0, side];
    const piece = (to: NodeId, until: number): void => {
      const points = [graph.node(at).at, ...line.filter((_, index) => index > along && index < until), graph.node(to).at];
      const own = points.filter((point, index) => index === 0 || !same(point, points[index - 1]!));
      if (right === face) throw new Refused('crosses', graph.node(at).at);
      if (at !== to) draft.addEdge({ from: at, to, line: own, left: face, right });
    };
    for (const anchor of anchors) {
      if (anchor.along < along) throw new Refused('crosses', anchor.at);
      piece(anchor.node, anchor.along);
      [at, along, right] = [anchor.node, anchor.along, anchor.after];
    }
    piece(end, line.length - 1);
    for (const node of new Set([start, end, ...anchors.map(({ node }) => node)])) if (graph.nodes.has(node)) dissolve(draft, node);
  });
}

/** The half-edges between two nodes with the face on their left, the shorter way round. */
function shorter(graph: Graph, face: Face, first: NodeId, last: NodeId): { stretch: Half[]; turned: boolean } {
  const ways = [[first, last, false], [last, first, true]] as const;
  const found = ways.flatMap(([from, to, turned]) =>
    graph.node(from).leaving.filter((half) => leftOf(graph, half) === face).flatMap((half) => {
      const round = walk(graph, half);
      const until = round.findIndex((one) => headOf(graph, one) === to);
      return until < 0 ? [] : [{ stretch: round.slice(0, until + 1), turned }];
    }));
  const length = ({ stretch }: { stretch: Half[] }): number => stretch.reduce((sum, half) => sum + lengthOf(pointsOf(graph, half)), 0);
  const best = found.sort((a, b) => length(a) - length(b))[0];
  if (!best) throw new Refused('not_one_stretch', graph.node(last).at);
  return best;
}

/** Grid units with the shrinking of longitudes; only to compare lengths. */
function lengthOf(line: readonly Point[]): number {
  const shrink = Math.cos(((line[0]?.[1] ?? 0) / 1e7) * (Math.PI / 180));
  return line.reduce((sum, [x, y], index) => (index === 0 ? 0 : sum + Math.hypot((x - line[index - 1]![0]) * shrink, y - line[index - 1]![1])), 0);
}

/** Brings the borders that end in a corner of the old stretch to the new line; answers where they meet it, in its order. */
function follow(draft: Draft, line: readonly Point[], node: NodeId, inner: readonly Half[], before: Face, after: Face, start: NodeId, end: NodeId): Anchor[] {
  const { graph } = draft;
  const nodeOn = (at: Point): NodeId => (same(at, line[0]!) ? start : same(at, line[line.length - 1]!) ? end : draft.addNode(at));
  const cuts = inner.map((half) => ({ half, cut: crossing(pointsOf(graph, half), line) }));
  const crossed = cuts.flatMap(({ half, cut }) => (cut ? [{ half, cut }] : []));
  if (crossed.length > 0) {
    if (crossed.length < cuts.length) throw new Refused('crosses', graph.node(node).at);
    return crossed.sort((a, b) => a.cut.along - b.cut.along).map(({ half, cut: { along, at, rest } }) => {
      const [right, left] = [leftOf(graph, twin(half)), leftOf(graph, half)];
      const on = nodeOn(at);
      reroute(draft, half, on, [at, ...rest]);
      return { along, at, node: on, before: right, after: left };
    });
  }
  const corner = graph.node(node).at;
  // What only touches the stretch from inside ends there and stays.
  if (before === after) return [];
  const { along, at } = (inner.length === 1 ? onward(pointsOf(graph, inner[0]!), line) : null) ?? nearest(corner, line);
  if (same(at, corner)) return [{ along, at, node, before, after }];
  const on = nodeOn(at);
  if (inner.length === 1) reroute(draft, inner[0]!, on, [at, ...pointsOf(graph, inner[0]!)]);
  else draft.addEdge({ from: node, to: on, line: [corner, at], left: before, right: after });
  return [{ along, at, node: on, before, after }];
}

/** Lets a half-edge begin in another node, with other points. */
function reroute(draft: Draft, half: Half, from: NodeId, points: readonly Point[]): void {
  const edge = draft.graph.edge(edgeOf(half));
  const line = points.filter((point, index) => index === 0 || !same(point, points[index - 1]!));
  draft.putEdge(edgeOf(half), half & 1 ? { ...edge, to: from, line: line.reverse() } : { ...edge, from, line });
}

/** Where a border, from its end on the old stretch, comes out of what the new line cuts off: its last crossing. */
function crossing(border: readonly Point[], line: readonly Point[]): { along: number; at: Point; rest: Point[] } | null {
  for (let i = border.length - 2; i >= 0; i -= 1) {
    const [a, b] = [border[i]!, border[i + 1]!];
    let found: { share: number; along: number } | null = null;
    for (let k = 0; k + 1 < line.length; k += 1) {
      const [c, d] = [line[k]!, line[k + 1]!];
      const across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
      if (across === 0) continue;
      const share = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across;
      const on = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / across;
      // The corner itself on the new line is no cut.
      if (share < 0 || share > 1 || on < 0 || on > 1 || (i === 0 && share === 0)) continue;
      if (!found || share > found.share) found = { share, along: k + on };
    }
    if (found) return { along: found.along, at: [Math.round(a[0] + found.share * (b[0] - a[0])), Math.round(a[1] + found.share * (b[1] - a[1]))], rest: border.slice(i + 1) };
  }
  return null;
}

/** Where a border that ends in its first point would meet a line if it went straight on. */
function onward([corner, before]: readonly Point[], line: readonly Point[]): { along: number; at: Point } | null {
  const [dx, dy] = [corner![0] - before![0], corner![1] - before![1]];
  let found: { ahead: number; along: number } | null = null;
  for (let k = 0; k + 1 < line.length; k += 1) {
    const [c, d] = [line[k]!, line[k + 1]!];
    const across = dx * (d[1] - c[1]) - dy * (d[0] - c[0]);
    if (across === 0) continue;
    const ahead = ((c[0] - corner![0]) * (d[1] - c[1]) - (c[1] - corner![1]) * (d[0] - c[0])) / across;
    const on = ((c[0] - corner![0]) * dy - (c[1] - corner![1]) * dx) / across;
    if (ahead >= 0 && on >= 0 && on <= 1 && (!found || ahead < found.ahead)) found = { ahead, along: k + on };
  }
  return found && { along: found.along, at: [Math.round(corner![0] + found.ahead * dx), Math.round(corner![1] + found.ahead * dy)] };
}

/** The point of a line that is nearest to another, on the grid. */
function nearest([x, y]: Point, line: readonly Point[]): { along: number; at: Point } {
  const shrink = Math.cos((y / 1e7) * (Math.PI / 180));
  let best = { along: 0, at: line[0]!, far: Infinity };
  for (let k = 0; k + 1 < line.length; k += 1) {
    const [a, b] = [line[k]!, line[k + 1]!];
    const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
    const share = Math.min(1, Math.max(0, ((x - a[0]) * shrink * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)));
    const at: Point = [Math.round(a[0] + share * (b[0] - a[0])), Math.round(a[1] + share * (b[1] - a[1]))];
    const far = Math.hypot((at[0] - x) * shrink, at[1] - y);
    if (far < best.far) best = { along: k + share, at, far };
  }
  return best;
}
