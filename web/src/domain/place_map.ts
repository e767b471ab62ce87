// A small map of one place as plain values: what to ask of the ground around it, and moving its pin by metres.
import type { Bounds, LonLat } from '../api/types';

const METRES = 111_320;
/** The service's own grid is a ten-millionth of a degree. */
const round = (value: number): number => Number(value.toFixed(7));
const eastward = (lat: number): number => METRES * Math.cos((lat * Math.PI) / 180);

export function boxAround([lon, lat]: LonLat, metres: number): Bounds {
  const dx = metres / eastward(lat), dy = metres / METRES;
  return [round(lon - dx), round(lat - dy), round(lon + dx), round(lat + dy)];
}

/** Neighbouring places share what was read for one of them: the box of the cell of about 300 m that they lie in, and a margin. */
export function cellOf([lon, lat]: LonLat): { key: string; box: Bounds } {
  const size = 0.003;
  const x = Math.floor(lon / size), y = Math.floor(lat / size);
  const margin = size;
  return { key: `${x} ${y}`, box: [round(x * size - margin), round(y * size - margin), round((x + 1) * size + margin), round((y + 1) * size + margin)] };
}

export function shifted([lon, lat]: LonLat, east: number, north: number): LonLat {
  return [round(lon + east / eastward(lat)), round(lat + north / METRES)];
}

/** Good for places of one community. */
export function metresBetween(a: LonLat, b: LonLat): number {
  return Math.hypot((a[0] - b[0]) * eastward((a[1] + b[1]) / 2), (a[1] - b[1]) * METRES);
}
