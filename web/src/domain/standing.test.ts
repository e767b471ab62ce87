import { describe, expect, it } from 'vitest';
import { standing, type Timed } from './standing';

const now = Date.parse('2026-11-24T09:00:00+08:00');
const one = (more: Partial<Timed> = {}) => standing({ due_at: '2026-11-24T11:00:00+08:00', state: 'dispatched', due_status: 'on_time', ...more }, now);

describe('how a case stands', () => {
  it('is told with what is left, and the warning is the service\'s own', () => {
    expect(one()).toEqual({ kind: 'left', tone: 'good', minutes: 120 });
    expect(one({ due_status: 'warning' })).toEqual({ kind: 'warning', tone: 'warn', minutes: 120 });
  });
  it('is over once its time has run, also when that happened while the page stood open', () => {
    expect(one({ due_at: '2026-11-24T08:30:00+08:00', due_status: 'overdue' })).toEqual({ kind: 'over', tone: 'bad', minutes: 30 });
    expect(one({ due_at: '2026-11-24T08:30:00+08:00' })).toEqual({ kind: 'over', tone: 'bad', minutes: 30 });
  });
  it('is judged by when it was handled, and waiting for the check makes nobody late', () => {
    expect(one({ state: 'handled', due_at: '2026-11-20T08:30:00+08:00' })).toEqual({ kind: 'met', tone: 'good' });
    expect(one({ state: 'closed', due_status: 'overdue' })).toEqual({ kind: 'missed', tone: 'bad' });
  });
  it('has no clock while it is suspended, before it is filed, and without a limit', () => {
    expect(one({ due_status: 'paused', state: 'suspended' }).kind).toBe('paused');
    expect(one({ due_at: null, state: 'reported', due_status: null }).kind).toBe('not_filed');
    expect(one({ due_at: null, due_status: 'unknown' }).kind).toBe('none');
    expect(one({ state: 'rejected', due_status: null }).kind).toBe('none');
  });
  it('names the year whose calendar is missing', () => expect(one({ due_at: null, due_status: 'unknown', missing_year: 2027 })).toEqual({ kind: 'no_calendar', tone: 'warn', year: 2027 }));
});
