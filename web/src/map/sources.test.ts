import { describe, expect, it } from 'vitest';
import type { Areas, Features, IncidentPoints } from '../api/types';
import { areaLabels, areaSource, incidentSource, roadAxes, signs } from './sources';
import { isSoftware } from './graphics';

const square = (x: number) => ({ type: 'Polygon' as const, coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]] });
const area = (level: string, code: string, parent: string | null, x: number | null) => ({
  type: 'Feature', geometry: x === null ? null : square(x),
  properties: { scheme: 'duty', level, code, name: `${code}点位`, parent, area_m2: null, drawn: x !== null, head: null, vacant: false, open_incidents: null },
});
const areas = { type: 'FeatureCollection', features: [
  area('community', 'C', null, 0), area('zone', 'Z1', 'C', 0), area('zone', 'Z2', 'C', 1), area('point', 'P1', 'Z1', 0), area('point', 'P2', 'Z2', null), area('community', 'N', null, 5),
] } as unknown as Areas;

describe('sources', () => {
  it('tint zones, mark neighbours, and leave out what is not drawn', () => {
    const edges = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'LineString', coordinates: [] }, properties: { level: 'zone', left: 'P1', right: 'P2' } }] };
    const tint = new Map(areaSource(areas, edges as never).features.map((f) => [f.properties?.['code'], f.properties?.['tint']]));
    expect(tint.get('N')).toBe(-1);
    expect(tint.get('Z1')).not.toBe(tint.get('Z2'));
    expect(tint.has('P2')).toBe(false);
  });
  it('name each drawn area once, points without their common ending', () => {
    const names = areaLabels(areas).features.map((f) => `${f.properties?.['level']} ${f.properties?.['name']}`);
    expect(names.sort()).toEqual(['other N点位', 'point P1点位', 'zone Z1点位', 'zone Z2点位']);
  });
  it('take a road’s name along its axis, and stand a sign in the middle of a polygon', () => {
    const roads = { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: square(0), properties: { code: 'R', name: '路', layer: 'road', class: 'main', axis: [[0, 0], [1, 1]] } }] } as unknown as Features;
    expect(roadAxes(roads).features[0]?.geometry).toEqual({ type: 'LineString', coordinates: [[0, 0], [1, 1]] });
    expect(signs(roads).features[0]?.geometry?.type).toBe('Point');
  });
  it('give every incident the picture of its state and kind, also of states it does not know', () => {
    const points: IncidentPoints = { as_of: '', count: 2, capped: false, ids: ['a', 'b'], lon: [1, 2], lat: [3, 4], category: [0, 0], state: [0, 1], at: [0, 0], categories: ['x'], states: ['handled', 'novel' as never], shared_default: [] };
    expect(incidentSource(points, () => 9).features.map((f) => f.properties?.['icon'])).toEqual(['incident-square-4', 'incident-ring-4']);
  });
});

describe('graphics', () => {
  it('tell software renderers by name', () => {
    for (const name of ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))', 'llvmpipe (LLVM 15)', 'Microsoft Basic Render Driver']) expect(isSoftware(name)).toBe(true);
    for (const name of ['ANGLE (Intel, Intel(R) UHD Graphics 630)', 'Mali-G57']) expect(isSoftware(name)).toBe(false);
  });
});
