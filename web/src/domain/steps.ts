// The steps that are open to somebody, as buttons and forms. Pure: which stand first, what a form asks, what it sends.
import type { Case, CaseEvent, Need, Step, StepBody, Transition } from '../api/cases';

/** The usual way of a case; everything else stands under 更多. */
const USUAL: readonly Transition[] = ['file', 'dispatch', 'accept', 'handle', 'close', 'resume'];
const BESIDE: readonly Transition[] = ['handle_on_site', 'reject', 'return', 'rework', 'sample'];

/** `main` first and strong, `beside` next to it, `more` folded away. */
export interface Arranged { main: Step | null; beside: Step[]; more: Step[] }

/** A case that was accepted before is handled next, not accepted once more. */
export function arrange(steps: readonly Step[], accepted = false): Arranged {
  const order = accepted ? [...USUAL.filter((one) => one !== 'accept'), 'accept' as const] : USUAL;
  const usual = order.flatMap((name) => steps.filter((step) => step.transition === name));
  const [main = null, ...rest] = usual;
  const near = [...rest, ...steps.filter((step) => BESIDE.includes(step.transition))];
  const shown = main ? near : near.slice(0, 2);
  return { main, beside: shown, more: steps.filter((step) => step !== main && !shown.includes(step)) };
}

/** Whether the last dispatch or hand-over has been accepted. */
export function accepted(events: readonly { kind: string }[]): boolean {
  const last = (...kinds: string[]): number => Math.max(-1, ...events.map((event, index) => (kinds.includes(event.kind) ? index : -1)));
  return last('case_accepted') > last('case_dispatched', 'case_handed_over', 'case_reworked');
}

export type FieldName = 'note' | 'checked' | 'actor' | 'helper' | 'addressee' | 'merge_into' | 'until' | 'result';
export interface Asked { name: FieldName; needed: boolean }
/** Texts as they stand in the form; `checked` is 'yes' once ticked. */
export type Filled = Record<FieldName, string>;

const FIELD: Partial<Record<Need, FieldName>> = {
  reason: 'note', pre_check: 'checked', post_check: 'checked', actor: 'actor', helper: 'helper', addressee: 'addressee',
  merge_into: 'merge_into', until: 'until', result: 'result',
};
const ORDER: readonly FieldName[] = ['checked', 'actor', 'helper', 'addressee', 'merge_into', 'until', 'result', 'note'];

export function blank(filled: Partial<Filled> = {}): Filled {
  return { ...(Object.fromEntries(ORDER.map((name) => [name, ''])) as Filled), ...filled };
}

/** The fields of a step's form; what follows from a sample or an appeal the service makes by itself. `routed`: the case already has a post to act, so that dispatching needs no other. */
export function fieldsOf(step: Step, routed: boolean): Asked[] {
  const names = new Set(step.needs.flatMap((need) => FIELD[need] ?? []));
  return ORDER.filter((name) => names.has(name)).map((name) => ({ name, needed: !(name === 'actor' && routed && step.transition === 'dispatch') }));
}

/** What still has to be filled in. */
export function missing(asked: readonly Asked[], filled: Filled): FieldName[] {
  return asked.filter(({ name, needed }) => needed && filled[name].trim() === '').map(({ name }) => name);
}

export function bodyOf(asked: readonly Asked[], filled: Filled): StepBody {
  const body: Record<string, string | boolean> = {};
  for (const { name } of asked) {
    const value = filled[name].trim();
    if (value !== '') body[name] = name === 'checked' ? true : value;
  }
  return body as StepBody;
}

/** What happened between two readings of a case. History only grows, so it is what stands after its old end. */
export function since(before: Pick<Case, 'events'>, now: Pick<Case, 'events'>): CaseEvent[] {
  return now.events.slice(before.events.length);
}

/** The first and the last day that a suspension may end, in the site's own zone: from tomorrow to a year from now. */
export function untilBounds(now: number, zone: string): { min: string; max: string } {
  const day = (time: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(time);
  return { min: day(now + 86_400_000), max: day(now + 365 * 86_400_000) };
}
