// A correction of a case as plain values: what the form holds, what of it differs, and what becomes of it when somebody else
// corrects the same case meanwhile.
import type { Case, CaseEdit } from '../api/cases';
import type { LonLat } from '../api/types';

export type Field = 'description' | 'category' | 'position';
type Kept = Pick<Case, 'description' | 'category' | 'position'>;
/** `pin` is null while the place is left alone. */
export interface Draft { description: string; category: string; pin: LonLat | null; note: string }

export function draftOf(one: Kept): Draft {
  return { description: one.description ?? '', category: one.category, pin: null, note: '' };
}

/** What these parts may correct in this state; the service decides, this only spares a form that it would refuse. */
export function editable({ state, parts }: Pick<Case, 'state' | 'parts'>): Field[] {
  const owns = parts.includes('clerk') || (parts.includes('finder') && state === 'reported');
  if (!owns) return [];
  return ['reported', 'filed', 'dispatched'].includes(state) ? ['description', 'category', 'position'] : ['description'];
}

const touched = (base: Kept, draft: Draft): Record<Field, boolean> => ({
  description: draft.description.trim() !== (base.description ?? '').trim(),
  category: draft.category !== base.category,
  position: draft.pin !== null && draft.pin.join() !== base.position.join(),
});

/** Only what differs, so that a correction of one field never undoes another's of a second. */
export function editBody(base: Kept, draft: Draft): CaseEdit {
  const differs = touched(base, draft);
  return {
    ...(differs.description ? { description: draft.description.trim() } : {}),
    ...(differs.category ? { category: draft.category } : {}),
    ...(differs.position && draft.pin ? { lon: draft.pin[0], lat: draft.pin[1] } : {}),
    ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
  };
}

/** Fields that this form changes and somebody else has changed to something else. */
export function clashes(before: Kept, now: Kept, draft: Draft): Field[] {
  const mine = touched(before, draft);
  const still = touched(now, draft);
  const theirs: Record<Field, boolean> = {
    description: before.description !== now.description, category: before.category !== now.category, position: before.position.join() !== now.position.join(),
  };
  return (['description', 'category', 'position'] as const).filter((field) => mine[field] && theirs[field] && still[field]);
}

/** What was left alone follows the case; what was typed stays. */
export function rebased(before: Kept, now: Kept, draft: Draft): Draft {
  const mine = touched(before, draft);
  return { ...draft, description: mine.description ? draft.description : (now.description ?? ''), category: mine.category ? draft.category : now.category };
}
