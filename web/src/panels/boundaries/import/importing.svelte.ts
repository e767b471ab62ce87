// One file on its way in: looked through as often as the person changes how it is to be read, compared with what stands,
// and stored. Areas become one change of a draft; features of a layer stand at once. The file stays on this device until
// then, and whatever is cancelled leaves nothing behind.
import { imports, type FeaturesUpload, type Reading, type UploadLayer, type UploadMapping, type UploadPreview, type UploadProposal, type Watch } from '../../../api/imports';
import { asApiError, editions, type DraftBrief } from '../../../api/editions';
import { isAbort, type ApiError } from '../../../api/client';
import type { Progress } from '../../../api/send';
import type { LayerName } from '../../../api/types';
import type { DraftAreas } from '../../../domain/edition/types';
import { ground } from '../../../state/ground.svelte';
import { notice } from '../../../state/notice.svelte';
import { forget, isUnsaved } from '../editor.svelte';
import { guess, type Holds } from './holds';
import { f } from './words.svelte';

/** What the service takes of a file. */
const MOST_BYTES = 256 << 20;
const PLAIN: UploadMapping = { code: null, name: null, parent: null, level_field: null, extent: null, level: null, datum: null, encoding: null, holds: null };

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
  /** What the rows are; null while a person has to say it. */
  holds = $state<Holds | null>(null);
  /** The service found the place doubtful, and the person says that it is right. */
  sure = $state(false);
  repair_m = $state<number | null>(0.02);
  remember = $state(true);
  /** Only features within this area are replaced; the whole layer when empty. */
  within = $state('');
  proposal = $state.raw<UploadProposal | null>(null);
  outcome = $state.raw<FeaturesUpload | null>(null);
  dropLeft = $state(false);
  reason = $state('');
  busy = $state<'' | 'reading' | 'proposing' | 'saving'>('');
  progress = $state.raw<Progress | null>(null);
  refused = $state.raw<ApiError | null>(null);
  #asking: AbortController | null = null;

  /** `id`: the draft, null where features alone can come in. `preset`: what the person came here for. */
  constructor(readonly id: string | null, readonly preset: LayerName | null) {}

  get unsaved(): boolean { return this.id !== null && this.holds === 'areas' && isUnsaved(this.id); }
  get layer(): UploadLayer | null {
    const layers = this.preview?.layers ?? [];
    return layers.find(({ layer }) => layer === this.layerName) ?? (layers.length === 1 ? layers[0]! : null);
  }
  /** The layer of features that the file is taken as. */
  get features(): LayerName | null { return this.holds === 'areas' ? null : this.holds; }
  /** The datum that the file is read in; null while somebody has to say it. */
  get datum(): string | null { return this.mapping.datum ?? this.layer?.datum ?? null; }
  get ready(): boolean {
    const { layer, mapping } = this;
    const levelled = this.holds !== 'areas' || mapping.level !== null || mapping.level_field !== null;
    return layer !== null && this.holds !== null && this.datum !== null && mapping.code !== null && levelled && (layer.suspicion === null || this.sure) && this.busy === '' && !this.unsaved;
  }

  async load(): Promise<void> {
    this.error = null;
    if (this.id === null) return;
    try {
      [this.draft, this.areas] = await Promise.all([editions.draft(this.id), editions.areas(this.id)]);
    } catch (cause) {
      this.error = asApiError(cause);
    }
  }

  async take(file: File | undefined): Promise<void> {
    if (!file) return;
    this.clear();
    this.file = file;
    this.reason = f('reasonOf', { name: file.name });
    this.tooLarge = file.size > MOST_BYTES;
    if (!this.tooLarge) await this.#look();
  }
  clear(): void {
    this.#asking?.abort();
    [this.file, this.preview, this.encodings, this.layerName, this.mapping, this.holds, this.sure] = [null, null, [], null, PLAIN, null, false];
    this.#forgetOutcome();
    this.busy = '';
  }
  #forgetOutcome(): void {
    [this.proposal, this.outcome, this.refused] = [null, null, null];
  }

  chooseLayer(name: string): void {
    this.layerName = name;
    this.#forgetOutcome();
    const { layer } = this;
    if (!layer) return;
    this.mapping = { ...layer.mapping, encoding: this.mapping.encoding ?? null };
    this.holds = guess(layer, this.id !== null, this.preset);
    if (layer.mapping.datum) void this.#look();
  }
  setHolds(holds: Holds | null): void {
    this.holds = holds;
    this.#forgetOutcome();
  }
  setWithin(code: string): void {
    this.within = code;
    this.#forgetOutcome();
  }
  set(part: Partial<UploadMapping>): void {
    this.mapping = { ...this.mapping, ...part };
    this.#forgetOutcome();
    // Where the file lies and how it reads are the service's to say.
    if ('datum' in part || 'encoding' in part) {
      this.sure = false;
      // In another encoding the columns have other names.
      void this.#look('encoding' in part);
    }
  }

  #reading(): Reading {
    return { name: this.file?.name ?? '', layer: this.layer?.layer ?? null, mapping: this.mapping };
  }
  /** Asks the service, one question at a time; null when it was cancelled or refused. */
  async #ask<T>(busy: 'reading' | 'proposing' | 'saving', question: (watch: Watch) => Promise<T>): Promise<T | null> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    [this.busy, this.refused, this.progress] = [busy, null, null];
    try {
      return await question({ signal: asking.signal, onprogress: (progress) => { if (this.#asking === asking) this.progress = progress; } });
    } catch (cause) {
      if (!isAbort(cause)) this.refused = asApiError(cause);
      return null;
    } finally {
      if (this.#asking === asking) [this.busy, this.progress] = ['', null];
    }
  }
  /** Stops what is under way. A file that was not read yet is put away; else everything stands as before the question. */
  cancel(): void {
    const { busy } = this;
    this.#asking?.abort();
    if (busy === 'reading' && this.preview === null) this.clear();
    notice.say(f('cancelled'));
    // The very last moment may have been too late: the map shows what stands.
    if (busy !== 'saving') return;
    [this.outcome, this.proposal] = [null, null];
    void (this.features ? ground.renew(this.features) : this.load());
  }

  async #look(anew = false): Promise<void> {
    const { file } = this;
    if (!file) return;
    const first = anew || this.preview === null || this.preview.layers.length === 0;
    const { datum = null, encoding = null } = this.mapping;
    // All layers, so that another one can be chosen afterwards.
    const preview = await this.#ask('reading', (watch) => imports.look(file, { name: file.name, layer: null, mapping: { ...PLAIN, datum, encoding } }, watch));
    if (!preview) return;
    this.preview = preview;
    if (preview.encodings.length > 0) this.encodings = preview.encodings;
    const { layer } = this;
    if (!first || !layer) return;
    this.mapping = { ...layer.mapping, datum: datum ?? layer.mapping.datum ?? null, encoding: encoding ?? layer.mapping.encoding ?? null };
    this.holds = guess(layer, this.id !== null, this.preset);
    if (this.mapping.datum !== datum) await this.#look();
  }

  /** What the file would make of the draft or of the layer. */
  async propose(): Promise<void> {
    const { file, id, features } = this;
    if (!file || !this.ready) return;
    this.#forgetOutcome();
    this.dropLeft = false;
    if (features) this.outcome = await this.#ask('proposing', (watch) => imports.features(features, file, this.#reading(), this.#featuresWish(true), watch));
    else if (id) this.proposal = await this.#ask('proposing', (watch) => imports.propose(id, file, this.#reading(), { repair_m: this.repair_m, remember: this.remember }, watch));
  }
  #featuresWish(dry_run: boolean): Parameters<typeof imports.features>[3] {
    return { scope: this.within || null, dry_run, accept_place: this.sure, remember: this.remember };
  }

  /** True when the layer is what the file says. */
  async store(): Promise<boolean> {
    const { file, features } = this;
    if (!file || !features || !this.outcome) return false;
    const done = await this.#ask('saving', (watch) => imports.features(features, file, this.#reading(), this.#featuresWish(false), watch));
    if (!done) return false;
    await ground.renew(features);
    notice.say(f('stored', { added: done.added, changed: done.changed, removed: done.removed }), 8);
    this.clear();
    return true;
  }

  /** True when the draft holds the file. The service reads it once more: the shapes of a large file never come here. */
  async save(): Promise<boolean> {
    const { file, proposal, id } = this;
    const reason = this.reason.trim();
    if (!file || !proposal || !id || reason === '') return false;
    const wish = { repair_m: this.repair_m, remember: this.remember, remove: this.dropLeft, accept_place: this.sure, reason };
    const done = await this.#ask('saving', (watch) => imports.apply(id, proposal.version, file, this.#reading(), wish, watch));
    if (done) {
      forget(id);
      notice.say(f('saved', { n: done.added + done.changed }));
      this.clear();
      return true;
    }
    if (this.refused?.status === 412) {
      notice.say(f('stale'), 8);
      [this.proposal, this.refused] = [null, null];
      await this.load();
    }
    return false;
  }
}
