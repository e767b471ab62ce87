import { describe, expect, it } from 'vitest';
import { metresPerPixel, niceLength } from './scale';

describe('the scale bar', () => {
  it('knows the metres of a pixel', () => {
    expect(metresPerPixel(0, 0)).toBeCloseTo(78271.517, 2);
    expect(metresPerPixel(16, 60)).toBeCloseTo(metresPerPixel(16, 0) / 2, 6);
  });
  it('takes the longest round length that fits', () => {
    expect(niceLength(1, 110)).toEqual({ metres: 100, pixels: 100 });
    expect(niceLength(0.7, 110).metres).toBe(50);
    expect(niceLength(30, 100)).toEqual({ metres: 2000, pixels: 2000 / 30 });
  });
});
