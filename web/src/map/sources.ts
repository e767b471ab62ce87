// The community's data as sources of the style. Pure: collections in, collections out.
import type { Feature, FeatureCollection, Geometry, Point } from 'geojson';
import type { Areas, Edges, Features, IncidentPoints } from '../api/types';
import type { Mark } from '../domain/certificate';
import { labelPlace } from '../domain/shape';
import { tints } from '../domain/tints';
import { GROUND, KIND, SHAPE } from '../layers/palette';

export type Collection = FeatureCollection<Geometry | null>;
export const NOTHING: Collection = { type: 'FeatureCollection', features: [] };
const collection = (features: Feature<Geometry | null>[]): Collection => ({ type: 'FeatureCollection', features });

/** Zones with a tint each; communities that have no areas of their own inside are the neighbours (tint −1). */
export function areaSource(areas: Areas, edges: Edges | null): Collection {
  const parents = new Map(areas.features.map(({ properties: p }) => [p.code, p.parent]));
  const levels = new Map(areas.features.map(({ properties: p }) => [p.code, p.level]));
  const withChildren = new Set(parents.values());
  const zones = areas.features.filter((f) => f.properties.level === 'zone').map((f) => f.properties.code).sort();
  const zoneOf = (code: string): string | null => {
    for (let at: string | null | undefined = code; at; at = parents.get(at)) if (levels.get(at) === 'zone') return at;
    return null;
  };
  const tint = tints(zones, (edges?.features ?? []).map((f) => f.properties), zoneOf, GROUND.tints.length);
  return collection(
    areas.features.flatMap((f) => {
      if (!f.geometry) return [];
      const { code, level } = f.properties;
      if (level === 'zone') return [{ ...f, properties: { code, tint: tint.get(code) ?? 0 } }];
      if (level === 'community') return [{ ...f, properties: { code, tint: withChildren.has(code) ? -2 : -1 } }];
      return [];
    }),
  );
}

/** One position a name; tiles would repeat the name of a polygon that they cut. */
export function areaLabels(areas: Areas): Collection {
  const withChildren = new Set(areas.features.map((f) => f.properties.parent));
  return collection(
    areas.features.flatMap((f) => {
      const { level, name, code } = f.properties;
      const drawn = level === 'zone' || level === 'point' ? level : level === 'community' && !withChildren.has(code) ? 'other' : null;
      const place = drawn ? labelPlace(f.geometry) : null;
      // The whole name: a point is often called after its lane, and the lane's own name stands beside it.
      return place ? [at(place, { level: drawn, name })] : [];
    }),
  );
}

export function namePoints(features: Features): Collection {
  return collection(
    features.features.flatMap((f) => {
      const place = labelPlace(f.geometry);
      return place ? [at(place, { name: f.properties.name, management_type: f.properties['management_type'] ?? 'unknown' })] : [];
    }),
  );
}

/** The middle lines of roads, for their names; roads that are lines already are their own. */
export function roadAxes(roads: Features): Collection {
  return collection(
    roads.features.flatMap((f): Feature<Geometry>[] => {
      const axis = f.properties['axis'];
      const properties = { name: f.properties.name, class: f.properties['class'] };
      if (Array.isArray(axis) && axis.length > 1) return [{ type: 'Feature', geometry: { type: 'LineString', coordinates: axis }, properties }];
      if (f.geometry?.type === 'LineString' || f.geometry?.type === 'MultiLineString') return [{ type: 'Feature', geometry: f.geometry, properties }];
      return [];
    }),
  );
}

/** Point layers may hold polygons (a park among the sites): a sign stands at their middle. */
export function signs(features: Features): Collection {
  return collection(
    features.features.flatMap((f) => {
      const place = labelPlace(f.geometry);
      return place ? [at(place, { name: f.properties.name, code: f.properties.code })] : [];
    }),
  );
}

export function incidentSource(points: IncidentPoints, kindOf: (category: string) => number): Collection {
  const kinds = points.categories.map((slug) => Math.min(KIND.length - 1, kindOf(slug)));
  const shapes = points.states.map((state) => SHAPE[state] ?? 'ring');
  return collection(
    points.ids.map((id, i) =>
      at([points.lon[i] ?? 0, points.lat[i] ?? 0], {
        id,
        icon: `incident-${shapes[points.state[i] ?? 0] ?? 'ring'}-${kinds[points.category[i] ?? 0] ?? KIND.length - 1}`,
      }),
    ),
  );
}

export function markSource(marks: readonly Mark[]): Collection {
  return collection(marks.map(({ place, label, warning }) => at(place, { label, warning })));
}

export function one(geometry: Geometry | null): Collection {
  return geometry ? collection([{ type: 'Feature', geometry, properties: {} }]) : NOTHING;
}

function at(place: [number, number], properties: Record<string, unknown>): Feature<Point> {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: place }, properties };
}
