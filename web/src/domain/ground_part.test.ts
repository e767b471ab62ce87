import { describe, expect, it } from 'vitest';
import type { Areas, Bounds } from '../api/types';
import { around, joined, served, type Shown } from './ground_part';

const box: Bounds = [102, 24, 102.2, 24.1];
const shown = (whole: boolean): Shown => ({ bounds: box, metresPerPixel: 10, wide: around(box), whole });

describe('a part of the ground', () => {
  it('reaches half a map further on each side and not beyond the earth', () => {
    expect(around(box).map((degrees) => Number(degrees.toFixed(6)))).toEqual([101.9, 23.95, 102.3, 24.15]);
    expect(around([-179, -89, 179, 89])).toEqual([-180, -90, 180, 90]);
  });
  it('serves a map that moves within it', () => {
    expect(served(null, box, 10)).toBe(false);
    expect(served(shown(true), [102.05, 24, 102.25, 24.1], 10)).toBe(true);
    expect(served(shown(true), [102.2, 24, 102.4, 24.1], 10)).toBe(false);
  });
  it('is read again when the map comes so close that its borders look coarse', () => {
    const inner: Bounds = [102.05, 24.02, 102.15, 24.08];
    expect(served(shown(true), inner, 5)).toBe(true);
    expect(served(shown(true), inner, 3)).toBe(false);
  });
  it('is read again at once on coming closer when levels were left out of it', () => {
    const inner: Bounds = [102.05, 24.02, 102.15, 24.08];
    expect(served(shown(false), inner, 5)).toBe(false);
    expect(served(shown(false), inner, 9)).toBe(true);
  });
  it('stands in front of what is known everywhere', () => {
    const areas = (codes: string[], from: string): Areas => ({ type: 'FeatureCollection', features: codes.map((code) => ({ type: 'Feature', geometry: null, properties: { code, name: from } })) }) as unknown as Areas;
    const all = joined(areas(['A', 'B'], 'coarse'), areas(['B', 'C'], 'part'));
    expect(all.features.map(({ properties }) => [properties.code, properties.name])).toEqual([['A', 'coarse'], ['B', 'part'], ['C', 'part']]);
  });
});
