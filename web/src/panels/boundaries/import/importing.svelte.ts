// One file on its way into a draft: looked through as often as the person changes how it is to be read, compared with
// the draft, and saved as one change. The file stays on this device until then.
import { imports, type Reading, type UploadLayer, type UploadMapping, type UploadPreview, type UploadProposal } from '../../../api/imports';
import { asApiError, editions, type DraftBrief } from '../../../api/editions';
import { isAbort, type ApiError } from '../../../api/client';
import type { Changes, DraftAreas, Shape } from '../../../domain/edition/types';
import { notice } from '../../../state/notice.svelte';
import { forget, isUnsaved } from '../editor.svelte';
import { f } from './words.svelte';

/** What the service takes of a boundary file. */
const MOST_BYTES = 64 << 20;
const PLAIN: UploadMapping = { code: null, name: null, parent: null, level_field: null, extent: null, level: null, datum: null, encoding: null };

export class Importing {
  draft = $state.raw<DraftBrief | null>(null);
  areas = $state.raw<DraftAreas | null>(null);
  error = $state.raw<ApiError | null>(null);

  file = $state.raw<File | null>(null);
  tooLarge = $state(false);
  preview = $state.raw<UploadPreview | null>(null);
  /** How the texts read in each encoding, since the file did not say its own: a choice can be changed. */
  encodings = $state.raw<UploadPreview['encodings']>([]);
  layerName = $state<string | null>(null);
  mapping = $state.raw<UploadMapping>(PLAIN);
  /** The service found the place doubtful, and the person says that it is right. */
  sure = $state(false);
  repair_m = $state<number | null>(0.02);
  remember = $state(true);
  proposal = $state.raw<UploadProposal | null>(null);
  dropLeft = $state(false);
  reason = $state('');
  busy = $state<'' | 'reading' | 'proposing' | 'saving'>('');
  refused = $state.raw<ApiError | null>(null);
  #asking: AbortController | null = null;

  constructor(readonly id: string) {}

  get unsaved(): boolean { return isUnsaved(this.id); }
  get layer(): UploadLayer | null {
    const layers = this.preview?.layers ?? [];
    return layers.find(({ layer }) => layer === this.layerName) ?? (layers.length === 1 ? layers[0]! : null);
  }
  /** The datum that the file is read in; null while somebody has to say it. */
  get datum(): string | null { return this.mapping.datum ?? this.layer?.datum ?? null; }
  get ready(): boolean {
    const { layer, mapping } = this;
    return layer !== null && this.datum !== null && mapping.code !== null && (mapping.level !== null || mapping.level_field !== null) && (layer.suspicion === null || this.sure) && this.busy === '' && !this.unsaved;
  }

  async load(): Promise<void> {
    this.error = null;
    try {
      [this.draft, this.areas] = await Promise.all([editions.draft(this.id), editions.areas(this.id)]);
    } catch (cause) {
      this.error = asApiError(cause);
    }
  }

  async take(file: File | undefined): Promise<void> {
    if (!file) return;
    this.#asking?.abort();
    [this.file, this.preview, this.encodings, this.proposal, this.layerName, this.mapping, this.sure, this.refused, this.busy] = [file, null, [], null, null, PLAIN, false, null, ''];
    this.reason = f('reasonOf', { name: file.name });
    this.tooLarge = file.size > MOST_BYTES;
    if (!this.tooLarge) await this.#look();
  }
  clear(): void {
    this.#asking?.abort();
    [this.file, this.preview, this.encodings, this.proposal, this.refused, this.busy] = [null, null, [], null, null, ''];
  }

  chooseLayer(name: string): void {
    this.layerName = name;
    this.proposal = null;
    const { layer } = this;
    if (layer) this.mapping = { ...layer.mapping, encoding: this.mapping.encoding };
    if (layer?.mapping.datum) void this.#look();
  }
  set(part: Partial<UploadMapping>): void {
    this.mapping = { ...this.mapping, ...part };
    this.proposal = null;
    this.refused = null;
    // Where the file lies and how it reads are the service's to say.
    if ('datum' in part || 'encoding' in part) {
      this.sure = false;
      // In another encoding the columns have other names.
      void this.#look('encoding' in part);
    }
  }

  #reading(mapping: UploadMapping): Reading {
    return { name: this.file?.name ?? '', layer: this.layer?.layer ?? null, mapping };
  }
  async #look(anew = false): Promise<void> {
    const { file } = this;
    if (!file) return;
    const first = anew || this.preview === null || this.preview.layers.length === 0;
    const { datum, encoding } = this.mapping;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.busy = 'reading';
    this.refused = null;
    try {
      // All layers, so that another one can be chosen afterwards.
      const preview = await imports.look(file, { name: file.name, layer: null, mapping: { ...PLAIN, datum, encoding } }, asking.signal);
      this.preview = preview;
      if (preview.encodings.length > 0) this.encodings = preview.encodings;
      if (first && this.layer) {
        this.mapping = { ...this.layer.mapping, datum: datum ?? this.layer.mapping.datum ?? null, encoding: encoding ?? this.layer.mapping.encoding ?? null };
        if (this.mapping.datum !== datum) {
          this.busy = '';
          return void (await this.#look());
        }
      }
    } catch (cause) {
      if (isAbort(cause)) return;
      this.refused = asApiError(cause);
    } finally {
      if (this.#asking === asking) this.busy = '';
    }
  }

  async propose(): Promise<void> {
    const { file } = this;
    if (!file || !this.ready) return;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.busy = 'proposing';
    this.refused = null;
    this.proposal = null;
    this.dropLeft = false;
    try {
      this.proposal = await imports.propose(this.id, file, this.#reading(this.mapping), { repair_m: this.repair_m, remember: this.remember }, asking.signal);
    } catch (cause) {
      if (!isAbort(cause)) this.refused = asApiError(cause);
    } finally {
      if (this.#asking === asking) this.busy = '';
    }
  }

  /** True when the draft holds the file. */
  async save(): Promise<boolean> {
    const { proposal } = this;
    if (!proposal || this.reason.trim() === '') return false;
    const changes: Changes = {
      upsert: proposal.areas.map(({ code, name, level, parent, extent, geometry }) => ({ code, name, level, parent: parent ?? null, extent: extent ?? null, geometry: geometry as unknown as Shape | null })),
      remove: this.dropLeft ? proposal.left_out : [],
    };
    this.busy = 'saving';
    this.refused = null;
    try {
      await editions.save(this.id, proposal.version, changes, this.reason.trim());
      forget(this.id);
      notice.say(f('saved', { n: changes.upsert.length }));
      this.clear();
      return true;
    } catch (cause) {
      const failed = asApiError(cause);
      if (failed.status === 412) {
        notice.say(f('stale'), 8);
        this.proposal = null;
        await this.load();
      } else this.refused = failed;
      return false;
    } finally {
      this.busy = '';
    }
  }
}
