import { describe, expect, it } from 'vitest';
import type { Category } from '../../api/types';
import { isStart, stallsCategory, startFilters } from './starts';

const category = (slug: string, zh: string, keywords: string[] = []): Category => ({
  slug, kind: 'incident', parent: null, name: { zh, en: slug }, remedy: null, codes: [], keywords, picture: null,
});

describe('a start', () => {
  it('finds the stalls by official name before search words', () => {
    expect(stallsCategory([category('a', '流动摊', ['占道']), category('b', '占道经营')])).toBe('b');
    expect(stallsCategory([category('a', '流动摊', ['占道摆摊'])])).toBe('a');
    expect(stallsCategory([])).toBeNull();
  });
  it('becomes filters that a link can carry', () => {
    expect(startFilters('stalls', [category('b', '占道经营')])).toEqual({ category: 'b' });
    expect(startFilters('unmanaged', [])).toMatchObject({ by: 'compound', only: 'unmanaged' });
    expect(isStart('week')).toBe(true);
    expect(isStart('month')).toBe(false);
  });
});
