// Files from the camera or the album: read at once, because a phone may take them back, told apart by their bytes, never made
// smaller unasked. What cannot be taken says why.
import type { LonLat } from '../../api/types';
import { taken } from '../../domain/exif';
import { pictureKind } from '../../domain/picture_kind';

export const MOST_PHOTOS = 9;
export const MOST_BYTES = 20 * 1024 * 1024;
const PREVIEW = 320, SHRUNK = 4096;

export interface Photo {
  id: string;
  name: string;
  size: number;
  /** Address of a small picture, to be given back with `URL.revokeObjectURL`. */
  preview: string;
  position: LonLat | null;
  /** It came as HEIC and the browser made a JPEG of it, in the same size. */
  converted: boolean;
}
/** Why a file was not taken; `tooLarge` may be taken smaller, when a person says so. */
export interface Refused { name: string; why: 'heic' | 'notPicture' | 'tooLarge' | 'tooMany' | 'broken'; file: File | null }
export type Taken = { photo: Omit<Photo, 'id'>; bytes: Blob } | { refused: Refused };

export async function take(file: File): Promise<Taken> {
  const no = (why: Refused['why']): Taken => ({ refused: { name: file.name, why, file: why === 'tooLarge' ? file : null } });
  let buffer: ArrayBuffer;
  try {
    buffer = await file.arrayBuffer();
  } catch {
    return no('broken');
  }
  const kind = pictureKind(new Uint8Array(buffer));
  const bytes = new Blob([buffer], { type: kind === 'heic' || kind === 'other' ? file.type : `image/${kind}` });
  if (kind === 'other') return no('notPicture');
  const picture = await decoded(bytes);
  if (!picture) return no(kind === 'heic' ? 'heic' : 'broken');
  try {
    // Only Apple's browsers read HEIC; what they can show can be sent as JPEG, pixel for pixel.
    const sent = kind === 'heic' ? await jpegOf(picture, Infinity, 0.92) : bytes;
    if (!sent) return no('heic');
    if (sent.size > MOST_BYTES) return no('tooLarge');
    return { photo: { name: file.name, size: sent.size, preview: await previewOf(picture, sent), position: kind === 'jpeg' ? taken(buffer).position : null, converted: kind === 'heic' }, bytes: sent };
  } finally {
    picture.close();
  }
}

/** The same picture with at most 4096 pixels a side, for a file that is too large. */
export async function smaller(file: File): Promise<Taken> {
  const buffer = await file.arrayBuffer();
  const picture = await decoded(new Blob([buffer]));
  const sent = picture && (await jpegOf(picture, SHRUNK, 0.85));
  if (!picture || !sent || sent.size > MOST_BYTES) return { refused: { name: file.name, why: 'broken', file: null } };
  const preview = await previewOf(picture, sent);
  picture.close();
  return { photo: { name: file.name, size: sent.size, preview, position: taken(buffer).position, converted: false }, bytes: sent };
}

export async function restore(note: { id: string; name: string; size: number }, bytes: Blob): Promise<Photo> {
  const picture = await decoded(bytes);
  const preview = picture ? await previewOf(picture, bytes) : URL.createObjectURL(bytes);
  picture?.close();
  return { ...note, preview, position: taken(await bytes.arrayBuffer()).position, converted: false };
}

async function decoded(bytes: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(bytes, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
}

async function jpegOf(picture: ImageBitmap, most: number, quality: number): Promise<Blob | null> {
  const scale = Math.min(1, most / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}

async function previewOf(picture: ImageBitmap, whole: Blob): Promise<string> {
  return URL.createObjectURL((await jpegOf(picture, PREVIEW, 0.7)) ?? whole);
}
