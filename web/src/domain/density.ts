// The server's density grid: decoding, painting into pixels, and the steps of its legend. Values are incidents per km².
import { rampColour, rampOpacity } from './palette';

/** 32-bit little-endian floats from base64. Throws when the length does not fit the grid. */
export function decodeGrid(base64: string, width: number, height: number): Float32Array {
  const text = atob(base64);
  if (text.length !== width * height * 4) throw new RangeError(`the grid has ${text.length} bytes, not ${width * height * 4}`);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  const words = new DataView(bytes.buffer);
  const values = new Float32Array(width * height);
  for (let index = 0; index < values.length; index += 1) values[index] = words.getFloat32(index * 4, true);
  return values;
}

/** RGBA of every cell, straight alpha, row-major from the north-west. `max` is the value of the darkest colour. */
export function paint(values: Float32Array, max: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(new ArrayBuffer(values.length * 4));
  if (!(max > 0)) return pixels;
  for (let index = 0; index < values.length; index += 1) {
    const share = (values[index] as number) / max;
    if (!(share > 0)) continue;
    const [red, green, blue] = rampColour(share);
    const at = index * 4;
    pixels[at] = red;
    pixels[at + 1] = green;
    pixels[at + 2] = blue;
    pixels[at + 3] = Math.round(rampOpacity(share) * 255);
  }
  return pixels;
}

/** The scale's end: at or just above the maximum with two leading digits, so that the legend's numbers are round. */
export function scaleEnd(max: number): number {
  if (!(max > 0)) return 0;
  const unit = 10 ** (Math.floor(Math.log10(max)) - 1);
  return Math.ceil(max / unit - 1e-9) * unit;
}

type Box = readonly [number, number, number, number];

/** The box widened on every side by metres; good to a few percent, which is enough for a margin. */
export function widened([west, south, east, north]: Box, metres: number): [number, number, number, number] {
  const lat = metres / 110_600;
  const lon = metres / (111_320 * Math.max(0.05, Math.cos((((south + north) / 2) * Math.PI) / 180)));
  return [west - lon, south - lat, east + lon, north + lat];
}

export function spanMetres([west, south, east, north]: Box): { width: number; height: number } {
  return {
    width: (east - west) * 111_320 * Math.cos((((south + north) / 2) * Math.PI) / 180),
    height: (north - south) * 110_600,
  };
}

/** Columns and rows for a box: square cells, the longer side `most` cells. */
export function gridSize(box: Box, most: number): { width: number; height: number; cell: number } {
  const span = spanMetres(box);
  const cell = Math.max(span.width, span.height, 1) / most;
  return { width: Math.max(1, Math.round(span.width / cell)), height: Math.max(1, Math.round(span.height / cell)), cell };
}

/** Whether `inner` lies within `outer`. */
export function within(inner: Box, outer: Box): boolean {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}
