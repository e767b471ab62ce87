import { expect, it } from 'vitest';
import { Drawing } from '../../domain/edition/drawing';
import type { DraftAreas } from '../../domain/edition/types';
import { BoundaryTool } from '../../tools/boundary/tool';
import { fills } from './paint';

const square = (west: number, east: number): DraftAreas['features'][number]['geometry'] => ({ type: 'Polygon', coordinates: [[[west, 24.35], [east, 24.35], [east, 24.351], [west, 24.351], [west, 24.35]]] });

it('what a zone has left beside its points is hatched, and a zone without any left is not', () => {
  const feature = (code: string, level: 'zone' | 'point', parent: string | null, west: number, east: number): DraftAreas['features'][number] => ({ type: 'Feature', geometry: square(west, east), properties: { code, name: code, level, parent, extent: null } });
  const drawing = new Drawing({
    type: 'FeatureCollection',
    features: [feature('Z1', 'zone', null, 102.54, 102.542), feature('P1', 'point', 'Z1', 102.54, 102.541), feature('Z2', 'zone', null, 102.542, 102.543), feature('P2', 'point', 'Z2', 102.542, 102.543)],
  });
  const tool = new BoundaryTool({ drawing, guides: () => [], commit: () => null, refused: () => undefined, changed: () => undefined });
  const hatched = fills(drawing, tool, new Set()).features.filter(({ properties }) => properties?.['role'] === 'remainder');
  expect(hatched.map(({ geometry }) => geometry)).toEqual([square(102.541, 102.542)]);
});
