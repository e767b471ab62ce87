// Where and when a JPEG says that it was taken. A hint, not a fact: many phones take the place out before a page gets the
// file, so nothing found says nothing. Every offset is checked, because the bytes are a stranger's.
import type { LonLat } from '../api/types';

export interface Taken {
  position: LonLat | null;
  /** As the camera's clock showed it, without a zone: `2026-11-24T08:05:30`. */
  time: string | null;
}

const NOTHING: Taken = { position: null, time: null };
const GPS = 0x8825, EXIF = 0x8769, TAKEN = 0x9003;
const [LAT_REF, LAT, LON_REF, LON] = [1, 2, 3, 4];
const SIZES: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };

export function taken(buffer: ArrayBuffer): Taken {
  const view = new DataView(buffer);
  try {
    const start = tiffOf(view);
    return start === null ? NOTHING : read(view, start);
  } catch (error) {
    // Cut short or made up: it says nothing.
    if (error instanceof RangeError) return NOTHING;
    throw error;
  }
}

/** Where the TIFF part of the Exif segment begins; the segments before the picture itself are walked. */
function tiffOf(view: DataView): number | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 4 <= view.byteLength;) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (marker === 0xffda || marker >> 8 !== 0xff || length < 2) return null;
    if (marker === 0xffe1 && at + 10 <= view.byteLength && view.getUint32(at + 4) === 0x45786966) return at + 10;
    at += 2 + length;
  }
  return null;
}

interface Field { type: number; count: number; at: number }

function read(view: DataView, start: number): Taken {
  const order = view.getUint16(start);
  if (order !== 0x4949 && order !== 0x4d4d) return NOTHING;
  const little = order === 0x4949;
  const u16 = (at: number): number => view.getUint16(at, little);
  const u32 = (at: number): number => view.getUint32(at, little);

  const fields = (offset: number): Map<number, Field> => {
    const found = new Map<number, Field>();
    const from = start + offset;
    const many = Math.min(u16(from), 512);
    for (let index = 0; index < many; index += 1) {
      const at = from + 2 + index * 12;
      const type = u16(at + 2), count = u32(at + 4);
      const size = (SIZES[type] ?? 0) * count;
      found.set(u16(at), { type, count, at: size > 4 ? start + u32(at + 8) : at + 8 });
    }
    return found;
  };
  const text = (field: Field | undefined): string => {
    if (!field || field.type !== 2) return '';
    let out = '';
    for (let index = 0; index < Math.min(field.count, 64); index += 1) {
      const code = view.getUint8(field.at + index);
      if (code === 0) break;
      out += String.fromCharCode(code);
    }
    return out;
  };
  /** Degrees, minutes and seconds as fractions. */
  const degrees = (field: Field | undefined): number | null => {
    if (!field || field.type !== 5 || field.count < 1) return null;
    let sum = 0;
    for (let index = 0; index < Math.min(field.count, 3); index += 1) {
      const under = u32(field.at + index * 8 + 4);
      if (under === 0) return null;
      sum += u32(field.at + index * 8) / under / 60 ** index;
    }
    return sum;
  };

  const first = fields(u32(start + 4));
  const gps = first.get(GPS), exif = first.get(EXIF);
  const place = gps ? fields(u32(gps.at)) : new Map<number, Field>();
  const clock = exif ? text(fields(u32(exif.at)).get(TAKEN)) : '';
  const time = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(clock);
  return {
    position: positionOf(degrees(place.get(LON)), text(place.get(LON_REF)), degrees(place.get(LAT)), text(place.get(LAT_REF))),
    time: time ? `${time[1]}-${time[2]}-${time[3]}T${time[4]}` : null,
  };
}

/** Zero and zero is what cameras write that know nothing. */
function positionOf(lon: number | null, east: string, lat: number | null, north: string): LonLat | null {
  if (lon === null || lat === null || lon > 180 || lat > 90 || (lon === 0 && lat === 0)) return null;
  const round = (value: number): number => Number(value.toFixed(7));
  return [round(east.startsWith('W') ? -lon : lon), round(north.startsWith('S') ? -lat : lat)];
}
