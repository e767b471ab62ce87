import { describe, expect, it } from 'vitest';
import { deadline, span } from './deadline';

const NOW = '2026-11-24T09:00:00+08:00';

describe('a deadline', () => {
  it('does not run before filing', () => {
    expect(deadline({ due_at: null, closed_at: null, state: 'reported' }, NOW)).toEqual({ kind: 'not_filed' });
    expect(deadline({ due_at: null, closed_at: null, state: 'closed' }, NOW)).toEqual({ kind: 'none' });
  });
  it('runs down, then over', () => {
    expect(deadline({ due_at: '2026-11-24T10:00:00+08:00', closed_at: null, state: 'filed' }, NOW)).toEqual({ kind: 'left', minutes: 60 });
    expect(deadline({ due_at: '2026-11-24T00:00:00Z', closed_at: null, state: 'filed' }, NOW)).toEqual({ kind: 'over', minutes: 60 });
  });
  it('is judged by the closing, not by now', () => {
    expect(deadline({ due_at: '2026-11-20T10:00:00+08:00', closed_at: '2026-11-20T09:00:00+08:00', state: 'closed' }, NOW)).toEqual({ kind: 'met' });
    expect(deadline({ due_at: '2026-11-20T10:00:00+08:00', closed_at: '2026-11-20T10:30:00+08:00', state: 'closed' }, NOW)).toEqual({ kind: 'missed', minutes: 30 });
  });
  it('is told in units that say something', () => {
    expect(span(26 * 60)).toEqual({ days: 1, hours: 2, minutes: 0 });
    expect(span(61)).toEqual({ days: 0, hours: 1, minutes: 0 });
    expect(span(5)).toEqual({ days: 0, hours: 0, minutes: 5 });
  });
});
