import { describe, expect, it } from 'vitest';
import { pixelOf, scaleLength } from './project';

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
