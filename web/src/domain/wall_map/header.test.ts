import { describe, expect, it } from 'vitest';
import { keptSize, readHeader, refusalOf } from './header';

const bytes = (...parts: (string | number[])[]): Uint8Array => new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part)));
const png = (width: number, height: number): Uint8Array => {
  const four = (n: number): number[] => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
  return bytes('\x89PNG\r\n\x1a\n', four(13), 'IHDR', four(width), four(height), [8, 2, 0, 0, 0]);
};

describe('the header of a picture', () => {
  it('tells the size of PNG, JPEG and the three kinds of WebP', () => {
    expect(readHeader(png(1200, 800))).toEqual({ kind: 'png', width: 1200, height: 800 });
    const exif = [0xff, 0xe1, 0, 10, 1, 2, 3, 4, 5, 6, 7, 8];
    expect(readHeader(bytes([0xff, 0xd8], exif, [0xff, 0xc2, 0, 17, 8, 0x03, 0x20, 0x04, 0xb0, 3, 0, 0, 0]))).toEqual({ kind: 'jpeg', width: 1200, height: 800 });
    const riff = (chunk: string, rest: number[]): Uint8Array => bytes('RIFF', [0, 0, 0, 0], 'WEBP', chunk, [0, 0, 0, 0], rest, Array<number>(20).fill(0));
    expect(readHeader(riff('VP8X', [0, 0, 0, 0, 0xaf, 0x04, 0, 0x1f, 0x03, 0]))).toEqual({ kind: 'webp', width: 1200, height: 800 });
    expect(readHeader(riff('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 0xb0, 0x04, 0x20, 0x03]))).toEqual({ kind: 'webp', width: 1200, height: 800 });
    const bits = 1199 | (799 << 14);
    expect(readHeader(riff('VP8L', [0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, bits >>> 24]))).toEqual({ kind: 'webp', width: 1200, height: 800 });
  });
  it('tells files that are none and files that are cut off', () => {
    expect(readHeader(bytes('PK\x03\x04 a zip'))).toBe('not_a_picture');
    expect(readHeader(new Uint8Array())).toBe('not_a_picture');
    expect(readHeader(png(10, 10).subarray(0, 18))).toBe('cut_off');
    expect(readHeader(bytes([0xff, 0xd8, 0xff, 0xe1, 0x40, 0]))).toBe('cut_off');
    expect(readHeader(png(0, 10))).toBe('not_a_picture');
  });
  it('refuses a picture bomb by its size alone', () => {
    const header = readHeader(png(30_000, 30_000));
    expect(typeof header === 'string' ? header : refusalOf(header, 2_000)).toBe('too_many_pixels');
    expect(refusalOf({ kind: 'png', width: 9933, height: 7016 }, 2_000)).toBeNull();
    expect(refusalOf({ kind: 'png', width: 25_000, height: 10 }, 2_000)).toBe('too_many_pixels');
    expect(refusalOf({ kind: 'jpeg', width: 100, height: 100 }, 100 * 1024 * 1024)).toBe('file_too_large');
  });
  it('is kept at 4096 pixels on the longest side and never made larger', () => {
    expect(keptSize(8192, 4096)).toEqual([4096, 2048]);
    expect(keptSize(1200, 800)).toEqual([1200, 800]);
    expect(keptSize(20_000, 1)).toEqual([4096, 1]);
  });
});
