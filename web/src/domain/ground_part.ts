// Which part of the ground a map needs that cannot hold all of it: somewhat more than it shows, as fine as it shows it.
import type { Areas, Bounds } from '../api/types';

/** What an old PC draws without a pause. */
export const BUDGET = { most: 5000, most_vertices: 400_000 } as const;

/** A part that was read. */
export interface Shown {
  bounds: Bounds;
  metresPerPixel: number;
  /** The box that was asked for. */
  wide: Bounds;
  /** No level was left out. */
  whole: boolean;
}

/** The box with half its size more on each side, inside the range of degrees. */
export function around([west, south, east, north]: Bounds): Bounds {
  const dx = (east - west) / 2, dy = (north - south) / 2;
  return [Math.max(-180, west - dx), Math.max(-90, south - dy), Math.min(180, east + dx), Math.min(90, north + dy)];
}

/** Whether a part that was read serves a map that now shows this box: it lies inside, and is neither much coarser nor short of levels that fewer areas would leave room for. */
export function served(shown: Shown | null, [west, south, east, north]: Bounds, metresPerPixel: number): boolean {
  if (!shown) return false;
  const inside = west >= shown.wide[0] && south >= shown.wide[1] && east <= shown.wide[2] && north <= shown.wide[3];
  const closer = metresPerPixel < shown.metresPerPixel * 0.75;
  return inside && !(closer && (!shown.whole || metresPerPixel < shown.metresPerPixel * 0.4));
}

/** The areas of a part, and from elsewhere those that are known everywhere. */
export function joined(everywhere: Areas, part: Areas): Areas {
  const known = new Set(part.features.map(({ properties }) => properties.code));
  return { ...part, features: [...everywhere.features.filter(({ properties }) => !known.has(properties.code)), ...part.features] };
}
