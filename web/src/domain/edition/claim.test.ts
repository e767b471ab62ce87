import { describe, expect, it } from 'vitest';
import { doubleArea, ringsOf, type Refused } from '../edge_graph';
import { claimsOf, claimStep, meetings, outcome } from './claim';
import { Drawing } from './drawing';
import { freshRow } from './fresh';
import { unitMetres } from '../edge_graph/measure';
import type { DraftAreas, Level, Row, Shape } from './types';

const box = (west: number, south: number, east: number, north: number): Shape => ({
  type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]].map(([x, y]) => [x! / 1e7, y! / 1e7])],
});
const area = (code: string, level: Level, parent: string | null, geometry: Shape | null) => ({ type: 'Feature' as const, properties: { code, name: `name ${code}`, level, parent, extent: null }, geometry });
/** A community with two zones of 20 000 × 20 000 units, one with two points, one undivided, and an area that is not drawn. */
const draft = (): DraftAreas => ({
  type: 'FeatureCollection',
  features: [
    area('C', 'community', null, box(0, 0, 40_000, 20_000)),
    area('C-1', 'zone', 'C', box(0, 0, 20_000, 20_000)), area('C-2', 'zone', 'C', box(20_000, 0, 40_000, 20_000)),
    area('C-1-1', 'point', 'C-1', box(0, 0, 20_000, 10_000)), area('C-1-2', 'point', 'C-1', null),
    area('C-3', 'zone', 'C', null),
  ],
});
const { east, north } = unitMetres(0);
const m2 = (units: number): number => units * east * north;
const options = { over: false, reach: 2 };
/** Grid units of everything that an area has, below it too. */
const ground = (drawing: Drawing, key: string): number => [...drawing.facesOf(key)].flatMap((face) => ringsOf(drawing.graph, face)).reduce((sum, { points }) => sum + Number(doubleArea(points)) / 2, 0);

describe('ground for an area that is not drawn', () => {
  it('comes out of what is left of the areas around it, and their outlines stay', () => {
    const drawing = new Drawing(draft());
    const outline = JSON.stringify(drawing.geometry('C-1'));
    // The lines are a metre off the borders that they mean, which are then one.
    const claims = claimsOf([{ key: 'C-1-2', geometry: box(-70, 9_950, 20_060, 20_080) }]);
    expect(meetings(drawing, claims, options)!.get('C-1-2')!.others).toEqual([]);
    const step = claimStep(drawing, claims, options);
    expect(outcome(drawing, step)).toMatchObject([{ key: 'C-1-2', parts: 1 }]);
    expect(drawing.do(step.command, step.rows)).toBeNull();
    expect(drawing.graph.faces.has('C-1')).toBe(false);
    expect(JSON.stringify(drawing.geometry('C-1'))).toBe(outline);
    expect(drawing.changes().upsert.map(({ code }) => code)).toEqual(['C-1-2']);
    expect(drawing.undo()).toBe(true);
    expect(drawing.changes()).toEqual({ upsert: [], remove: [] });
  });
  it('that others have drawn stays theirs, and how much that is is told before', () => {
    const drawing = new Drawing(draft());
    const claims = claimsOf([{ key: 'C-3', geometry: box(30_000, 0, 50_000, 20_000) }]);
    const met = meetings(drawing, claims, options)!.get('C-3')!;
    expect(met.others.map(({ key }) => key)).toEqual(['C-2']);
    expect(met.others[0]!.m2 / m2(2e8)).toBeCloseTo(1, 3);
    expect(met.free_m2 / m2(2e8)).toBeCloseTo(1, 3);
    const step = claimStep(drawing, claims, options);
    expect(step).toMatchObject({ clipped: 1, empty: 0 });
    expect(drawing.do(step.command, step.rows)).toBeNull();
    expect(drawing.changes().upsert.map(({ code }) => code)).toEqual(['C', 'C-3']);
  });
  it('is given up by others when the person says so, but never all that they have', () => {
    const drawing = new Drawing(draft());
    const half = claimStep(drawing, claimsOf([{ key: 'C-3', geometry: box(30_000, 0, 50_000, 20_000) }]), { ...options, over: true });
    expect(drawing.do(half.command, half.rows)).toBeNull();
    expect(drawing.geometry('C-2')).toEqual(expect.objectContaining({ type: 'Polygon' }));
    expect(Math.max(...(drawing.geometry('C-2')!.coordinates[0] as number[][]).map(([x]) => x!))).toBe(0.003);
    const all = claimStep(drawing, claimsOf([{ key: 'C-1-2', geometry: box(0, 0, 20_000, 20_000) }]), { ...options, over: true });
    expect((outcome(drawing, all) as Refused).reason).toBe('would_vanish');
    expect(drawing.do(all.command, all.rows)?.reason).toBe('would_vanish');
  });
  it('of which nothing is free is refused', () => {
    const drawing = new Drawing(draft());
    const step = claimStep(drawing, claimsOf([{ key: 'C-3', geometry: box(22_000, 2_000, 30_000, 9_000) }]), options);
    expect(step).toMatchObject({ empty: 1, keys: [] });
    expect(drawing.do(step.command, step.rows)?.reason).toBe('nothing_free');
  });
});

describe('ground for an area that is drawn', () => {
  it('takes the place of what it had; what it gives up is left to the area around it', () => {
    const drawing = new Drawing(draft());
    const claims = claimsOf([{ key: 'C-1-1', geometry: box(0, 0, 20_000, 6_000) }]);
    expect(meetings(drawing, claims, options)!.get('C-1-1')!.freed_m2 / m2(20_000 * 4_000)).toBeCloseTo(1, 3);
    const step = claimStep(drawing, claims, options);
    expect(drawing.do(step.command, step.rows)).toBeNull();
    expect(ground(drawing, 'C-1-1')).toBe(1.2e8);
    // Nothing around it changes, but for a vertex where the new border meets the old one.
    expect(['C', 'C-1', 'C-2'].map((key) => ground(drawing, key))).toEqual([8e8, 4e8, 4e8]);
  });
  it('and divided leaves its parts as they are', () => {
    const drawing = new Drawing(draft());
    const before = JSON.stringify(drawing.geometry('C-1-1'));
    const step = claimStep(drawing, claimsOf([{ key: 'C-1', geometry: box(0, 3_000, 20_000, 15_000) }]), options);
    expect(drawing.do(step.command, step.rows)).toBeNull();
    expect(JSON.stringify(drawing.geometry('C-1-1'))).toBe(before);
    expect(['C', 'C-1'].map((key) => ground(drawing, key))).toEqual([8e8, 3e8]);
  });
});

it('several new areas at once share their borders and have codes of their own; only ground of the area they are in is taken', () => {
  const drawing = new Drawing(draft());
  const rows: Record<string, Row> = {};
  for (const key of [drawing.newKey(), drawing.newKey()]) rows[key] = freshRow(drawing, rows, '', { level: 'point', parent: 'C-2' });
  const [one, other] = Object.keys(rows) as [string, string];
  expect(Object.values(rows).map(({ code }) => code)).toEqual(['C-2-1', 'C-2-2']);
  const claims = claimsOf([{ key: one, geometry: box(15_000, 0, 30_000, 20_000) }, { key: other, geometry: box(30_000, 0, 45_000, 20_000) }]);
  const step = claimStep(drawing, claims, { ...options, rows, within: drawing.facesOf('C-2') });
  expect(drawing.do(step.command, step.rows)).toBeNull();
  expect([one, other, 'C-1', 'C-2', 'C'].map((key) => ground(drawing, key))).toEqual([2e8, 2e8, 4e8, 4e8, 8e8]);
  expect([...drawing.graph.edgesOf(one)].filter((id) => drawing.graph.edgesOf(other).has(id))).toHaveLength(1);
  expect(drawing.undo()).toBe(true);
  expect(drawing.rows.has(one)).toBe(false);
});
