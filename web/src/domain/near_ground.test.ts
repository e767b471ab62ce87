import { describe, expect, it } from 'vitest';
import type { Geometry } from 'geojson';
import { apart, around, contains } from './near_ground';

const square = (west: number, south: number, size: number): Geometry => ({ type: 'Polygon', coordinates: [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]] });
const thing = (name: string, geometry: Geometry, level?: string) => ({ geometry, properties: { name, ...(level ? { level } : {}) } });
const ground = {
  areas: [thing('社区', square(102.5, 24.3, 0.1), 'community'), thing('一片区', square(102.5, 24.3, 0.05), 'zone'), thing('第14网格', square(102.54, 24.34, 0.005), 'point')],
  roads: [thing('棋阳路', { type: 'LineString', coordinates: [[102.53, 24.3422], [102.55, 24.3422]] }), thing('远路', { type: 'LineString', coordinates: [[102.53, 24.36], [102.55, 24.36]] })],
  compounds: [thing('梨园小区', square(102.541, 24.341, 0.001))],
  doors: [thing('小卖部', { type: 'Point', coordinates: [102.5416, 24.3415] }), thing('远店', { type: 'Point', coordinates: [102.5436, 24.3415] })],
};

describe('what a place is called by the map at hand', () => {
  it('is its smallest area, the road that runs by, the compound and the nearest door', () => {
    const found = around([102.5415, 24.3415], ground);
    expect(found.area).toBe('第14网格');
    expect(found.compound).toBe('梨园小区');
    expect(found.road?.name).toBe('棋阳路');
    expect(found.road?.metres).toBeCloseTo(0.0007 * 111_320, 0);
    expect(found.door?.name).toBe('小卖部');
    expect(found.door?.metres).toBeLessThan(12);
  });
  it('is nothing in the middle of nowhere', () => {
    expect(around([103, 25], ground)).toEqual({ area: null, road: null, compound: null, door: null });
  });
  it('knows holes', () => {
    const holed: Geometry = { type: 'Polygon', coordinates: [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]] };
    expect(contains(holed, [0.5, 0.5])).toBe(true);
    expect(contains(holed, [2, 2])).toBe(false);
  });
  it('tells a degree of latitude as about 111 kilometres', () => expect(apart([102, 24], [102, 25])).toBeCloseTo(111_320, 0));
});
