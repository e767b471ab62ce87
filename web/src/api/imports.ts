// Files over HTTP: the body is the file, the query says how it is to be read. Areas go into a draft that is saved
// afterwards; features of a layer stand as soon as they are stored.
import { send, type Progress } from './send';
import type { components } from './schema';
import type { LayerName } from './types';

type Schemas = components['schemas'];

export type UploadPreview = Schemas['UploadPreview'];
export type UploadLayer = Schemas['UploadLayer'];
export type UploadMapping = Schemas['UploadMapping'];
export type UploadProposal = Schemas['UploadProposal'];
export type UploadApplied = Schemas['UploadApplied'];
export type UploadedFeature = Schemas['UploadedFeature'];
export type FeaturesUpload = Schemas['FeaturesUpload'];
export type FieldProblem = Schemas['FieldError'];

export interface Reading { name: string; layer: string | null; mapping: UploadMapping }
/** Who listens to the progress, and who may stop it. */
export interface Watch { onprogress?: (progress: Progress) => void; signal?: AbortSignal }

function query({ name, layer, mapping }: Reading): Record<string, string | null> {
  const { code, name: nameField, parent, level_field, extent, level, datum, encoding } = mapping;
  return { name, layer, code, name_field: nameField, parent, level_field, extent, level, datum, encoding } as Record<string, string | null>;
}

export const imports = {
  look: (file: Blob, reading: Reading, watch: Watch): Promise<UploadPreview> => send('imports', file, { query: query(reading), ...watch }),
  propose: (draft: string, file: Blob, reading: Reading, wish: { repair_m: number | null; remember: boolean }, watch: Watch): Promise<UploadProposal> =>
    send(`editions/${encodeURIComponent(draft)}/import`, file, { query: { ...query(reading), ...wish }, ...watch }),
  apply: (draft: string, version: number, file: Blob, reading: Reading, wish: { repair_m: number | null; remember: boolean; remove: boolean; accept_place: boolean; reason: string }, watch: Watch): Promise<UploadApplied> =>
    send(`editions/${encodeURIComponent(draft)}/import/apply`, file, { query: { ...query(reading), ...wish }, version, ...watch }),
  features: (layer: LayerName, file: Blob, reading: Reading, wish: { scope: string | null; dry_run: boolean; accept_place: boolean; remember: boolean }, watch: Watch): Promise<FeaturesUpload> => {
    const { name, layer: part, mapping: { code, name: name_field, datum, encoding } } = reading;
    return send(`layers/${layer}/import`, file, { query: { name, layer: part, code, name_field, datum, encoding, ...wish }, ...watch });
  },
};
