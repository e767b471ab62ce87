// What a file is, by its first bytes: names and types that a phone gives are often wrong.
export type PictureKind = 'jpeg' | 'png' | 'webp' | 'heic' | 'other';

/** Brands of the container that HEIC and its kin come in. */
const HEIC = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avif', 'avis']);

export function pictureKind(bytes: Uint8Array): PictureKind {
  const at = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes[0] === 0x89 && at(1, 4) === 'PNG') return 'png';
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'webp';
  if (at(4, 8) === 'ftyp' && HEIC.has(at(8, 12))) return 'heic';
  return 'other';
}
