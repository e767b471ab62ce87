import { describe, expect, it } from 'vitest';
import { EMPTY } from './url';
import { panelOf } from './view.svelte';
import { nearestHeight, sheetPixels } from './sheet.svelte';

describe('the panel', () => {
  it('is the most particular thing that the URL asks for', () => {
    expect(panelOf(EMPTY)).toBe('start');
    expect(panelOf({ ...EMPTY, door: 'owner' })).toBe('owner');
    expect(panelOf({ ...EMPTY, door: 'inspect' })).toBe('inspect');
    expect(panelOf({ ...EMPTY, door: 'inspect', point: [1, 2] })).toBe('owner');
    expect(panelOf({ ...EMPTY, list: 'road', sel: { kind: 'road', code: 'R1' } })).toBe('dossier');
    expect(panelOf({ ...EMPTY, door: 'report', point: [1, 2] })).toBe('report');
    expect(panelOf({ ...EMPTY, door: 'boundaries' })).toBe('boundaries');
    expect(panelOf({ ...EMPTY, door: 'boundaries', point: [1, 2] })).toBe('owner');
  });
  it('of a draft stays when the map is touched, and stands behind what is looked up', () => {
    const draft = { ...EMPTY, door: 'boundaries' as const, filters: { draft: 'd' } };
    expect(panelOf({ ...draft, point: [1, 2] })).toBe('boundaries');
    expect(panelOf({ ...draft, sel: { kind: 'area', code: 'a' } })).toBe('dossier');
  });
});

describe('the sheet', () => {
  it('has three heights in order', () => {
    expect(sheetPixels('peek', 700)).toBeLessThan(sheetPixels('half', 700));
    expect(sheetPixels('half', 700)).toBeLessThan(sheetPixels('full', 700));
  });
  it('rests at the nearest height, one further when flung', () => {
    expect(nearestHeight(350, 0, 700)).toBe('half');
    expect(nearestHeight(150, 0, 700)).toBe('peek');
    expect(nearestHeight(400, 1.5, 700)).toBe('full');
  });
});
