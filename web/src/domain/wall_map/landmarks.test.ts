import { expect, it } from 'vitest';
import type { Point } from '../edge_graph';
import { landmark } from './landmarks';

const road: Point[] = [[1_025_400_000, 243_500_000], [1_025_420_000, 243_500_000]];
const across: Point[] = [[1_025_410_000, 243_490_000], [1_025_410_000, 243_510_000]];

it('a crossing of two roads catches a pointer near it', () => {
  expect(landmark([road, across], [1_025_410_300, 243_500_200], 10)).toEqual([1_025_410_000, 243_500_000]);
});
it('an end and a vertex catch it too, and nothing catches what is far away', () => {
  expect(landmark([road, across], [1_025_400_200, 243_500_100], 10)).toEqual(road[0]);
  expect(landmark([road, across], [1_025_405_000, 243_500_000], 10)).toBeNull();
});
it('a crossing goes before a vertex that is nearer', () => {
  const bent: Point[] = [[1_025_409_000, 243_500_300], [1_025_410_200, 243_500_300], [1_025_411_000, 243_501_500]];
  expect(landmark([road, across, bent], [1_025_410_200, 243_500_250], 8)).toEqual([1_025_410_000, 243_500_300]);
});
