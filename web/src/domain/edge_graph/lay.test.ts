import { describe, expect, it } from 'vitest';
import { build } from './build';
import { History } from './command';
import { polygonsOf } from './faces';
import { cells, random } from './generate';
import type { Face, Graph } from './graph';
import { doubleArea, meet, same, type Point } from './grid';
import { lay, survey, type Owner } from './lay';
import { noded } from './noding';
import type { Claim } from './overlay';

const whole = (graph: Graph): string => JSON.stringify([
  [...graph.nodes].sort(([a], [b]) => a - b), [...graph.edges].sort(([a], [b]) => a - b),
  [...graph.faces].map(([face, edges]) => [face, [...edges].sort((a, b) => a - b)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)), graph.next,
]);
const sizeOf = (graph: Graph, code: string): number => Number(polygonsOf(graph, code).flat().reduce((sum, ring) => sum + doubleArea(ring), 0n)) / 2;
const ring = (key: string, points: readonly Point[]): Claim => ({ points: [...points, points[0]!], left: doubleArea(points) > 0n ? key : null, right: doubleArea(points) > 0n ? null : key });
const box = (west: number, south: number, east: number, north: number): Point[] => [[west, south], [east, south], [east, north], [west, north]];
const shapes = (areas: Record<string, Point[]>): Graph => build(Object.entries(areas).map(([code, points]) => ({ code, polygons: [[points]] })));
const free: Owner = (face, claimant) => face ?? claimant;
const over: Owner = (face, claimant) => claimant ?? face;
const open = (face: Face): boolean => face === null;
const near = { reach: 2, open };
const exact = { reach: 0, open };

/** Segments of different edges meet in their ends only. */
function crossesNothing(graph: Graph): void {
  const all = [...graph.edges.values()].flatMap(({ line }) => line.slice(1).map((b, i): [Point, Point] => [line[i]!, b]));
  all.forEach(([a, b], i) => all.slice(i + 1).forEach(([c, d]) => {
    if (meet(a, b, c, d)) expect(same(a, c) || same(a, d) || same(b, c) || same(b, d), `${a} ${b} meets ${c} ${d}`).toBe(true);
  }));
}

describe('lines that cross', () => {
  it('meet in vertices of the grid afterwards, and nothing moves by more than a unit', () => {
    const dice = random(5);
    for (let round = 0; round < 40; round += 1) {
      const lines = Array.from({ length: 8 }, () => Array.from({ length: 4 }, (): Point => [dice(60), dice(60)]));
      const done = noded(lines);
      done.forEach((line, index) => {
        for (const point of lines[index]!) expect(line.some((one) => same(one, point))).toBe(true);
      });
      const all = done.flatMap((line) => line.slice(1).map((b, i): [Point, Point] => [line[i]!, b]));
      all.forEach(([a, b], i) => all.slice(i + 1).forEach(([c, d]) => {
        if (meet(a, b, c, d)) expect(same(a, c) || same(a, d) || same(b, c) || same(b, d)).toBe(true);
      }));
    }
  });
});

describe('a claim', () => {
  it('beside a neighbour shares its border, though it was drawn a metre aside', () => {
    const graph = shapes({ west: box(0, 0, 10_000, 10_000) });
    // About 90 units a metre.
    const history = new History(graph);
    expect(history.do(lay([ring('east', box(10_080, -60, 20_000, 10_040))], near, free))).toBeNull();
    expect(graph.codes()).toEqual(['east', 'west']);
    expect([...graph.edgesOf('east')].filter((id) => graph.edgesOf('west').has(id))).toHaveLength(1);
    expect(sizeOf(graph, 'west')).toBe(1e8);
    expect(Math.abs(sizeOf(graph, 'east') - 1e8)).toBeLessThan(1e6);
    expect(history.undo()).toBe(true);
    expect(graph.codes()).toEqual(['west']);
  });
  it('over a neighbour takes what is free, or what it laps over as well', () => {
    for (const [owner, west, east] of [[free, 1e8, 1e8], [over, 0.5e8, 1.5e8]] as const) {
      const graph = shapes({ west: box(0, 0, 10_000, 10_000) });
      expect(new History(graph).do(lay([ring('east', box(5_000, 0, 20_000, 10_000))], near, owner))).toBeNull();
      expect([sizeOf(graph, 'west'), sizeOf(graph, 'east')]).toEqual([west, east]);
    }
  });
  it('says how much of it is whose', () => {
    const graph = shapes({ west: box(0, 0, 10_000, 10_000) });
    const sums = survey(graph, [ring('east', box(5_000, 0, 20_000, 10_000))], near)!.sums().get('east')!;
    expect(sums.get(null)! / sums.get('west')!).toBeCloseTo(2, 6);
    // A unit at the equator is 1.11 cm.
    expect(sums.get(null)! / (1e8 * 0.0111319 * 0.0110574)).toBeCloseTo(1, 3);
  });
  it('round areas that are drawn leaves them as they are, with ground of its own around them', () => {
    const graph = shapes({ core: box(4_000, 4_000, 6_000, 6_000) });
    expect(new History(graph).do(lay([ring('around', box(0, 0, 10_000, 10_000))], near, free))).toBeNull();
    expect(polygonsOf(graph, 'around')).toHaveLength(1);
    expect(polygonsOf(graph, 'around')[0]).toHaveLength(2);
    expect(sizeOf(graph, 'around')).toBe(1e8 - 4e6);
  });
  it('that a drawn area cuts in two has two parts', () => {
    const graph = shapes({ strip: box(4_000, -5_000, 6_000, 15_000) });
    expect(new History(graph).do(lay([ring('parts', box(0, 0, 10_000, 10_000))], near, free))).toBeNull();
    expect(polygonsOf(graph, 'parts')).toHaveLength(2);
  });
  it('may not make a whole area vanish, and then nothing is changed', () => {
    const graph = shapes({ core: box(4_000, 4_000, 6_000, 6_000), far: box(20_000, 0, 21_000, 1_000) });
    const before = whole(graph);
    const history = new History(graph);
    expect(history.do(lay([ring('all', box(0, 0, 10_000, 10_000))], near, over))?.reason).toBe('would_vanish');
    expect(whole(graph)).toBe(before);
  });
  it('of several areas that share borders keeps them shared, and the edges that it does not touch keep their number', () => {
    const graph = shapes({ south: box(0, -10_000, 20_000, 0), far: box(90_000, 0, 95_000, 5_000) });
    const far = [...graph.edgesOf('far')];
    expect(new History(graph).do(lay([ring('a', box(0, 0, 10_000, 10_000)), ring('b', box(10_000, 0, 20_000, 10_000))], near, free))).toBeNull();
    expect([...graph.edgesOf('far')]).toEqual(far);
    expect([...graph.edgesOf('a')].filter((id) => graph.edgesOf('b').has(id))).toHaveLength(1);
    for (const key of ['a', 'b']) expect([...graph.edgesOf(key)].filter((id) => graph.edgesOf('south').has(id))).toHaveLength(1);
    crossesNothing(graph);
  });
  it('of any shape over any areas leaves a partition, keeps all ground, and is taken back bit for bit', () => {
    let done = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const dice = random(seed * 7919);
      const graph = build(cells(4, seed));
      const before = whole(graph);
      const sizes = new Map(graph.codes().map((code) => [code, sizeOf(graph, code)]));
      const middle: Point = [1_025_400_000 + dice(4_000), 243_500_000 + dice(4_000)];
      const star = Array.from({ length: 12 }, (_, index): Point => {
        const [turn, far] = [(index / 12) * 2 * Math.PI, 500 + dice(1_500)];
        return [Math.round(middle[0] + far * Math.cos(turn)), Math.round(middle[1] + far * Math.sin(turn))];
      });
      const history = new History(graph);
      const taking = seed % 2 === 0;
      const refused = history.do(lay([ring('new', star)], seed % 3 === 0 ? near : exact, taking ? over : free));
      if (refused) {
        expect(['would_vanish', 'crosses', 'jumps_over', 'turns_over']).toContain(refused.reason);
        expect(whole(graph)).toBe(before);
        continue;
      }
      done += 1;
      crossesNothing(graph);
      const bounded = Math.abs(Number(doubleArea(star))) / 2;
      const lost = [...sizes].reduce((sum, [code, size]) => sum + size - sizeOf(graph, code), 0);
      // Rounding moves borders by half a unit along their length.
      if (!taking) expect(Math.abs(lost)).toBeLessThan(20_000);
      if (seed % 3 !== 0) expect(sizeOf(graph, 'new')).toBeLessThan(bounded + 20_000);
      expect(history.undo()).toBe(true);
      expect(whole(graph)).toBe(before);
      expect(history.redo()).toBe(true);
    }
    expect(done).toBeGreaterThan(20);
  });
});
