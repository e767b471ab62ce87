// A proposal on the board: its outline dashed, the ground that it would give tinted, names or numbers in the middle.
import type { Feature } from 'geojson';
import type { Shape } from '../../../domain/edition/types';
import type { BoundaryMap } from '../../../map/BoundaryMap';

/** `offered`: as proposed; `picked`: taken of it; `ground`: what an area would have; `full`: none of it is free. */
export type Role = 'offered' | 'picked' | 'ground' | 'full';
export interface Offer { geometry: Shape | null; role: Role; label?: string; place?: readonly [number, number]; on?: boolean }

export function showOffers(board: BoundaryMap, offers: readonly Offer[]): void {
  const features = offers.flatMap(({ geometry, role, label, place, on = false }): Feature[] => [
    ...(geometry ? [{ type: 'Feature' as const, geometry, properties: { role, on } }] : []),
    ...(label && place ? [{ type: 'Feature' as const, geometry: { type: 'Point' as const, coordinates: [...place] }, properties: { role, label, on } }] : []),
  ]);
  board.show('proposal', { type: 'FeatureCollection', features });
}
