import { describe, expect, it } from 'vitest';
import { SHOWN, takesKeys, TRIAGE, triage } from './triage';

const pressed = (key: string, more: object = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });

describe('keys of the inbox', () => {
  it('are letters, small or capital, and arrows', () => {
    expect([triage(pressed('j'), false), triage(pressed('J'), false), triage(pressed('ArrowUp'), false), triage(pressed('?'), false)]).toEqual(['next', 'next', 'previous', 'help']);
    expect(triage(pressed('q'), false)).toBeNull();
  });
  it('leave the browser and the input method their own', () => {
    for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }]) expect(triage(pressed('f', more), false)).toBeNull();
  });
  it('mean nothing while somebody types, but Escape', () => {
    expect(triage(pressed('f'), true)).toBeNull();
    expect(triage(pressed('Escape'), true)).toBe('leave');
  });
  it('have a place in the help, each', () => expect(Object.keys(SHOWN).sort()).toEqual([...TRIAGE].sort()));
  it('are left to fields, and Enter to buttons and links', () => {
    expect(takesKeys({ tagName: 'TEXTAREA' }, 'j')).toBe(true);
    expect(takesKeys({ tagName: 'BUTTON' }, 'j')).toBe(false);
    expect(takesKeys({ tagName: 'A' }, 'Enter')).toBe(true);
    expect(takesKeys(null, 'j')).toBe(false);
  });
});
