import { describe, expect, it } from 'vitest';
import { due } from './due';

const ZONE = 'Asia/Shanghai';
const NOW = '2026-11-24T09:00:00+08:00';
const at = (due_at: string | null, state = 'dispatched') => due({ due_at, state }, NOW, ZONE);

describe('the traffic light of a task', () => {
  it('counts the days of the calendar, not of the clock', () => {
    expect(at('2026-11-24T23:59:00+08:00')).toEqual({ kind: 'today' });
    expect(at('2026-11-24T16:30:00Z')).toEqual({ kind: 'days', days: 1 });
    expect(at('2026-11-27T08:00:00+08:00')).toEqual({ kind: 'days', days: 3 });
  });
  it('is over at once, and by whole days', () => {
    expect(at('2026-11-24T08:59:00+08:00')).toEqual({ kind: 'over', days: 0 });
    expect(at('2026-11-22T08:00:00+08:00')).toEqual({ kind: 'over', days: 2 });
  });
  it('stands still while a case is suspended', () => expect(at('2026-11-20T08:00:00+08:00', 'suspended')).toEqual({ kind: 'suspended' }));
  it('is unknown where there is no limit, and has not begun before filing', () => {
    expect(at(null)).toEqual({ kind: 'none' });
    expect(at(null, 'reported')).toEqual({ kind: 'not_filed' });
  });
});
