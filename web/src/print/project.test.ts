import { describe, expect, it } from 'vitest';
import { frameOf, pixelOf, scaleLength, spread } from './project';

describe('a place on the printed picture', () => {
  const box = [102.5, 24.3, 102.6, 24.4] as const;
  it('has its corners at the corners', () => {
    expect(pixelOf([102.5, 24.4], box, 200, 100)).toEqual([0, 0]);
    expect(pixelOf([102.6, 24.3], box, 200, 100)).toEqual([200, 100]);
  });
  it('is no pixel outside', () => {
    expect(pixelOf([102.7, 24.35], box, 200, 100)).toBeNull();
  });
});

describe('the scale bar', () => {
  it('is round and never longer than its room', () => {
    expect([9, 10, 99, 240, 500, 0].map(scaleLength)).toEqual([5, 10, 50, 200, 500, 0]);
  });
});

describe('the rank numbers', () => {
  const apart = (spots: [number, number][], radius: number): boolean => spots.every((a, i) => spots.slice(i + 1).every((b) => Math.hypot(a[0] - b[0], a[1] - b[1]) >= 2 * radius - 1e-6));

  it('stay where they are when nothing is in their way', () => {
    expect(spread([[100, 100], [200, 100]], 10, 400, 300)).toEqual([[100, 100], [200, 100]]);
  });

  it('step apart when both sides of a street rank, also at one place and at the edge, and stay on the picture', () => {
    for (const places of [[[100, 100], [106, 100]], [[100, 100], [100, 100], [100, 100]], [[2, 2], [3, 3], [2, 2]], Array.from({ length: 30 }, (_, i) => [200 + (i % 6), 150 + Math.floor(i / 6)])] as [number, number][][]) {
      const spots = spread(places, 10, 400, 300);
      expect(apart(spots, 10)).toBe(true);
      for (const [x, y] of spots) expect(x >= 10 && x <= 390 && y >= 10 && y <= 290).toBe(true);
    }
  });
});

describe('the frame on paper', () => {
  it('is the whole of a wide picture, and of a tall one the part around what is marked', () => {
    expect(frameOf(1000, 700, [])).toEqual({ top: 0, height: 700 });
    expect(frameOf(400, 1000, [])).toEqual({ top: 348, height: 304 });
    expect(frameOf(400, 1000, [[10, 300], [10, 500]])).toEqual({ top: 248, height: 304 });
    expect(frameOf(400, 1000, [[10, 20]])).toEqual({ top: 0, height: 304 });
    expect(frameOf(400, 1000, [[10, 990]])).toEqual({ top: 696, height: 304 });
  });
});
