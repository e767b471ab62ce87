import { describe, expect, it } from 'vitest';
import type { Category } from '../api/types';
import { kinds } from './kinds';

const category = (slug: string, parent: string | null): Category => ({ slug, parent, kind: 'incident', name: { zh: slug, en: slug }, remedy: null, codes: [], keywords: [], picture: null });
const tree = [category('order', null), category('stalls', 'order'), category('hygiene', null), category('rubbish', 'hygiene'), category('rare', null)];

describe('kinds of problem', () => {
  it('colour the roots seen most, and share the last colour among the rest', () => {
    const result = kinds(tree, new Map([['stalls', 5], ['rubbish', 9], ['rare', 1]]), 2);
    expect(result.roots).toEqual(['hygiene', 'order']);
    expect([result.of('rubbish'), result.of('stalls'), result.of('rare')]).toEqual([0, 1, 2]);
  });
  it('bear a category that the list does not know', () => expect(kinds([], new Map([['new', 1]]), 2).of('new')).toBe(0));
});
