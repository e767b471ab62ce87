import { describe, expect, it } from 'vitest';
import { taken } from './exif';
import { pictureKind } from './picture_kind';

type Fraction = [number, number];
/** A JPEG that is nothing but its Exif segment, written here by hand after the TIFF 6.0 and Exif 2.3 layouts. */
export function jpegWith({ lat = [[24, 1], [21, 1], [1800, 100]] as Fraction[], lon = [[102, 1], [32, 1], [4200, 100]] as Fraction[], south = false, west = false, little = true, time = '2026:11:24 08:05:30' } = {}): ArrayBuffer {
  const tiff = new DataView(new ArrayBuffer(220));
  const u16 = (at: number, value: number): void => tiff.setUint16(at, value, little);
  const u32 = (at: number, value: number): void => tiff.setUint32(at, value, little);
  const field = (at: number, tag: number, type: number, count: number, value: number): void => { u16(at, tag); u16(at + 2, type); u32(at + 4, count); u32(at + 8, value); };
  u16(0, little ? 0x4949 : 0x4d4d); u16(2, 42); u32(4, 8);
  u16(8, 2); field(10, 0x8769, 4, 1, 40); field(22, 0x8825, 4, 1, 60);
  u16(40, 1); field(42, 0x9003, 2, 20, 120);
  u16(60, 4);
  field(62, 1, 2, 2, 0); tiff.setUint8(70, (south ? 'S' : 'N').charCodeAt(0));
  field(74, 2, 5, 3, 140);
  field(86, 3, 2, 2, 0); tiff.setUint8(94, (west ? 'W' : 'E').charCodeAt(0));
  field(98, 4, 5, 3, 164);
  [...time].forEach((letter, index) => tiff.setUint8(120 + index, letter.charCodeAt(0)));
  lat.forEach(([over, under], index) => { u32(140 + index * 8, over); u32(144 + index * 8, under); });
  lon.forEach(([over, under], index) => { u32(164 + index * 8, over); u32(168 + index * 8, under); });
  const head = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xe1, (tiff.byteLength + 8) >> 8, (tiff.byteLength + 8) & 255, 0x45, 0x78, 0x69, 0x66, 0, 0];
  return Uint8Array.from([...head, ...new Uint8Array(tiff.buffer), 0xff, 0xda, 0, 2]).buffer;
}

describe('what a photo tells of itself', () => {
  it.each([true, false])('is read in both byte orders (little: %s)', (little) => {
    expect(taken(jpegWith({ little }))).toEqual({ position: [102.545, 24.355], time: '2026-11-24T08:05:30' });
  });
  it('knows south and west', () => {
    expect(taken(jpegWith({ south: true, west: true })).position).toEqual([-102.545, -24.355]);
  });
  it('takes zero and zero, and a fraction over nothing, for unknown', () => {
    const nil: Fraction[] = [[0, 1], [0, 1], [0, 1]];
    expect(taken(jpegWith({ lat: nil, lon: nil })).position).toBeNull();
    expect(taken(jpegWith({ lat: [[24, 0], [0, 1], [0, 1]] })).position).toBeNull();
  });
  it('is nothing where the file is cut at any byte, and never an error', () => {
    const whole = jpegWith();
    for (let end = 0; end < whole.byteLength - 4; end += 1) expect(() => taken(whole.slice(0, end))).not.toThrow();
    expect(taken(new ArrayBuffer(0))).toEqual({ position: null, time: null });
  });
  it('is nothing in a file with other numbers at any byte, and never an error', () => {
    const whole = new Uint8Array(jpegWith());
    for (let at = 0; at < whole.length; at += 1) {
      for (const value of [0, 255]) {
        const other = whole.slice();
        other[at] = value;
        expect(() => taken(other.buffer)).not.toThrow();
      }
    }
  });
});

describe('the kind of a picture', () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)));
  it('follows from its first bytes', () => {
    expect(pictureKind(new Uint8Array(jpegWith()))).toBe('jpeg');
    expect(pictureKind(bytes('\x89PNG\r\n\x1a\n'))).toBe('png');
    expect(pictureKind(bytes('RIFF\0\0\0\0WEBPVP8 '))).toBe('webp');
    expect(pictureKind(bytes('\0\0\0\x18ftypheic\0\0\0\0'))).toBe('heic');
    expect(pictureKind(bytes('\0\0\0\x18ftypisom\0\0\0\0'))).toBe('other');
    expect(pictureKind(bytes('GIF89a'))).toBe('other');
    expect(pictureKind(new Uint8Array())).toBe('other');
  });
});
