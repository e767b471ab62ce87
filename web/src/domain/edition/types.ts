// What the drawing of a draft is made of. Rows carry the words of an area, the graph its ground.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';

export const LEVELS = ['district', 'street', 'community', 'zone', 'point'] as const;
export type Level = (typeof LEVELS)[number];

/** An area that is in the drawing has a key that never changes; its code may. New areas have keys of their own. */
export interface Row {
  code: string;
  name: string;
  level: Level;
  /** The key of the area around it, or the code of one that is not in the drawing. */
  parent: string | null;
  /** The boundary in words. */
  extent: string | null;
}

export type Shape = Polygon | MultiPolygon;
export interface AreaWords { code: string; name: string; level: Level; parent: string | null; extent: string | null }
export type DraftAreas = FeatureCollection<Shape | null, AreaWords>;

export interface Upsert extends AreaWords { geometry: Shape | null }
/** What differs from the version that the drawing began with. */
export interface Changes { upsert: Upsert[]; remove: string[] }
