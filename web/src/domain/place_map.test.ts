import { expect, it } from 'vitest';
import type { LonLat } from '../api/types';
import { boxAround, cellOf, metresBetween, shifted } from './place_map';

const place: LonLat = [102.5401366, 24.3507174];

it('a box reaches as far as it says', () => {
  const [w, s, e, n] = boxAround(place, 150);
  expect(metresBetween([w, place[1]], [e, place[1]])).toBeCloseTo(300, 0);
  expect(metresBetween([place[0], s], [place[0], n])).toBeCloseTo(300, 0);
});
it('a pin moves by metres and comes back', () => {
  const there = shifted(place, 10, -3);
  expect(metresBetween(place, there)).toBeCloseTo(Math.hypot(10, 3), 1);
  const back = shifted(there, -10, 3);
  expect(metresBetween(place, back)).toBeLessThan(0.05);
});
it('neighbours share a cell, whose box holds them and the margin around', () => {
  const { key, box } = cellOf(place);
  expect(cellOf(shifted(place, 1, 1)).key).toBe(key);
  expect(box[0]).toBeLessThan(place[0]);
  expect(box[3]).toBeGreaterThan(place[1]);
  expect(cellOf(shifted(place, 900, 0)).key).not.toBe(key);
});
