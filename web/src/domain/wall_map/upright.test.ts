import { expect, it } from 'vitest';
import { projective } from '../control_points';
import { upright } from './upright';

it('a square photographed at an angle stands upright again, and what is outside stays clear', () => {
  const [width, height] = [300, 200];
  // On the ground a chessboard of 100 m squares; the photograph leans.
  const place = ([x, y]: readonly [number, number]): [number, number] => {
    const w = 1 + 0.001 * x;
    return [102.54 + (2 * x) / w / 101_475, 24.35 - (2 * y) / w / 110_764];
  };
  const fit = projective(([[0, 0], [300, 0], [300, 200], [0, 200]] as [number, number][]).map((pixel) => ({ pixel, place: place(pixel) })))!;
  const dark = ([lon, lat]: readonly [number, number]): boolean => (Math.floor(((lon - 102.54) * 101_475) / 100) + Math.floor(((24.35 - lat) * 110_764) / 100)) % 2 === 0;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rgba.set(dark(place([x + 0.5, y + 0.5])) ? [0, 0, 0, 255] : [255, 255, 255, 255], (y * width + x) * 4);
  }
  const flat = upright({ width, height, rgba }, fit, 400);
  const colour = (lon: number, lat: number): number[] => {
    const [w, s, e, n] = flat.bounds;
    const [x, y] = [Math.floor(((lon - w) / (e - w)) * flat.width), Math.floor(((n - lat) / (n - s)) * flat.height)];
    return [...flat.rgba.slice((y * flat.width + x) * 4, (y * flat.width + x) * 4 + 4)];
  };
  let wrong = 0;
  for (let column = 0; column < 4; column += 1) {
    for (let row = 0; row < 2; row += 1) {
      const at: [number, number] = [102.54 + (column * 100 + 50) / 101_475, 24.35 - (row * 100 + 50) / 110_764];
      const [red, , , alpha] = colour(...at);
      if (alpha !== 255 || red !== (dark(at) ? 0 : 255)) wrong += 1;
    }
  }
  expect(wrong).toBe(0);
  // The right side of the photograph is shorter, so the corner below it is no part of it.
  expect(flat.rgba[((flat.height - 1) * flat.width + flat.width - 1) * 4 + 3]).toBe(0);
});
