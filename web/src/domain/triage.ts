// What a key means in the inbox. Keys act on the list alone: where somebody types, chooses or has a dialog open they mean
// what they always mean.

export const TRIAGE = ['next', 'previous', 'open', 'mark', 'file', 'reject', 'dispatch', 'close', 'merge', 'search', 'refresh', 'help', 'leave'] as const;
export type Triage = (typeof TRIAGE)[number];

const KEYS: Readonly<Record<string, Triage>> = {
  j: 'next', ArrowDown: 'next', k: 'previous', ArrowUp: 'previous', Enter: 'open', ' ': 'mark', v: 'mark',
  f: 'file', x: 'reject', d: 'dispatch', c: 'close', m: 'merge', '/': 'search', r: 'refresh', '?': 'help', Escape: 'leave',
};
/** The keys as the help shows them. */
export const SHOWN: Readonly<Record<Triage, string>> = {
  next: 'J ↓', previous: 'K ↑', open: 'Enter', mark: 'V', file: 'F', reject: 'X', dispatch: 'D', close: 'C', merge: 'M', search: '/', refresh: 'R', help: '?', leave: 'Esc',
};

export interface Pressed { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; isComposing: boolean }

/** `typing`: the focus is in a field. There only Escape is heard, and whoever listens decides what it leaves. */
export function triage(pressed: Pressed, typing: boolean): Triage | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return null;
  const meant = KEYS[pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key] ?? null;
  return typing && meant !== 'leave' ? null : meant;
}

/** Whether keys belong to the element that has the focus. A button or link keeps Enter and the space bar. */
export function takesKeys(element: { tagName: string; isContentEditable?: boolean } | null, key: string): boolean {
  if (element === null) return false;
  if (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName)) return true;
  return ['BUTTON', 'A', 'SUMMARY'].includes(element.tagName) && (key === 'Enter' || key === ' ');
}
