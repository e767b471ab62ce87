// One draft under repair: what the service would do within a tolerance or about one fault, what was accepted, and the way
// back. Every repair is one saved change of the draft, and taking it back is another.
import { asApiError, editions, type Check, type DraftBrief, type Repair, type RepairWish, type ServerFault } from '../../../api/editions';
import { isAbort, type ApiError } from '../../../api/client';
import type { Changes, DraftAreas, Shape, Upsert } from '../../../domain/edition/types';
import { firstTolerance, TOLERANCES } from '../../../domain/edition/widths';
import { notice } from '../../../state/notice.svelte';
import { forget, isUnsaved } from '../editor.svelte';
import { r, width } from './words.svelte';

/** A hand on the slider rests this long before the service is asked. */
const REST_MS = 250;

export interface Decision { fault: ServerFault; give_to: string | null; name: string }

export class Repairing {
  draft = $state.raw<DraftBrief | null>(null);
  areas = $state.raw<DraftAreas | null>(null);
  check = $state.raw<Check | null>(null);
  proposal = $state.raw<Repair | null>(null);
  /** The one fault that the proposal is about; null: all within the tolerance. */
  decision = $state.raw<Decision | null>(null);
  /** Index into the tolerances. */
  step = $state(0);
  strips = $state(false);
  busy = $state(false);
  saving = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** Why the last proposal could not be made or saved; the screen stays as it is. */
  refused = $state.raw<ApiError | null>(null);
  /** The areas as they were before each repair that was accepted here. */
  done = $state.raw<Changes[]>([]);
  #names = $derived(new Map((this.areas?.features ?? []).map(({ properties: p }) => [p.code, p.name])));
  #asking: AbortController | null = null;
  #timer = 0;
  #chosen = false;

  constructor(readonly id: string) {}

  get tolerance(): number { return TOLERANCES[this.step] ?? TOLERANCES[0]; }
  get unsaved(): boolean { return isUnsaved(this.id); }
  name(code: string): string { return this.#names.get(code) || code; }

  async load(): Promise<void> {
    this.error = null;
    try {
      [this.draft, this.areas, this.check] = await Promise.all([editions.draft(this.id), editions.areas(this.id), editions.check(this.id)]);
      await this.#ask({ tolerance_m: this.tolerance, close_open_strips: this.strips });
    } catch (cause) {
      this.error = asApiError(cause);
      return;
    }
    // What the widths say, until a person chooses.
    if (!this.#chosen && this.proposal) {
      const first = TOLERANCES.findIndex((metres) => metres === firstTolerance(this.proposal!.widths));
      if (first !== this.step) {
        this.step = first;
        await this.#ask({ tolerance_m: this.tolerance, close_open_strips: this.strips });
      }
    }
  }

  choose(step: number): void {
    this.#chosen = true;
    this.step = step;
    this.again();
  }
  /** The proposal for the tolerance, when the hand rests. */
  again(): void {
    this.decision = null;
    this.busy = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask({ tolerance_m: this.tolerance, close_open_strips: this.strips }), REST_MS);
  }
  async decide(decision: Decision): Promise<void> {
    clearTimeout(this.#timer);
    this.decision = decision;
    await this.#ask({ fault: decision.fault.position, give_to: decision.give_to });
  }

  async #ask(wish: RepairWish): Promise<void> {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.busy = true;
    this.refused = null;
    try {
      this.proposal = await editions.repair(this.id, wish, asking.signal);
    } catch (cause) {
      if (isAbort(cause)) return;
      this.refused = asApiError(cause);
      // Widths stay known while a proposal is refused; what would move is not.
      if (this.proposal) this.proposal = { ...this.proposal, areas: [], mended: 0, max_m: 0 };
    } finally {
      if (this.#asking === asking) this.busy = false;
    }
  }

  async accept(): Promise<void> {
    const { proposal, areas, decision } = this;
    if (!proposal || !areas || proposal.areas.length === 0 || this.unsaved) return;
    const codes = new Set(proposal.areas.map(({ code }) => code));
    const before: Upsert[] = areas.features.filter(({ properties: p }) => codes.has(p.code)).map(({ properties: p, geometry }) => ({ code: p.code, name: p.name, level: p.level, parent: p.parent ?? null, extent: p.extent ?? null, geometry }));
    const upsert: Upsert[] = proposal.areas.map(({ code, name, level, parent, extent, geometry }) => ({ code, name, level, parent: parent ?? null, extent: extent ?? null, geometry: geometry as unknown as Shape }));
    const reason = decision ? r('reasonOne', { what: decision.name }) : r('reasonWithin', { w: width(this.tolerance) });
    if (!(await this.#save(proposal.version, { upsert, remove: [] }, reason))) return;
    this.done = [...this.done, { upsert: before, remove: [] }];
    notice.say(r('accepted', { n: upsert.length }));
    this.decision = null;
    await this.load();
  }

  async undo(): Promise<void> {
    const last = this.done[this.done.length - 1];
    if (!last || !this.draft) return;
    if (!(await this.#save(this.draft.version, last, r('reasonUndo')))) return;
    this.done = this.done.slice(0, -1);
    notice.say(r('undone'));
    await this.load();
  }

  async #save(version: number, changes: Changes, reason: string): Promise<boolean> {
    this.saving = true;
    this.refused = null;
    try {
      await editions.save(this.id, version, changes, reason);
      // The board opens anew on what stands now.
      forget(this.id);
      return true;
    } catch (cause) {
      const failed = asApiError(cause);
      if (failed.status === 412) {
        notice.say(r('stale'), 8);
        this.done = [];
        await this.load();
      } else this.refused = failed;
      return false;
    } finally {
      this.saving = false;
    }
  }
}
