// Regions that become one area lose the border between them, and junctions where only two borders are left are none
// any more.
import type { Chain } from './chains';

/** A chain between areas instead of regions; null is outside. */
export type GroupChain<P> = Omit<Chain, 'left' | 'right' | 'points'> & { points: P[]; left: string | null; right: string | null };

export function regroup<P>(chains: readonly { points: readonly P[]; left: number; right: number; from: number; to: number }[], groupOf: (region: number) => string | null): GroupChain<P>[] {
  const left: GroupChain<P>[] = chains
    .map(({ points, from, to, ...sides }) => ({ points: [...points], from, to, left: sides.left === 0 ? null : groupOf(sides.left), right: sides.right === 0 ? null : groupOf(sides.right) }))
    .filter((chain) => chain.left !== chain.right);
  const at = new Map<number, Set<GroupChain<P>>>();
  const put = (node: number, chain: GroupChain<P>): void => {
    if (node < 0) return;
    const all = at.get(node) ?? new Set();
    all.add(chain);
    at.set(node, all);
  };
  for (const chain of left) [chain.from, chain.to].forEach((node) => put(node, chain));
  const kept = new Set(left);
  for (const [node, all] of at) {
    const [one, other] = all;
    // Three borders, or one that closes on itself here, need the junction.
    if (all.size !== 2 || !one || !other || one.from === one.to || other.from === other.to) continue;
    const first = one.to === node ? one : reversed(one);
    const second = other.from === node ? other : reversed(other);
    const joined: GroupChain<P> = { points: [...first.points, ...second.points.slice(1)], left: first.left, right: first.right, from: first.from, to: second.to };
    for (const gone of [one, other]) {
      kept.delete(gone);
      for (const end of [gone.from, gone.to]) at.get(end)?.delete(gone);
    }
    kept.add(joined);
    for (const end of [joined.from, joined.to]) put(end, joined);
  }
  return [...kept];
}

function reversed<P>(chain: GroupChain<P>): GroupChain<P> {
  return { points: [...chain.points].reverse(), left: chain.right, right: chain.left, from: chain.to, to: chain.from };
}
