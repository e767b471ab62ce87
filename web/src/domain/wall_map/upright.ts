// Lays a photographed picture flat: an upright picture whose sides run east and south on the map, filled from the
// original through the fit. The fit is asked on a mesh of some pixels and taken as straight in between, which is off by
// less than a hundredth of a pixel; colours are taken bilinearly.
import type { Fit } from '../control_points';
import { corners, type Size } from './judge';

export interface Pixels { width: number; height: number; rgba: Uint8ClampedArray }
export interface Upright extends Pixels {
  /** Degrees: west, south, east, north. */
  bounds: [number, number, number, number];
}

const MESH = 16;
/** Web Mercator's northing, in radians (EPSG method 1024): what the map draws straight. */
const northing = (lat: number): number => Math.asinh(Math.tan((lat * Math.PI) / 180));
const latitude = (y: number): number => (Math.atan(Math.sinh(y)) * 180) / Math.PI;

/** Where the upright picture lies and how large it is: about as fine as the original, at most `most` pixels a side. */
export function uprightFrame(fit: Fit, size: Size, most: number): { width: number; height: number; bounds: Upright['bounds'] } {
  const quad = corners(fit, size);
  const [xs, ys] = [quad.map(([lon]) => lon), quad.map(([, lat]) => lat)];
  const bounds: Upright['bounds'] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const [w, h] = [((bounds[2] - bounds[0]) * Math.PI) / 180, northing(bounds[3]) - northing(bounds[1])];
  const longest = Math.min(most, Math.max(size.width, size.height));
  const share = longest / Math.max(w, h);
  return { width: Math.max(1, Math.round(w * share)), height: Math.max(1, Math.round(h * share)), bounds };
}

export function upright(source: Pixels, fit: Fit, most: number): Upright {
  const { width, height, bounds } = uprightFrame(fit, source, most);
  const [west, , east] = bounds;
  const [bottom, top] = [northing(bounds[1]), northing(bounds[3])];
  const rgba = new Uint8ClampedArray(width * height * 4);
  const at = (x: number, y: number): [number, number] => fit.pixel([west + ((east - west) * x) / width, latitude(top + ((bottom - top) * y) / height)]) ?? [-1e9, -1e9];
  for (let y0 = 0; y0 < height; y0 += MESH) {
    const y1 = Math.min(height, y0 + MESH);
    for (let x0 = 0; x0 < width; x0 += MESH) {
      const x1 = Math.min(width, x0 + MESH);
      const [a, b, c, d] = [at(x0, y0), at(x1, y0), at(x0, y1), at(x1, y1)];
      for (let y = y0; y < y1; y += 1) {
        const v = (y + 0.5 - y0) / (y1 - y0);
        for (let x = x0; x < x1; x += 1) {
          const u = (x + 0.5 - x0) / (x1 - x0);
          const sx = (a[0] * (1 - u) + b[0] * u) * (1 - v) + (c[0] * (1 - u) + d[0] * u) * v;
          const sy = (a[1] * (1 - u) + b[1] * u) * (1 - v) + (c[1] * (1 - u) + d[1] * u) * v;
          if (sx >= 0 && sy >= 0 && sx < source.width && sy < source.height) take(source, sx - 0.5, sy - 0.5, rgba, (y * width + x) * 4);
        }
      }
    }
  }
  return { width, height, rgba, bounds };
}

function take({ width, height, rgba }: Pixels, x: number, y: number, out: Uint8ClampedArray, to: number): void {
  const [x0, y0] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)];
  const [u, v] = [Math.max(0, x - x0), Math.max(0, y - y0)];
  const [a, b, c, d] = [(y0 * width + x0) * 4, (y0 * width + x1) * 4, (y1 * width + x0) * 4, (y1 * width + x1) * 4];
  for (let k = 0; k < 4; k += 1) out[to + k] = (rgba[a + k]! * (1 - u) + rgba[b + k]! * u) * (1 - v) + (rgba[c + k]! * (1 - u) + rgba[d + k]! * u) * v;
}
