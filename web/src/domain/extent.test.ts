import { describe, expect, it } from 'vitest';
import { extentOf, middleOf } from './extent';

describe('the box of a geometry', () => {
  it('holds every position of every part', () => {
    expect(extentOf({ type: 'MultiPolygon', coordinates: [[[[0, 0], [2, 0], [2, 1], [0, 0]]], [[[5, -1], [6, -1], [6, 0], [5, -1]]]] })).toEqual([0, -1, 6, 1]);
    expect(middleOf({ type: 'LineString', coordinates: [[0, 0], [4, 2]] })).toEqual([2, 1]);
  });
  it('is unknown without positions', () => {
    expect(extentOf(null)).toBeNull();
    expect(extentOf({ type: 'MultiPoint', coordinates: [] })).toBeNull();
  });
});
