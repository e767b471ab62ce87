// The report that is being made. Place and category stand in the URL; photos, words, time and the answer wait here, so that going
// back a step loses nothing, and on the device, because a phone may close the page while its camera is open.
import type { NearCase } from '../../api/cases';
import type { LonLat } from '../../api/types';
import { asWallClock } from '../../domain/period';
import type { Entry } from '../../outbox/entry';
import type { Draft as Kept } from '../../outbox/keep';
import { newKey, outbox } from '../../state/outbox.svelte';
import { site } from '../../state/site.svelte';
import { MOST_PHOTOS, restore, smaller, take, type Photo, type Refused, type Taken } from './photos';

const RECENT = 'wangge.recent-categories';
/** A draft that nobody has touched for this long belongs to yesterday. */
const FRESH_MS = 12 * 3_600_000;

class Draft {
  words = $state('');
  /** '' means now. */
  time = $state('');
  /** Answer to the deciding question; 'unsure' leaves it to the server's default. */
  answer = $state('');
  /** Where staff have it from; everybody else reports as the public. */
  source = $state<'patrol' | '12345' | 'wechat' | 'leader'>('patrol');
  name = $state('');
  phone = $state('');
  photos = $state.raw<readonly Photo[]>([]);
  refused = $state.raw<readonly Refused[]>([]);
  /** Files that are being read. */
  reading = $state(0);
  /** Place and category for which nearby cases were looked at and found to be others. */
  different = $state('');
  /** The case that is the same problem, once a person has said so. */
  joining = $state.raw<NearCase | null>(null);
  /** The photos' own position was declined. */
  placeKept = $state(false);
  #opened = false;

  /** What was there when the page was closed. */
  async open(): Promise<void> {
    if (this.#opened) return;
    this.#opened = true;
    const keep = await outbox.keep();
    const kept = await keep.draft().catch(() => null);
    if (!kept) return;
    if (Date.now() - kept.at > FRESH_MS) {
      await keep.saveDraft(null);
      for (const { id } of kept.photos) await keep.dropPhoto(id);
      return;
    }
    if (this.words === '') this.words = kept.words;
    if (this.name === '') this.name = kept.name;
    if (this.phone === '') this.phone = kept.phone;
    for (const note of kept.photos) {
      const bytes = await keep.photo(note.id);
      if (bytes && !this.photos.some((one) => one.id === note.id)) this.photos = [...this.photos, await restore(note, bytes)];
    }
  }
  #saving = 0;
  /** Writes it down soon; called whenever something was changed. */
  save(): void {
    if (!this.#opened) return;
    clearTimeout(this.#saving);
    this.#saving = window.setTimeout(() => void this.#write(), 300);
  }
  get kept(): Kept {
    return { photos: this.photos.map(({ id, name, size }) => ({ id, name, size })), words: this.words, name: this.name, phone: this.phone, at: Date.now() };
  }
  async #write(): Promise<void> {
    clearTimeout(this.#saving);
    const kept = this.kept;
    const empty = kept.photos.length === 0 && kept.words + kept.name + kept.phone === '';
    // What cannot be kept is still here; it only does not outlive the page.
    await (await outbox.keep()).saveDraft(empty ? null : kept).catch(() => undefined);
  }

  async add(files: Iterable<File>): Promise<void> {
    this.refused = [];
    for (const file of [...files]) await this.#taken(file.name, () => take(file));
  }
  async addSmaller(one: Refused): Promise<void> {
    const file = one.file;
    this.refused = this.refused.filter((other) => other !== one);
    if (file) await this.#taken(file.name, () => smaller(file));
  }
  async #taken(name: string, read: () => Promise<Taken>): Promise<void> {
    if (this.photos.length + this.reading >= MOST_PHOTOS) {
      this.refused = [...this.refused, { name, why: 'tooMany', file: null }];
      return;
    }
    this.reading += 1;
    try {
      const found = await read();
      if ('refused' in found) this.refused = [...this.refused, found.refused];
      else {
        const id = newKey();
        await (await outbox.keep()).addPhoto(id, found.bytes);
        this.photos = [...this.photos, { id, ...found.photo }];
        this.placeKept = false;
        await this.#write();
      }
    } catch {
      this.refused = [...this.refused, { name, why: 'broken', file: null }];
    } finally {
      this.reading -= 1;
    }
  }
  async drop(id: string): Promise<void> {
    const gone = this.photos.find((one) => one.id === id);
    this.photos = this.photos.filter((one) => one.id !== id);
    if (gone) URL.revokeObjectURL(gone.preview);
    await this.#write();
    await (await outbox.keep()).dropPhoto(id);
  }
  /** Where the photos say they were taken: the first that says so. */
  get position(): LonLat | null {
    return this.photos.find((one) => one.position)?.position ?? null;
  }

  /** A report that was refused comes back into the form, with its photos; what was being made gives way where both say something. */
  async reopen(entry: Entry): Promise<void> {
    await this.open();
    const { description = '', contact, occurred_at = '' } = entry.body;
    this.words = description ?? '';
    this.name = contact?.name ?? this.name;
    this.phone = contact?.phone ?? this.phone;
    // The time that was refused is not kept; what happened a while ago keeps its time.
    this.time = occurred_at && !entry.problem?.errors?.some(({ field }) => field === 'occurred_at') ? asWallClock(new Date(occurred_at), site.zone) : '';
    const keep = await outbox.keep();
    for (const note of entry.photos) {
      const bytes = await keep.photo(note.id);
      if (bytes && this.photos.length < MOST_PHOTOS && !this.photos.some((one) => one.id === note.id)) this.photos = [...this.photos, await restore(note, bytes)];
    }
    await outbox.takeBack(entry.key, this.kept);
  }
  /** Nothing is written down any more: the report is about to be one of the outbox. */
  rest(): void {
    clearTimeout(this.#saving);
  }
  /** The report is made; its photos are the entry's now. */
  clear(): void {
    this.rest();
    for (const { preview } of this.photos) URL.revokeObjectURL(preview);
    this.photos = [];
    this.refused = [];
    this.words = this.time = this.answer = this.different = '';
    this.placeKept = false;
    this.joining = null;
    this.source = 'patrol';
  }
}

export const draft = new Draft();

/** Categories this browser reported lately, newest first. */
export function recentCategories(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    // Private windows may refuse storage; then there is simply no order by use.
    return [];
  }
}

export function rememberCategory(slug: string): void {
  try {
    localStorage.setItem(RECENT, JSON.stringify([slug, ...recentCategories().filter((one) => one !== slug)].slice(0, 4)));
  } catch {
    // See above.
  }
}
