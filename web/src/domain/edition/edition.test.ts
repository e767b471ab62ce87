import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { merge, moveVertex, split, type Point } from '../edge_graph';
import { canonical } from './canonical';
import { nextCode } from './codes';
import { combined, differences } from './combine';
import { Drawing } from './drawing';
import { findings } from './faults';
import { ringArea, unitMetres } from '../edge_graph/measure';
import { faceAt } from './pick';
import type { DraftAreas, Level, Shape } from './types';

const box = (west: number, south: number, east: number, north: number): Shape => ({
  type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]].map(([x, y]) => [x! / 1e7, y! / 1e7])],
});
const area = (code: string, level: Level, parent: string | null, geometry: Shape | null) => ({ type: 'Feature' as const, properties: { code, name: `name ${code}`, level, parent, extent: null }, geometry });
const draft = (): DraftAreas => ({
  type: 'FeatureCollection',
  features: [
    area('C', 'community', 'S', box(0, 0, 40_000, 20_000)),
    area('C-1', 'zone', 'C', box(0, 0, 20_000, 20_000)), area('C-2', 'zone', 'C', box(20_000, 0, 40_000, 20_000)),
    area('C-1-01', 'point', 'C-1', box(0, 0, 20_000, 10_000)), area('C-2-01', 'point', 'C-2', box(20_000, 0, 40_000, 20_000)),
  ],
});
const nodeAt = (drawing: Drawing, x: number, y: number): number => [...drawing.graph.nodes].find(([, { at }]) => at[0] === x && at[1] === y)![0];
const codes = (drawing: Drawing): string[] => drawing.changes().upsert.map(({ code }) => code);

describe('a drawing', () => {
  it('is unchanged when it begins, and again when everything is taken back', () => {
    const drawing = new Drawing(draft());
    expect(drawing.changes()).toEqual({ upsert: [], remove: [] });
    expect(drawing.do(moveVertex({ node: nodeAt(drawing, 20_000, 10_000) }, [19_000, 10_000]))).toBeNull();
    expect(drawing.changes().upsert.length).toBeGreaterThan(0);
    expect(drawing.undo()).toBe(true);
    expect(drawing.changes()).toEqual({ upsert: [], remove: [] });
    expect(drawing.redo()).toBe(true);
    expect(codes(drawing)).toContain('C-1-01');
  });
  it('can be taken back past a save, and goes on from there', () => {
    const drawing = new Drawing(draft());
    const key = drawing.newKey();
    const row = { ...drawing.rows.get('C-2-01')!, code: 'C-2-02', name: 'new' };
    expect(drawing.do(split('C-2-01', [20_000, 0] as Point, [], [40_000, 20_000], key), { [key]: row })).toBeNull();
    // What stands after the save, as the service answers it.
    const stands = (): DraftAreas => ({ type: 'FeatureCollection', features: [...drawing.rows.keys()].map((one) => ({ type: 'Feature', properties: drawing.words(one), geometry: drawing.geometry(one) })) });
    expect(drawing.saved(draft())).toBe(false);
    expect(drawing.saved(stands())).toBe(true);
    expect(drawing.dirty).toBe(false);
    expect(drawing.changes()).toEqual({ upsert: [], remove: [] });
    expect(drawing.undo()).toBe(true);
    expect(drawing.dirty).toBe(true);
    expect(drawing.changes().remove).toEqual(['C-2-02']);
    expect(codes(drawing)).toEqual(['C-2-01']);
    expect(drawing.redo()).toBe(true);
    expect(drawing.changes()).toEqual({ upsert: [], remove: [] });
    // Another step instead: the way forward to the save is lost, what it changed is not.
    drawing.undo();
    expect(drawing.do(moveVertex({ node: nodeAt(drawing, 20_000, 10_000) }, [19_000, 10_000]))).toBeNull();
    expect(drawing.changes().remove).toEqual(['C-2-02']);
    expect(codes(drawing)).toEqual(['C-1', 'C-1-01', 'C-2', 'C-2-01']);
    expect(drawing.saved(stands())).toBe(true);
    expect(drawing.undo()).toBe(true);
    expect(codes(drawing)).toEqual(['C-1', 'C-1-01', 'C-2', 'C-2-01']);
  });
  it('saves both neighbours and their zones when a shared vertex moves, and not the community around them', () => {
    const drawing = new Drawing(draft());
    drawing.do(moveVertex({ node: nodeAt(drawing, 20_000, 10_000) }, [19_000, 10_000]));
    expect(codes(drawing)).toEqual(['C-1', 'C-1-01', 'C-2', 'C-2-01']);
  });
  it('splits a point into two of one zone, and merges them again', () => {
    const drawing = new Drawing(draft());
    const key = drawing.newKey();
    const row = { ...drawing.rows.get('C-2-01')!, code: 'C-2-02', name: 'new' };
    expect(drawing.do(split('C-2-01', [30_000, 0] as Point, [], [30_000, 20_000], key), { [key]: row })?.reason).toBe('not_on_boundary');
    expect(drawing.rows.has(key)).toBe(false);
    expect(drawing.do(split('C-2-01', [20_000, 0] as Point, [], [40_000, 20_000], key), { [key]: row })).toBeNull();
    expect(drawing.changes().upsert.map(({ code, parent }) => [code, parent])).toEqual([['C-2-02', 'C-2'], ['C-2-01', 'C-2']]);
    expect(drawing.do(merge('C-2-01', key), { [key]: null })).toBeNull();
    expect(drawing.changes()).toEqual({ upsert: [], remove: [] });
  });
  it('removes the old code of an area that gets another, and tells its children', () => {
    const drawing = new Drawing(draft());
    drawing.do(null, { 'C-1': { ...drawing.rows.get('C-1')!, code: 'C-9' } });
    const { upsert, remove } = drawing.changes();
    expect(remove).toEqual(['C-1']);
    expect(upsert.map(({ code, parent }) => [code, parent])).toEqual([['C-9', 'C'], ['C-1-01', 'C-9']]);
  });
  it('moves ground between zones when a point gets another parent', () => {
    const drawing = new Drawing(draft());
    drawing.do(null, { 'C-1-01': { ...drawing.rows.get('C-1-01')!, parent: 'C-2' } });
    expect(codes(drawing)).toEqual(['C-1', 'C-1-01', 'C-2']);
    expect(canonical(drawing.geometry('C-1'))).toBe(canonical(box(0, 10_000, 20_000, 20_000)));
  });
  it('knows what an edge divides at most', () => {
    const drawing = new Drawing(draft());
    const levels = [...drawing.graph.edges.values()].map((edge) => [edge.left, edge.right, drawing.levelOf(edge)]);
    for (const [left, right, level] of levels) {
      if (left === null || right === null) expect(level).toBe('community');
      else if (left === 'C-2-01' || right === 'C-2-01') expect(level).toBe('zone');
      else expect(level).toBe('point');
    }
  });
  it('draws the demo community whole: every zone and community comes out of its parts', () => {
    const file = JSON.parse(readFileSync(new URL('../../../../geodata/demo/areas.geojson', import.meta.url), 'utf8')) as DraftAreas;
    const duty = file.features.filter(({ properties: p }) => (p as unknown as { scheme: string }).scheme === 'duty' && (p.code === '530499003001' || /^YL/.test(p.code)));
    expect(duty.length).toBeGreaterThan(30);
    const drawing = new Drawing({ type: 'FeatureCollection', features: duty });
    for (const { properties: p, geometry } of duty) expect(canonical(drawing.geometry(p.code)), p.code).toBe(canonical(geometry));
    expect(findings(drawing).faults).toEqual([]);
  });
});

describe('findings', () => {
  it('tell gaps, thin ground, missing words and the undivided remainder', () => {
    const areas = draft();
    areas.features.push(area('C-3', 'zone', 'C', null), area('C-1-02', 'zone', 'C-1', box(0, 10_000, 20_000, 10_002)));
    areas.features[4]!.properties.name = ' ';
    const { faults, remainder_m2, total_m2 } = findings(new Drawing(areas));
    expect(faults.map(({ kind, key }) => [kind, key]).sort()).toEqual([
      ['name_missing', 'C-2-01'], ['no_ground', 'C-3'], ['parent_level', 'C-1-02'], ['thin', 'C-1-02'],
    ]);
    expect(remainder_m2 / total_m2).toBeCloseTo(0.25, 3);
  });
});

describe('a conflict', () => {
  it('puts areas that both changed first, and takes the side that is chosen', () => {
    const mine = new Drawing(draft());
    mine.do(moveVertex({ node: nodeAt(mine, 20_000, 10_000) }, [19_000, 10_000]));
    const other = new Drawing(draft());
    other.do(null, { 'C-2-01': { ...other.rows.get('C-2-01')!, name: 'theirs' }, 'C-2': { ...other.rows.get('C-2')!, name: 'both' } });
    const theirs = combined(other.changes(), draft(), new Map());
    const found = differences(mine.changes(), theirs, ['C-2', 'C-2-01']);
    expect(found.map(({ code, mine: m, theirs: t }) => [code, m, t])).toEqual([['C-2', true, true], ['C-2-01', true, true], ['C-1', true, false], ['C-1-01', true, false]]);
    const all = new Drawing(theirs, combined(mine.changes(), theirs, new Map()));
    expect(all.rows.get('C-2')!.name).toBe('name C-2');
    expect(codes(all)).toEqual(['C-1', 'C-1-01', 'C-2', 'C-2-01']);
    const none = new Drawing(theirs, combined(mine.changes(), theirs, new Map(found.map(({ code }) => [code, 'theirs' as const]))));
    expect(none.changes()).toEqual({ upsert: [], remove: [] });
  });
});

describe('measures and codes', () => {
  it('are those of the ellipsoid', () => {
    // Radii of curvature at 24.35° N, by hand: M = 6 346 285 m, N = 6 381 770 m.
    const { east, north } = unitMetres(243_500_000);
    expect(north * 1e7).toBeCloseTo(110_763.6, 0);
    expect(east * 1e7).toBeCloseTo(101_475, -1);
    expect(ringArea([[0, 0], [1000, 0], [1000, 1000], [0, 1000]])).toBeCloseTo(11.1319 * 11.0574, 2);
  });
  it('find the face under a position', () => {
    const { graph } = new Drawing(draft());
    expect(faceAt(graph, [5000, 15_000])).toBe('C-1');
    expect(faceAt(graph, [5000, 5000])).toBe('C-1-01');
    expect(faceAt(graph, [50_000, 5000])).toBeNull();
  });
  it('go on from the highest code beside', () => {
    expect(nextCode(['C-2-01', 'C-2-09'], new Set(['C-2-10']), 'C-2')).toBe('C-2-11');
    expect(nextCode([], new Set(), 'C-3')).toBe('C-3-1');
    expect(nextCode(['530499003001007'], new Set(), '5')).toBe('530499003001008');
  });
});
