// The preview on the map: borders as they would be, the areas that change, and what gets another owner.
import type { Feature } from 'geojson';
import type { Preview } from '../../api/editions';
import { Drawing } from '../../domain/edition/drawing';
import type { DraftAreas } from '../../domain/edition/types';
import type { BoundaryMap, PointerHost } from '../../map/BoundaryMap';
import * as paint from './paint';

export class PreviewMap {
  /** Nothing is taken hold of here. */
  static readonly host: PointerHost = { down: () => false, move: () => undefined, up: () => undefined, click: () => undefined, cursor: () => '' };

  constructor(readonly board: BoundaryMap, areas: DraftAreas, preview: Preview) {
    const drawing = new Drawing(areas);
    const changed = new Set(preview.areas.map(({ code }) => code));
    const divided = new Set(areas.features.map(({ properties: p }) => p.parent));
    board.show('edge', paint.edges(drawing));
    board.show('label', paint.labels(drawing, changed, new Map()));
    board.show('fill', {
      type: 'FeatureCollection',
      features: areas.features.filter(({ properties: p }) => changed.has(p.code) && !divided.has(p.code)).map(({ geometry }) => ({ type: 'Feature', geometry, properties: { role: 'chosen' } })),
    });
    const dot = (position: [number, number], role: string): Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: position }, properties: { role } });
    board.show('place', {
      type: 'FeatureCollection',
      features: [...preview.features.moves.map(({ position }) => dot(position, 'feature')), ...preview.incidents.moves.map(({ position }) => dot(position, 'incident'))],
    });
  }

  remove(): void {
    this.board.remove();
  }
}
