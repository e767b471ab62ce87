// Rows of a list, and how a word finds them: every word of the filter must occur in name, code or detail. Pure.
import type { Geometry } from 'geojson';
import type { ManagementType } from '../../api/types';

export const PAGE = 100;
export interface Entry {
  kind: string;
  code: string;
  name: string;
  detail: string;
  vacant: boolean;
  open: number | null;
  type: ManagementType | null;
  geometry: Geometry | null;
}

export function matches(entry: Pick<Entry, 'name' | 'code' | 'detail'>, text: string): boolean {
  const words = text.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
  const hay = `${entry.name} ${entry.code} ${entry.detail}`.toLowerCase();
  return words.every((word) => hay.includes(word));
}
