// Files over HTTP: the body is the file, the query says how it is to be read. Nothing is stored before a draft is saved.
import { api } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type UploadPreview = Schemas['UploadPreview'];
export type UploadLayer = Schemas['UploadLayer'];
export type UploadMapping = Schemas['UploadMapping'];
export type UploadProposal = Schemas['UploadProposal'];
export type FieldProblem = Schemas['FieldError'];

export interface Reading { name: string; layer: string | null; mapping: UploadMapping }

function query({ name, layer, mapping }: Reading): Record<string, string | null> {
  const { code, name: nameField, parent, level_field, extent, level, datum, encoding } = mapping;
  return { name, layer, code, name_field: nameField, parent, level_field, extent, level, datum, encoding } as Record<string, string | null>;
}

export const imports = {
  look: (file: Blob, reading: Reading, signal?: AbortSignal): Promise<UploadPreview> => api.post('imports', file, { query: query(reading), ...(signal ? { signal } : {}) }),
  propose: (draft: string, file: Blob, reading: Reading, wish: { repair_m: number | null; remember: boolean }, signal?: AbortSignal): Promise<UploadProposal> =>
    api.post(`editions/${encodeURIComponent(draft)}/import`, file, { query: { ...query(reading), ...wish }, ...(signal ? { signal } : {}) }),
};
