// A picture file becomes a canvas of at most 4096 pixels a side. Its header is read first: what would unpack to more
// memory than there is, is refused before the browser decodes anything.
import { HEAD_BYTES, keptSize, MOST_BYTES, readHeader, refusalOf, type PictureRefusal } from '../../../domain/wall_map/header';

export interface Decoded { canvas: HTMLCanvasElement; kept: Blob; shrunk: boolean }
export interface Declined { refusal: PictureRefusal | 'undecodable'; values: Record<string, string | number> }

export async function decode(file: File): Promise<Decoded | Declined> {
  const size = Math.ceil(file.size / 1024 / 1024);
  if (file.size > MOST_BYTES) return { refusal: 'file_too_large', values: { size } };
  const header = readHeader(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if (typeof header === 'string') return { refusal: header, values: {} };
  const refusal = refusalOf(header, file.size);
  if (refusal) return { refusal, values: { width: header.width, height: header.height, size } };
  let bitmap: ImageBitmap;
  try {
    // Turns a photograph as its camera says.
    bitmap = await createImageBitmap(file);
  } catch {
    return { refusal: 'undecodable', values: {} };
  }
  const [width, height] = keptSize(bitmap.width, bitmap.height);
  const shrunk = width !== bitmap.width || height !== bitmap.height;
  const canvas = drawn(bitmap, width, height);
  bitmap.close();
  if (!canvas) return { refusal: 'undecodable', values: {} };
  const kept = shrunk ? await encoded(canvas, header.kind === 'png' ? 'image/png' : 'image/jpeg') : file;
  return { canvas, kept: kept ?? file, shrunk };
}

/** A kept picture again; null when the browser can no longer read it. */
export async function decodeKept(picture: Blob): Promise<HTMLCanvasElement | null> {
  try {
    const bitmap = await createImageBitmap(picture);
    const canvas = drawn(bitmap, ...keptSize(bitmap.width, bitmap.height));
    bitmap.close();
    return canvas;
  } catch {
    return null;
  }
}

/** The picture itself when it is small enough, else a copy with at most `most` pixels a side. */
export function reduced(canvas: HTMLCanvasElement, most: number): HTMLCanvasElement {
  const share = Math.min(1, most / Math.max(canvas.width, canvas.height));
  return (share < 1 ? drawn(canvas, Math.round(canvas.width * share), Math.round(canvas.height * share)) : null) ?? canvas;
}

/** The pixels of a picture, at most `most` a side. */
export function pixelsOf(canvas: HTMLCanvasElement, most: number): ImageData | null {
  const small = reduced(canvas, most);
  return small.getContext('2d')?.getImageData(0, 0, small.width, small.height) ?? null;
}

function drawn(source: CanvasImageSource, width: number, height: number): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}

function encoded(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, 0.95));
}
