// What a picture file says of itself in its first bytes, read before anything is decoded: a file of some kilobytes may
// unpack to gigabytes of pixels. PNG (ISO/IEC 15948, IHDR), JPEG (ITU-T T.81, the first SOF marker), WebP (RFC 9649).

export type PictureKind = 'png' | 'jpeg' | 'webp';
export interface PictureHeader { kind: PictureKind; width: number; height: number }
export type PictureRefusal = 'not_a_picture' | 'cut_off' | 'too_many_pixels' | 'file_too_large';

/** Eighty million pixels are 320 MB decoded: an A1 sheet scanned at 300 dpi has 70 million. */
export const MOST_PIXELS = 80_000_000;
export const MOST_SIDE = 20_000;
export const MOST_BYTES = 60 * 1024 * 1024;
/** The longest side that is kept. */
export const KEPT_SIDE = 4096;
/** Enough of a file to find its size in: JPEG may carry a preview and colour profiles before it. */
export const HEAD_BYTES = 1 << 20;

/** `bytes` is the beginning of the file. */
export function readHeader(bytes: Uint8Array): PictureHeader | PictureRefusal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const says = (at: number, text: string): boolean => at + text.length <= bytes.length && [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
  if (says(0, '\x89PNG\r\n\x1a\n')) {
    if (bytes.length < 24 || !says(12, 'IHDR')) return 'cut_off';
    return sized('png', view.getUint32(16), view.getUint32(20));
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(view);
  if (says(0, 'RIFF') && says(8, 'WEBP')) return webp(view, says);
  return 'not_a_picture';
}

/** Whether a file of this size may be decoded at all. */
export function refusalOf(header: PictureHeader, fileBytes: number): PictureRefusal | null {
  if (fileBytes > MOST_BYTES) return 'file_too_large';
  const { width, height } = header;
  return width > MOST_SIDE || height > MOST_SIDE || width * height > MOST_PIXELS ? 'too_many_pixels' : null;
}

/** Width and height that are kept of a picture: its own, or shrunk to the longest side. */
export function keptSize(width: number, height: number): [number, number] {
  const share = Math.min(1, KEPT_SIDE / Math.max(width, height));
  return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
}

function sized(kind: PictureKind, width: number, height: number): PictureHeader | PictureRefusal {
  return width > 0 && height > 0 ? { kind, width, height } : 'not_a_picture';
}

function jpeg(view: DataView): PictureHeader | PictureRefusal {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return 'not_a_picture';
    const marker = view.getUint8(at + 1);
    // Fill bytes and markers without a length.
    if (marker === 0xff) { at += 1; continue; }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) { at += 2; continue; }
    // SOF0–SOF15, without DHT (C4), JPG (C8) and DAC (CC).
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return sized('jpeg', view.getUint16(at + 7), view.getUint16(at + 5));
    if (marker === 0xd9 || marker === 0xda) return 'not_a_picture';
    at += 2 + view.getUint16(at + 2);
  }
  return 'cut_off';
}

function webp(view: DataView, says: (at: number, text: string) => boolean): PictureHeader | PictureRefusal {
  if (view.byteLength < 30) return 'cut_off';
  const three = (at: number): number => view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
  if (says(12, 'VP8X')) return sized('webp', three(24) + 1, three(27) + 1);
  if (says(12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return sized('webp', (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
  }
  if (says(12, 'VP8 ')) return sized('webp', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  return 'not_a_picture';
}
