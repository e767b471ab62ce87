import { describe, expect, it } from 'vitest';
import { affine, projective, type ControlPoint } from './control_points';

/** Degrees of a picture that stands at 102.54° E, 24.35° N, turned by 10°, 0.5 m a pixel. */
const PER_LON = 101_475;
const PER_LAT = 110_764;
const turned = ([x, y]: readonly [number, number]): [number, number] => {
  const [c, s] = [Math.cos(Math.PI / 18), Math.sin(Math.PI / 18)];
  return [102.54 + (0.5 * (c * x + s * y)) / PER_LON, 24.35 + (0.5 * (s * x - c * y)) / PER_LAT];
};
/** The same picture photographed at an angle. */
const oblique = ([x, y]: readonly [number, number]): [number, number] => {
  const w = 1 + 0.0003 * x + 0.0001 * y;
  return turned([x / w, y / w]);
};
const points = (place: (pixel: readonly [number, number]) => [number, number], pixels: [number, number][]): ControlPoint[] => pixels.map((pixel) => ({ pixel, place: place(pixel) }));
const CORNERS: [number, number][] = [[100, 100], [1900, 150], [1850, 1300], [120, 1250], [900, 700], [1400, 400]];

describe('an affine fit', () => {
  it('goes exactly through three points', () => {
    const fit = affine(points(turned, CORNERS.slice(0, 3)))!;
    expect(Math.max(...fit.residuals_m)).toBeLessThan(1e-6);
    const [lon, lat] = fit.place([1000, 500]);
    const truth = turned([1000, 500]);
    expect(lon).toBeCloseTo(truth[0], 10);
    expect(lat).toBeCloseTo(truth[1], 10);
  });
  it('tells in metres how far a wrong point is off', () => {
    const given = points(turned, CORNERS);
    given[4] = { ...given[4]!, place: [given[4]!.place[0] + 30 / PER_LON, given[4]!.place[1]] };
    const fit = affine(given)!;
    expect(fit.residuals_m.indexOf(Math.max(...fit.residuals_m))).toBe(4);
    expect(fit.residuals_m[4]).toBeGreaterThan(20);
    expect(fit.residuals_m[4]).toBeLessThan(30);
    // Root of the mean of the squares of the six.
    expect(fit.rms_m).toBeCloseTo(Math.sqrt(fit.residuals_m.reduce((sum, one) => sum + one * one, 0) / 6), 9);
  });
  it('is refused for fewer than three points and for points on one line', () => {
    expect(affine(points(turned, CORNERS.slice(0, 2)))).toBeNull();
    expect(affine(points(turned, [[0, 0], [500, 500], [1000, 1000]]))).toBeNull();
    expect(affine(points(turned, [[0, 0], [0, 0], [1000, 1000]]))).toBeNull();
  });
  it('cannot follow a photograph taken at an angle, and says so', () => {
    expect(affine(points(oblique, CORNERS))!.rms_m).toBeGreaterThan(10);
  });
});

describe('a projective fit', () => {
  it('follows a photograph taken at an angle', () => {
    const fit = projective(points(oblique, CORNERS))!;
    expect(Math.max(...fit.residuals_m)).toBeLessThan(0.001);
    const truth = oblique([1600, 900]);
    const [lon, lat] = fit.place([1600, 900]);
    expect(Math.hypot((lon - truth[0]) * PER_LON, (lat - truth[1]) * PER_LAT)).toBeLessThan(0.001);
  });
  it('goes through four points and leads back to the picture', () => {
    const fit = projective(points(oblique, CORNERS.slice(0, 4)))!;
    expect(Math.max(...fit.residuals_m)).toBeLessThan(0.001);
    const [x, y] = fit.pixel(fit.place([700, 300]))!;
    expect(x).toBeCloseTo(700, 4);
    expect(y).toBeCloseTo(300, 4);
  });
  it('is refused for fewer than four points, and when three of four lie on one line', () => {
    expect(projective(points(oblique, CORNERS.slice(0, 3)))).toBeNull();
    expect(projective(points(turned, [[0, 0], [500, 0], [1000, 0], [300, 700]]))).toBeNull();
  });
});
