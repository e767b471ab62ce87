import { describe, expect, it } from 'vitest';
import type { PhotoDraft } from '../../../api/photo_drafts';
import { isComplete, isReady, merged, reportOf, rowOf } from './rows';

const draft = (id: string, change: Partial<PhotoDraft> = {}): PhotoDraft => ({
  id, state: 'waiting', state_words: { zh: '待确认', en: 'to be confirmed' }, source: 'patrol', source_words: { zh: '巡查', en: 'patrol' }, position: [102.54, 24.35], placed_by: 'camera',
  accuracy_m: null, taken_at: null, direction: null, north: null, photos: [{ id: `${id}-1`, width: 10, height: 10, taken_at: null, position: null, direction: null }], brought_at: '', brought_by: null,
  outcome: 'inside', distance_m: null, areas: [], near: [], owner: null, routing: null, incident: null, ...change,
});

describe('a draft from photos', () => {
  it('is complete with a place and a category, and sends what a person added and nothing else', () => {
    const row = rowOf(draft('a'));
    expect([isComplete(row), reportOf(row)]).toEqual([false, null]);
    const chosen = { ...row, category: 'exposed_rubbish', description: '  门口一堆 ' };
    expect(reportOf(chosen)).toEqual({ category: 'exposed_rubbish', description: '门口一堆' });
    expect(isReady({ ...chosen, draft: draft('a', { position: null }) })).toBe(false);
    expect(isReady({ ...chosen, state: 'sent' })).toBe(false);
  });
  it('keeps what was chosen when the service tells the drafts again, newest first', () => {
    const rows = [{ ...rowOf(draft('b')), category: 'exposed_rubbish', ticked: ['b-1', 'b-2'] }];
    const next = merged(rows, [draft('c'), draft('b', { placed_by: 'hand' })], true);
    expect(next.map((row) => row.draft.id)).toEqual(['c', 'b']);
    expect(next[1]).toMatchObject({ category: 'exposed_rubbish', ticked: ['b-1'], draft: { placed_by: 'hand' } });
  });
  it('that somebody else has dealt with is gone, one that was reported here is not', () => {
    const rows = [{ ...rowOf(draft('b')), state: 'sent' as const }, rowOf(draft('a'))];
    expect(merged(rows, [], true).map((row) => row.state)).toEqual(['sent', 'gone']);
    expect(merged(rows, [], false).map((row) => row.state)).toEqual(['sent', 'open']);
  });
});
