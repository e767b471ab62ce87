import { describe, expect, it } from 'vitest';
import { ALL, asks, between, EVERYWHERE, freshened, moved, neighbour, ordered, readInbox, TABS, writeInbox } from './inbox';

const row = (id: string, recorded: string, due: string | null = null, more: object = {}) => ({ id, recorded_at: `2026-11-${recorded}T08:00:00+08:00`, due_at: due && `2026-11-${due}T08:00:00+08:00`, ...more });
const ids = (rows: readonly { id: string }[]): string => rows.map((one) => one.id).join('');

describe('the tabs of the inbox', () => {
  it('ask for one state each, the last two for what is late in any state', () => {
    expect(asks('to_dispatch', ALL)).toEqual({ state: 'filed', desk: 'own' });
    expect(asks('warning', ALL)).toEqual({ state: 'open', due_status: 'warning', desk: 'own' });
    expect(asks('overdue', ALL)).toEqual({ state: 'filed,dispatched', overdue: 'true', desk: 'own' });
  });
  it('are narrowed by what is filled in, and by nothing else', () => {
    expect(asks('pre_check', { ...ALL, area: 'YL-1', q: '  ' })).toEqual({ state: 'reported', area: 'YL-1' });
  });
  it('are of the own desk unless an area or every desk is asked for', () => {
    expect(asks('pre_check', { ...ALL, area: EVERYWHERE })).toEqual({ state: 'reported' });
    expect(asks('pre_check', { ...ALL, category: 'stall' })).toEqual({ state: 'reported', category: 'stall', desk: 'own' });
  });
  it('stand in the address with what narrows them, and come back from it', () => {
    for (const tab of TABS) expect(readInbox(writeInbox({ tab, narrowing: ALL, sort: 'due' }))).toEqual({ tab, narrowing: ALL, sort: 'due' });
    const state = { tab: 'in_hand', narrowing: { category: 'stall', area: 'YL-1-03', source: '12345', q: '东门 & 西门' }, sort: 'oldest' } as const;
    expect(readInbox(writeInbox(state))).toEqual(state);
    expect(writeInbox(state)).not.toContain('/');
    expect(readInbox('nonsense?sort=wild')).toEqual({ tab: 'pre_check', narrowing: ALL, sort: 'due' });
  });
});

describe('the order of a list', () => {
  const rows = [row('a', '20', '24'), row('b', '18'), row('c', '22', '23'), row('d', '19')];
  it('is due first, what has no due time after it, oldest first', () => expect(ids(ordered(rows, 'due'))).toBe('cabd'));
  it('or by age', () => {
    expect(ids(ordered(rows, 'newest'))).toBe('cadb');
    expect(ids(ordered(rows, 'oldest'))).toBe('bdac');
  });
});

describe('news in a list that somebody reads', () => {
  const shown = [row('a', '22'), row('b', '21'), row('c', '20')];
  it('changes rows where they stand and counts what is new instead of putting it in between', () => {
    const { rows, gone, arrived } = freshened(shown, [row('n', '23'), row('a', '22', '24'), row('b', '21'), row('c', '20')], true);
    expect(ids(rows)).toBe('abc');
    expect(rows[0]?.due_at).not.toBeNull();
    expect([gone.size, arrived]).toEqual([0, 1]);
  });
  it('marks what has left the list', () => expect([...freshened(shown, [row('a', '22'), row('c', '20')], true).gone]).toEqual(['b']));
  it('does not take for gone what a cut list has no room for', () => {
    const { gone } = freshened(shown, [row('n', '23'), row('b', '21')], false);
    expect([...gone]).toEqual(['a']);
  });
});

describe('the row under the hand', () => {
  const rows = [row('a', '22'), row('b', '21'), row('c', '20')];
  it('moves by one and stops at the ends', () => {
    expect([moved(rows, null, 1), moved(rows, 'a', -1), moved(rows, 'a', 1), moved(rows, 'c', 1)]).toEqual(['a', 'a', 'b', 'c']);
    expect(moved([], 'a', 1)).toBeNull();
  });
  it('goes to the next one when its case leaves, or back from the last', () => {
    expect([neighbour(rows, 'a'), neighbour(rows, 'c'), neighbour(rows, 'b', new Set(['c']))]).toEqual(['b', 'b', 'a']);
    expect(neighbour([rows[0]!], 'a')).toBeNull();
    expect(neighbour(rows, 'unknown')).toBe('a');
  });
  it('marks a range both ways', () => {
    expect(between(rows, 'a', 'c')).toEqual(['a', 'b', 'c']);
    expect(between(rows, 'c', 'b')).toEqual(['b', 'c']);
    expect(between(rows, null, 'b')).toEqual(['b']);
  });
});
