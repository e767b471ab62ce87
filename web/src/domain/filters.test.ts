import { describe, expect, it } from 'vitest';
import { change, daysPatch, narrowing, presetPatch, readFilters, serverQuery, toggled } from './filters';

const TODAY = '2026-11-24';

describe('filters read from the URL', () => {
  it('have defaults for everything that is not said', () => {
    const filters = readFilters({}, TODAY);
    expect(filters).toMatchObject({ categories: [], preset: '30d', by: 'segment', show: 'heat', unmanaged: false });
    expect(filters.days).toEqual({ from: '2026-10-26', to: TODAY });
  });
  it('let days chosen by hand win over a preset', () => {
    const filters = readFilters({ period: '7d', from: '2026-11-01', to: '2026-11-05' }, TODAY);
    expect(filters.preset).toBeNull();
    expect(filters.days).toEqual({ from: '2026-11-01', to: '2026-11-05' });
  });
  it('turn a reversed period round', () => {
    expect(readFilters({ from: '2026-11-05', to: '2026-11-01' }, TODAY).days).toEqual({ from: '2026-11-01', to: '2026-11-05' });
  });
  it('drop what they do not know', () => {
    expect(readFilters({ period: 'year', by: 'tree', show: '3d', from: '2026-02-30' }, TODAY)).toMatchObject({
      preset: '30d', by: 'segment', show: 'heat',
    });
  });
  it('keep a list in order and without repeats', () => {
    expect(readFilters({ category: 'a,b,,a' }, TODAY).categories).toEqual(['a', 'b']);
  });
});

describe('the server query', () => {
  it('says nothing about what is not narrowed', () => {
    expect(serverQuery(readFilters({ period: 'all' }, TODAY), 'Asia/Shanghai')).toEqual({});
  });
  it('asks for the three kinds that nobody manages', () => {
    expect(serverQuery(readFilters({ only: 'unmanaged', period: 'all' }, TODAY), 'Asia/Shanghai')).toEqual({ management_type: 'unmanaged,abandoned,semi_managed' });
  });
  it('sends instants with their offset, the last day included', () => {
    expect(serverQuery(readFilters({ from: '2026-11-01', to: '2026-11-24', state: 'open', category: 'a,b' }, TODAY), 'Asia/Shanghai')).toEqual({
      category: 'a,b', state: 'open', from: '2026-11-01T00:00:00+08:00', to: '2026-11-25T00:00:00+08:00',
    });
  });
});

describe('patches of the URL', () => {
  it('leave the default period out', () => {
    expect(presetPatch('30d')).toEqual({ period: null, from: null, to: null });
    expect(presetPatch('all')).toEqual({ period: 'all', from: null, to: null });
    expect(daysPatch({ from: '2026-11-01', to: null })).toEqual({ period: null, from: '2026-11-01', to: null });
  });
  it('remove the key when the last word goes', () => {
    expect(toggled(['a'], 'a')).toBeNull();
    expect(toggled(['a'], 'b')).toBe('a,b');
  });
  it('count what narrows', () => {
    expect(narrowing(readFilters({ category: 'a,b', state: 'open', area: 'X' }, TODAY))).toBe(4);
  });
});

describe('change against the period before', () => {
  it('is unknown without one, which is not zero', () => {
    expect(change(5, null)).toEqual({ kind: 'unknown' });
    expect(change(5, 0)).toEqual({ kind: 'new' });
    expect(change(0, 0)).toEqual({ kind: 'same' });
    expect(change(5, 3)).toEqual({ kind: 'more', by: 2 });
    expect(change(3, 5)).toEqual({ kind: 'fewer', by: 2 });
  });
});
