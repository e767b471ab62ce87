// The drawing board as GeoJSON: what the map shows of a drawing, a selection and a line that is being drawn. Pure.
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { toDegrees, type EdgeId, type Patch, type Point } from '../../domain/edge_graph';
import type { Drawing } from '../../domain/edition/drawing';
import type { Fault } from '../../domain/edition/faults';
import { geometryRound } from '../../domain/edge_graph';
import { labelPlace } from '../../domain/shape';
import type { BoundaryTool } from '../../tools/boundary/tool';

export type Picture = FeatureCollection<Geometry | null>;
const collection = (features: Feature<Geometry | null>[]): Picture => ({ type: 'FeatureCollection', features });
const line = (points: readonly Point[], properties: Record<string, unknown>, id?: number): Feature => ({
  type: 'Feature', geometry: { type: 'LineString', coordinates: points.map(toDegrees) }, properties, ...(id === undefined ? {} : { id }),
});
const dot = (at: Point, properties: Record<string, unknown>): Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: toDegrees(at) }, properties });

export function edges(drawing: Drawing): Picture {
  return collection([...drawing.graph.edges].map(([id, edge]) => line(edge.line, { level: drawing.levelOf(edge) }, id)));
}

/** Names of areas that are not divided further; `places` keeps where they stood, by key. */
export function labels(drawing: Drawing, changed: ReadonlySet<string>, places: Map<string, [number, number] | null>): Picture {
  const parents = new Set([...drawing.rows.values()].map(({ parent }) => parent));
  return collection([...drawing.rows].flatMap(([key, row]) => {
    if (parents.has(key) || !drawing.graph.faces.has(key)) return [];
    if (!places.has(key)) places.set(key, labelPlace(geometryRound(drawing.graph, new Set([key]))));
    const place = places.get(key);
    return place ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: place }, properties: { name: row.name || row.code, changed: changed.has(key) } }] : [];
  }));
}

export function fills(drawing: Drawing, tool: BoundaryTool, changed: ReadonlySet<string>): Picture {
  const { key } = tool.selection;
  const parents = new Set([...drawing.rows.values()].map(({ parent }) => parent));
  const fill = (one: string, role: string): Feature<Geometry | null> => ({ type: 'Feature', geometry: drawing.geometry(one), properties: { role } });
  // What is left of an area that is divided: hatched, and nobody's fault.
  const left = [...parents].filter((one): one is string => one !== null && drawing.graph.faces.has(one)).map((one): Feature<Geometry | null> => ({ type: 'Feature', geometry: geometryRound(drawing.graph, new Set([one])), properties: { role: 'remainder' } }));
  const others = [...changed].filter((one) => one !== key && drawing.rows.has(one) && !parents.has(one)).map((one) => fill(one, 'changed'));
  return collection(key === null ? [...left, ...others] : [...left, ...others, fill(key, tool.tool === 'merge' ? 'merge' : 'chosen')]);
}

export function chosen(drawing: Drawing, tool: BoundaryTool): Picture {
  const { edge, key } = tool.selection;
  const { graph } = drawing;
  const ids: Iterable<EdgeId> = edge !== null ? [edge] : key !== null ? graph.edgesOf(key) : [];
  return collection([...ids].map((id) => line(graph.edge(id).line, {})));
}

export function handles(tool: BoundaryTool): Picture {
  const { corner } = tool.selection;
  const at = corner ? tool.drawing.graph.edge(corner.edge).line[corner.index] : null;
  if (tool.tool !== 'select') return collection([]);
  return collection(tool.handles().map((handle) => dot(handle.at, { role: handle.role, on: at !== null && at !== undefined && handle.role !== 'middle' && handle.at[0] === at[0] && handle.at[1] === at[1] })));
}

/** Edges as a drag would leave them, and where its vertex is. */
export function live(patch: Patch | null, refused: boolean, at: Point | null): Picture {
  const moved = [...(patch?.edges ?? [])].flatMap(([, { after }]) => (after ? [line(after.line, { refused })] : []));
  return collection(at ? [...moved, dot(at, { refused })] : moved);
}

export function sketch(tool: BoundaryTool): Picture {
  const points = tool.hover ? [...tool.sketch, tool.hover] : tool.sketch;
  const features: Feature[] = tool.sketch.map(({ at }) => dot(at, { role: 'point' }));
  if (points.length > 1) features.push(line(tool.tool === 'inside' && points.length > 2 ? [...points.map(({ at }) => at), points[0]!.at] : points.map(({ at }) => at), {}));
  if (tool.hover?.on) features.push(dot(tool.hover.at, { role: 'snapped' }));
  return collection(features);
}

/** A place that a click would catch. */
export function spot(at: Point | null): Picture {
  return collection(at ? [dot(at, { role: 'snapped' })] : []);
}

export function faultPlaces(faults: readonly Fault[]): Picture {
  return collection(faults.flatMap(({ at }) => (at ? [dot(at, { role: 'fault' })] : [])));
}
