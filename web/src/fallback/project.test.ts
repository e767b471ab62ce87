import { describe, expect, it } from 'vitest';
import type { Bounds } from '../api/types';
import { panned, path, projection, zoomed } from './project';

const bounds: Bounds = [102.53, 24.34, 102.55, 24.36];

describe('the SVG map', () => {
  const plane = projection(bounds);
  it('puts the north-west at the origin and keeps metres', () => {
    expect(plane.to([102.53, 24.36])).toEqual([0, 0]);
    expect(plane.height).toBeCloseTo(2226.4, 1);
    expect(plane.width).toBeLessThan(plane.height);
  });
  it('gives back the position that was clicked', () => {
    const [x, y] = plane.to([102.5412345, 24.3512345]);
    const [lon, lat] = plane.from(x, y);
    expect(lon).toBeCloseTo(102.5412345, 7);
    expect(lat).toBeCloseTo(24.3512345, 7);
  });
  it('closes rings, holes too, and leaves lines open', () => {
    const square = [[102.53, 24.35], [102.54, 24.35], [102.54, 24.36], [102.53, 24.35]];
    expect(path({ type: 'Polygon', coordinates: [square, square] }, plane.to).match(/Z/g)).toHaveLength(2);
    expect(path({ type: 'LineString', coordinates: square }, plane.to)).not.toContain('Z');
    expect(path({ type: 'Point', coordinates: [1, 1] }, plane.to)).toBe('');
    expect(path(null, plane.to)).toBe('');
  });
  it('zooms about its middle and does not get lost', () => {
    const box = { x: 100, y: 100, width: 400, height: 300 };
    expect(zoomed(box, 1, plane)).toEqual({ x: 200, y: 175, width: 200, height: 150 });
    let far = box;
    for (let i = 0; i < 50; i++) far = panned(far, 1, 1, plane);
    expect(far.x).toBeLessThan(plane.width);
  });
});
