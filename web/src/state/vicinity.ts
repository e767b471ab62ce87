// The ground around one place, for small maps that stand apart from the large one: areas, their borders, roads, compounds.
// What was read for a cell is kept for the places that lie in it too.
import { api } from '../api/client';
import type { Areas, Edges, Features, LonLat } from '../api/types';
import { BUDGET } from '../domain/ground_part';
import { cellOf } from '../domain/place_map';

export interface Vicinity { areas: Areas; edges: Edges; roads: Features; compounds: Features }
const KEPT = 24;
const MOST = 400;
const kept = new Map<string, Promise<Vicinity>>();

export function vicinity(place: LonLat): Promise<Vicinity> {
  const { key, box } = cellOf(place);
  const known = kept.get(key);
  if (known) return known;
  const bbox = box.join(',');
  const reading = Promise.all([
    api.get<Areas>('areas', { scheme: 'duty', bbox, ...BUDGET }), api.get<Edges>('areas/edges', { bbox, ...BUDGET }),
    api.get<Features>('layers/road', { bbox, limit: MOST }), api.get<Features>('layers/compound', { bbox, limit: MOST }),
  ]).then(([areas, edges, roads, compounds]) => ({ areas, edges, roads, compounds }));
  kept.set(key, reading);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  reading.catch(() => kept.delete(key));
  return reading;
}
