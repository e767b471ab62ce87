import { describe, expect, it } from 'vitest';
import type { ControlPoint } from '../control_points';
import { corners, judge } from './judge';

const SIZE = { width: 2000, height: 1400 };
const PER_LON = 101_475;
const PER_LAT = 110_764;
const PIXELS: [number, number][] = [[100, 100], [1900, 150], [1850, 1300], [120, 1250], [900, 700], [1400, 400]];
const plan = ([x, y]: readonly [number, number]): [number, number] => [102.54 + (0.5 * x) / PER_LON, 24.35 - (0.5 * y) / PER_LAT];
const oblique = ([x, y]: readonly [number, number]): [number, number] => {
  const w = 1 + 0.0003 * x + 0.0001 * y;
  return plan([x / w, y / w]);
};
const points = (place: (pixel: readonly [number, number]) => [number, number], n: number): ControlPoint[] => PIXELS.slice(0, n).map((pixel) => ({ pixel, place: place(pixel) }));
const shifted = (all: ControlPoint[], index: number, metres: number): ControlPoint[] => all.map((one, at) => (at === index ? { ...one, place: [one.place[0] + metres / PER_LON, one.place[1]] } : one));

describe('control points', () => {
  it('of a drawn plan fit, and three of them prove nothing', () => {
    expect(judge(points(plan, 3), 'affine', SIZE)).toMatchObject({ unchecked: true, angled: false, suspect: null, trouble: null, crowded: false });
    expect(judge(points(plan, 5), 'affine', SIZE)).toMatchObject({ unchecked: false, angled: false, suspect: null });
    expect(judge(points(plan, 2), 'affine', SIZE)).toBeNull();
  });
  it.each([0, 1, 2, 3, 4])('name the one that is 40 m off: point %i of five', (wrong) => {
    const judged = judge(shifted(points(plan, 5), wrong, 40), 'affine', SIZE)!;
    expect(judged.suspect).toBe(wrong);
    expect(judged.suspect_m).toBeGreaterThan(39);
    expect(judged.suspect_m).toBeLessThan(41);
  });
  it('name the wrong one of six on a photograph', () => {
    expect(judge(shifted(points(oblique, 6), 2, 40), 'projective', SIZE)!.suspect).toBe(2);
  });
  it('do not accuse one of four, where each is contradicted alike', () => {
    expect(judge(shifted(points(plan, 4), 1, 40), 'affine', SIZE)!.suspect).toBeNull();
  });
  it('of a photograph at an angle offer the projective fit, from four on', () => {
    expect(judge(points(oblique, 3), 'affine', SIZE)!.angled).toBe(false);
    expect(judge(points(oblique, 4), 'affine', SIZE)!.angled).toBe(true);
    expect(judge(points(oblique, 6), 'affine', SIZE)!.angled).toBe(true);
    expect(judge(points(oblique, 6), 'projective', SIZE)!.fit.rms_m).toBeLessThan(0.001);
  });
  it('that were mixed up lay the picture mirrored', () => {
    const [a, b, c] = points(plan, 3) as [ControlPoint, ControlPoint, ControlPoint];
    expect(judge([{ ...a, place: b.place }, { ...b, place: a.place }, c], 'affine', SIZE)!.trouble).toBe('mirrored');
  });
  it('beyond whose horizon a part of the picture lies are told', () => {
    const steep = ([x, y]: readonly [number, number]): [number, number] => {
      const w = 1 - 0.0006 * x;
      return plan([x / w, y / w]);
    };
    const near: [number, number][] = [[100, 100], [900, 150], [850, 1300], [120, 1250]];
    expect(judge(near.map((pixel) => ({ pixel, place: steep(pixel) })), 'projective', SIZE)!.trouble).toBe('horizon');
  });
  it('that stand close together are told', () => {
    const near: [number, number][] = [[100, 100], [300, 100], [200, 250]];
    expect(judge(near.map((pixel) => ({ pixel, place: plan(pixel) })), 'affine', SIZE)!.crowded).toBe(true);
  });
  it('put the corners clockwise from the top left', () => {
    const [topLeft, topRight, , bottomLeft] = corners(judge(points(plan, 4), 'affine', SIZE)!.fit, SIZE);
    expect(topLeft![0]).toBeLessThan(topRight![0]);
    expect(topLeft![1]).toBeGreaterThan(bottomLeft![1]);
  });
});
