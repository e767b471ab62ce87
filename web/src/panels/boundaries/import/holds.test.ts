import { describe, expect, it } from 'vitest';
import { guess } from './holds';

const layer = (areas: number, lines: number, points: number, holds: 'road' | 'facility' | null = null, remembered = holds !== null): Parameters<typeof guess>[0] => ({ areas, lines, points, remembered, mapping: { holds } });

describe('what a file holds', () => {
  it('lines are roads, polygons areas where there is a draft, points are asked about', () => {
    expect(guess(layer(0, 9, 0), true, null)).toBe('road');
    expect(guess(layer(9, 0, 0), true, null)).toBe('areas');
    expect(guess(layer(9, 0, 0), false, null)).toBeNull();
    expect(guess(layer(0, 0, 9), true, null)).toBeNull();
  });
  it('a table without shapes names areas', () => expect(guess(layer(0, 0, 0), true, null)).toBe('areas'));
  it('what was chosen last time goes before a guess, and what the person came for before both', () => {
    expect(guess(layer(9, 0, 0, 'facility'), true, null)).toBe('facility');
    expect(guess(layer(0, 0, 9, null, true), true, null)).toBe('areas');
    expect(guess(layer(9, 0, 0, 'facility'), true, 'road')).toBe('road');
  });
});
