import { describe, expect, it } from 'vitest';
import { affine, projective, type ControlPoint, type Fit } from '../control_points';
import { toDegrees, toGrid } from '../edge_graph';
import { adoptStep } from '../edition/adopt';
import { Drawing } from '../edition/drawing';
import { unitMetres } from '../edge_graph/measure';
import type { DraftAreas } from '../edition/types';
import { drawn, drawnPlan, fromRing, ringSize, type Look, type Pixel, type Plan } from './drawn';
import { mainColours, regionAt, trace, type Traced } from '.';

/** Half a metre a pixel, north up. */
const [NORTH, WEST, METRE] = [24.36, 102.55, 0.5];
const unit = unitMetres(NORTH * 1e7);
const PER_LON = unit.east * 1e7;
const PER_LAT = unit.north * 1e7;
const ground = ([x, y]: Pixel): [number, number] => [WEST + (x * METRE) / PER_LON, NORTH - (y * METRE) / PER_LAT];
const toPlan = ([lon, lat]: readonly [number, number]): Pixel => [((lon - WEST) * PER_LON) / METRE, ((NORTH - lat) * PER_LAT) / METRE];

const plan = drawnPlan(7, 3, 2, 800, 600);
const options = { colours: [...new Map(plan.areas.map(({ colour }) => [colour.join(), colour])).values()], tolerance: 0.05, line: 8, smallest: 400, smooth_m: 0.6 };
const flat = (p: Plan): Fit => affine(p.corners.map((pixel): ControlPoint => ({ pixel, place: ground(pixel) })))!;

/** Photographed: the far edge is shorter. Both ways. */
const fromPlan = ([x, y]: Pixel): Pixel => { const w = 1 + (0.3 * (600 - y)) / 600 + (0.08 * x) / 800; return [40 + x / w, 10 + (y * 0.98 + 30) / w]; };
const lensPoints = [...plan.corners, [400, 300] as Pixel].map((pixel): ControlPoint => ({ pixel: fromPlan(pixel), place: ground(pixel) }));
const lens = projective(lensPoints)!;

const MAPS: [string, Look, Fit, number, number][] = [
  // name, look, fit, area within this share, border within these metres
  ['clean', {}, flat(plan), 0.005, 1.5],
  ['with black borders, letters and noise', { lines: 6, letters: true, noise: 26 }, flat(plan), 0.01, 2],
  ['photographed at an angle', { lines: 6, letters: true, noise: 16, lens: (pixel) => toPlan(lens.place(pixel)) }, lens, 0.015, 2.5],
];

const empty = (): Drawing => new Drawing({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: null, properties: { code: 'C', name: '社区', level: 'community', parent: null, extent: null } }] } as DraftAreas);
const adopt = (traced: Traced): Drawing => {
  const drawing = empty();
  const step = adoptStep(drawing, traced.outlines, new Map(traced.regions.map(({ number }) => [number, { name: `区 ${number}` }])));
  expect(drawing.do(step.command, step.rows)).toBeNull();
  return drawing;
};

describe.each(MAPS)('a wall map %s', (_, look, fit, share, metres) => {
  const traced = trace(drawn(plan, look), fit, options)!;
  it('gives as many regions as are drawn', () => expect(traced.regions).toHaveLength(plan.areas.length));
  it('knows the region under a place, and none outside', () => {
    for (const { number, place } of traced.regions) expect(regionAt(traced.outlines, toGrid(place))).toBe(number);
    expect(regionAt(traced.outlines, toGrid(ground([10, 10])))).toBe(0);
  });
  it('gives each its size', () => {
    for (const { ring } of plan.areas) {
      const truth = ringSize(ring) * METRE * METRE;
      const middle = [0, 1].map((axis) => ring.reduce((sum, one) => sum + one[axis as 0]!, 0) / ring.length) as unknown as Pixel;
      const found = traced.regions.reduce((best, one) => (Math.hypot(toPlan(one.place)[0] - middle[0], toPlan(one.place)[1] - middle[1]) < Math.hypot(toPlan(best.place)[0] - middle[0], toPlan(best.place)[1] - middle[1]) ? one : best));
      expect(Math.abs(found.m2 - truth) / truth).toBeLessThan(share);
    }
  });
  it('puts every border where it is drawn, and few points on it', () => {
    const points = traced.outlines.flatMap(({ points: all }) => all.map((point) => toPlan(toDegrees(point))));
    const off = points.map((point) => Math.min(...plan.areas.map(({ ring }) => fromRing(ring, point))) * METRE);
    expect(Math.max(...off)).toBeLessThan(metres);
    expect(points.length).toBeLessThan(250);
    // And every corner of the truth has a border near it.
    for (const corner of plan.areas.flatMap(({ ring }) => ring)) {
      const near = Math.min(...traced.outlines.map(({ points: all }) => openDistance(all.map((point) => toPlan(toDegrees(point))), corner)));
      expect(near * METRE).toBeLessThan(metres + 1);
    }
  });
  it('leaves neither gap nor overlap: neighbours share their edges, and one step takes all back', () => {
    const drawing = adopt(traced);
    expect(drawing.graph.codes()).toHaveLength(plan.areas.length);
    // Inner edges lie between two areas, and the outline round all of them has no hole.
    const inner = [...drawing.graph.edges.values()].filter(({ left, right }) => left !== null && right !== null);
    expect(inner.length).toBe(7);
    const whole = drawing.geometry('C')!;
    expect(whole.type).toBe('Polygon');
    expect(whole.coordinates).toHaveLength(1);
    expect(drawing.undo()).toBe(true);
    expect(drawing.graph.edges.size).toBe(0);
    expect(drawing.rows.size).toBe(1);
  });
});

it('the main colours of a plan are those of its areas, without paper, lines and letters', () => {
  const found = mainColours(drawn(plan, { lines: 6, letters: true, noise: 10 }).rgba, 12);
  expect(found).toHaveLength(options.colours.length);
  for (const colour of options.colours) expect(Math.min(...found.map((one) => Math.hypot(one[0] - colour[0], one[1] - colour[1], one[2] - colour[2])))).toBeLessThan(6);
});

it('regions of one name become one area without a border inside, and those left out are no ground', () => {
  const traced = trace(drawn(plan, {}), flat(plan), options)!;
  const drawing = empty();
  const at = (index: number): number => traced.regions[index]!.number;
  const key = drawing.newKey();
  const row = { code: 'C-1', name: '甲', level: 'point' as const, parent: 'C', extent: null };
  expect(drawing.do(null, { [key]: row })).toBeNull();
  const step = adoptStep(drawing, traced.outlines, new Map([[at(0), { key }], [at(1), { key }], [at(2), null], [at(3), { name: '' }]]));
  expect(drawing.do(step.command, step.rows)).toBeNull();
  expect(drawing.graph.codes()).toHaveLength(2);
  expect(step.rows).not.toHaveProperty(key);
});

it('ground that is drawn already stays with its areas: what claims no other is refused', () => {
  const traced = trace(drawn(plan, {}), flat(plan), options)!;
  const drawing = adopt(traced);
  const edges = drawing.graph.edges.size;
  const again = adoptStep(drawing, traced.outlines, new Map(traced.regions.map(({ number }) => [number, { name: '' }])));
  expect(drawing.do(again.command, again.rows)?.reason).toBe('nothing_free');
  expect(drawing.graph.edges.size).toBe(edges);
});

it('two areas of one colour stay apart by the line between them, and a hole of no chosen colour stays a hole', () => {
  const [width, height] = [300, 200];
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  const paint = (x0: number, y0: number, x1: number, y1: number, colour: readonly number[]): void => {
    for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) rgba.set(colour, (y * width + x) * 4);
  };
  paint(20, 20, 280, 180, [183, 216, 168]);
  paint(148, 20, 152, 180, [20, 20, 20]);
  paint(60, 60, 110, 120, [90, 120, 200]);
  // A speck of another colour is none of them.
  paint(200, 100, 206, 106, [220, 30, 30]);
  const traced = trace({ width, height, rgba }, flat(drawnPlan(1, 1, 1, width, height)), { ...options, colours: [[183, 216, 168]], smallest: 200 })!;
  expect(traced.regions).toHaveLength(2);
  const sizes = traced.regions.map(({ m2 }) => m2 / METRE / METRE).sort((a, b) => a - b);
  expect(Math.abs(sizes[0]! - (130 * 160 - 50 * 60))).toBeLessThan(200);
  expect(Math.abs(sizes[1]! - 130 * 160)).toBeLessThan(200);
});

function openDistance(line: Pixel[], at: Pixel): number {
  return Math.min(...line.slice(1).map((b, index) => {
    const a = line[index]!;
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const t = Math.min(1, Math.max(0, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(at[0] - a[0] - t * dx, at[1] - a[1] - t * dy);
  }));
}
