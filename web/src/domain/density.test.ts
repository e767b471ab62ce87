import { describe, expect, it } from 'vitest';
import { decodeGrid, gridSize, paint, scaleEnd, spanMetres, widened, within } from './density';
import { rampColour, rampOpacity } from './palette';

const encode = (values: number[]): string => {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => bytes.setFloat32(index * 4, value, true));
  return btoa(String.fromCharCode(...new Uint8Array(bytes.buffer)));
};

describe('a density grid', () => {
  it('comes back from base64 as it was sent', () => {
    expect([...decodeGrid(encode([0, 1.5, 1000, 0.25]), 2, 2)]).toEqual([0, 1.5, 1000, 0.25]);
  });
  it('of a wrong length is refused', () => {
    expect(() => decodeGrid(encode([1, 2, 3]), 2, 2)).toThrow(RangeError);
  });
  it('is transparent where nothing is and whole at the maximum', () => {
    const pixels = paint(new Float32Array([0, 5, 10]), 10);
    expect(pixels[3]).toBe(0);
    expect(pixels[7]).toBe(255);
    expect([...pixels.slice(8, 12)]).toEqual([177, 0, 38, 255]);
  });
  it('of zeros paints nothing', () => {
    expect([...paint(new Float32Array(4), 0)].every((value) => value === 0)).toBe(true);
  });
});

describe('the ramp', () => {
  it('goes from light to dark', () => {
    const light = (at: number): number => { const [r, g, b] = rampColour(at); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const steps = Array.from({ length: 21 }, (_, index) => light(index / 20));
    steps.slice(1).forEach((value, index) => expect(value).toBeLessThan(steps[index] as number));
  });
  it('fades out at the low end', () => {
    expect(rampOpacity(0)).toBe(0);
    expect(rampOpacity(0.5)).toBe(1);
  });
});

describe('the legend and the box', () => {
  it('ends at a round number at or above the maximum', () => {
    expect([0, 7.31, 2381.3, 2400].map(scaleEnd)).toEqual([0, 7.4, 2400, 2400].map((n) => expect.closeTo(n, 9)));
  });
  it('has square cells', () => {
    const size = gridSize([102.534, 24.3455, 102.5464, 24.3541], 512);
    expect(size.width).toBe(512);
    expect(size.cell).toBeCloseTo(spanMetres([102.534, 24.3455, 102.5464, 24.3541]).width / 512, 6);
  });
  it('is widened on every side', () => {
    const box: [number, number, number, number] = [102.5, 24.3, 102.6, 24.4];
    expect(within(box, widened(box, 100))).toBe(true);
    expect(within(widened(box, 100), box)).toBe(false);
  });
});
