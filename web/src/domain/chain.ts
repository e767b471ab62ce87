// Reading a chain: who acts here first, and which posts stand beside the line of command. Pure.
import type { AreaRef, Located, Post } from '../api/types';

/** Posts that lead at their level; the others are liaisons, joint units and the like. */
const HEADS: readonly string[] = ['point_head', 'zone_head', 'grid_chief', 'first_responsible', 'directly_responsible'];
export function isHead(post: Post): boolean {
  return HEADS.includes(post.role);
}

/** Whose turn it is without a category: the first head from the ground up that is not vacant. Where only the person is pending, the unit answers. */
export function firstActing(chain: readonly Post[]): Post | null {
  return chain.find((post) => isHead(post) && post.state !== 'vacant') ?? null;
}

export interface Rung { area: AreaRef; heads: Post[]; beside: Post[] }

/** The chain by area, in the order of `areas` (owner first, then up). Posts whose area is not listed come at the end under their own area. */
export function rungs(located: Pick<Located, 'areas' | 'chain'>): Rung[] {
  const result: Rung[] = located.areas.map((area) => ({ area, heads: [], beside: [] }));
  for (const post of located.chain) {
    const code = post.area?.code;
    let rung = result.find((r) => r.area.code === code) ?? result.find((r) => r.area.level === post.level);
    if (!rung && post.area && post.level) {
      rung = { area: { ...post.area, level: post.level }, heads: [], beside: [] };
      result.push(rung);
    }
    if (rung) (isHead(post) ? rung.heads : rung.beside).push(post);
  }
  return result;
}

export function vacancies(chain: readonly Post[]): Post[] {
  return chain.filter((post) => post.state === 'vacant');
}
