import { describe, expect, it } from 'vitest';
import type { CaseRole } from '../api/cases';
import type { CaseState, LonLat } from '../api/types';
import { clashes, draftOf, editable, editBody, rebased } from './edit';

const base = { description: '门口有垃圾', category: 'exposed_rubbish', position: [102.54, 24.35] as LonLat };

describe('a correction', () => {
  it('sends only what differs', () => {
    expect(editBody(base, draftOf(base))).toEqual({});
    expect(editBody(base, { ...draftOf(base), description: ' 东门口有垃圾 ', note: '电话问过' })).toEqual({ description: '东门口有垃圾', note: '电话问过' });
    expect(editBody(base, { ...draftOf(base), pin: [102.5401, 24.35] })).toEqual({ lon: 102.5401, lat: 24.35 });
    expect(editBody(base, { ...draftOf(base), pin: [102.54, 24.35] })).toEqual({});
    expect(editBody({ ...base, description: null }, { ...draftOf(base), description: '' })).toEqual({});
  });
  it('is open to the office for everything until a case is handled, to a finder before it is filed', () => {
    const open = (state: CaseState, ...parts: CaseRole[]) => editable({ state, parts });
    expect(open('dispatched', 'clerk')).toEqual(['description', 'category', 'position']);
    expect(open('handled', 'clerk')).toEqual(['description']);
    expect(open('reported', 'finder')).toHaveLength(3);
    expect(open('filed', 'finder')).toEqual([]);
    expect(open('dispatched', 'handler')).toEqual([]);
  });
});

describe('a correction beside another one', () => {
  const mine = { ...draftOf(base), description: '东门口有垃圾' };
  it('clashes where both changed the same thing to something different', () => {
    expect(clashes(base, { ...base, description: '西门口有垃圾' }, mine)).toEqual(['description']);
    expect(clashes(base, { ...base, description: '东门口有垃圾' }, mine)).toEqual([]);
    expect(clashes(base, { ...base, category: 'road_dirt' }, mine)).toEqual([]);
  });
  it('follows what it had left alone and keeps what was typed', () => {
    const now = { ...base, description: '西门口有垃圾', category: 'road_dirt' };
    expect(rebased(base, now, mine)).toEqual({ ...mine, category: 'road_dirt' });
    expect(editBody(now, rebased(base, now, mine))).toEqual({ description: '东门口有垃圾' });
  });
});
