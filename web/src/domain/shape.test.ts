import { describe, expect, it } from 'vitest';
import type { Geometry } from 'geojson';
import { boundsOf, circle, grown, labelPlace, within } from './shape';
import { tints } from './tints';

const U: Geometry = { type: 'Polygon', coordinates: [[[0, 0], [9, 0], [9, 9], [6, 9], [6, 2], [3, 2], [3, 9], [0, 9], [0, 0]]] };

describe('shapes', () => {
  it('have bounds over all parts, and none when there is nothing', () => {
    expect(boundsOf([U, { type: 'Point', coordinates: [-1, 20] }, null])).toEqual([-1, 0, 9, 20]);
    expect(boundsOf([null])).toBeNull();
  });
  it('grow by a share of their own size', () => expect(grown([0, 0, 10, 4], 0.5)).toEqual([-5, -2, 15, 6]));
  it('carry their name inside, even when the middle of the box is outside', () => {
    const [x, y] = labelPlace(U) ?? [NaN, NaN];
    expect(y < 2 ? x > 0 && x < 9 : x < 3 || x > 6).toBe(true);
  });
  it('label the largest part of several', () => {
    const many: Geometry = { type: 'MultiPolygon', coordinates: [[[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]], [[[10, 10], [20, 10], [20, 20], [10, 20], [10, 10]]]] };
    expect(within([10, 10, 20, 20], labelPlace(many) ?? [0, 0])).toBe(true);
  });
  it('keep out of a hole', () => {
    const ring: Geometry = { type: 'Polygon', coordinates: [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[2, 2], [8, 2], [8, 8], [2, 8], [2, 2]]] };
    expect(within([2, 2, 8, 8], labelPlace(ring) ?? [5, 5])).toBe(false);
  });
  it('draw a circle of the metres asked for', () => {
    const box = boundsOf([circle([102.5, 24.3], 100)]);
    expect(((box?.[3] ?? 0) - (box?.[1] ?? 0)) * 111_320).toBeCloseTo(200, 0);
  });
});

describe('tints', () => {
  it('differ between neighbours', () => {
    const zones = ['A', 'B', 'C', 'D'];
    const edges = [['A1', 'B1'], ['B1', 'C1'], ['C1', 'A1'], ['D1', 'A1'], ['D1', 'D2']].map(([left, right]) => ({ left: left ?? null, right: right ?? null }));
    const result = tints(zones, edges, (code) => code[0] ?? null, 4);
    for (const { left, right } of edges) {
      if (left?.[0] !== right?.[0]) expect(result.get(left?.[0] ?? '')).not.toBe(result.get(right?.[0] ?? ''));
    }
  });
});
