// A post in one line: what, and where. The holder is the reader and needs no naming.
import type { Post } from '../../api/types';
import { w } from '../../i18n';

export function postPlace(post: Post): { name: string; code: string } {
  return { name: post.area?.name ?? post.feature?.name ?? '', code: post.area?.code ?? post.feature?.code ?? '' };
}
export function postLine(post: Post): string {
  return [w(post.role_words), postPlace(post).name].filter(Boolean).join(' · ');
}
