import { describe, expect, it } from 'vitest';
import type { IntakeDraft, IntakePlace } from '../../api/intake';
import { isComplete, isOpen, isSure, reportOf, rowOf } from './rows';

const place: IntakePlace = { kind: 'crossing', position: [102.54, 24.35], radius_m: 10, label: { zh: '学府街与明湖路路口', en: 'crossing' }, reasons: [], score: 0.9, words: [], outcome: 'inside', distance_m: null, apart_m: 0, areas: [] };
const draft: IntakeDraft = {
  row: null, text: '学府街与明湖路路口垃圾', description: '垃圾', private: [], places: [place], categories: [{ category: 'exposed_rubbish', name: { zh: '暴露垃圾', en: 'rubbish' }, reasons: [], score: 0.6, words: [] }],
  external_ref: 'GD-1', source: '12345', occurred_at: null, contact: { name: '李女士', phone: null }, question: null, sure: true, owner: null, known: null, cut: false,
};

describe('a row', () => {
  it('begins with the first place and category, and is sent with number, source and contact', () => {
    const row = rowOf(draft, 'k');
    expect(isSure(row)).toBe(true);
    expect(reportOf(row)).toEqual({ lon: 102.54, lat: 24.35, category: 'exposed_rubbish', source: '12345', address: '学府街与明湖路路口', description: '垃圾', external_ref: 'GD-1', contact: { name: '李女士', phone: null } });
  });
  it('without a place cannot be sent, with a pin it can, under no address', () => {
    const row = rowOf({ ...draft, places: [], sure: false }, 'k');
    expect([isComplete(row), isSure(row), reportOf(row)]).toEqual([false, false, null]);
    const pinned = { ...row, point: [102.5, 24.3] as [number, number], touched: true };
    expect(isSure(pinned)).toBe(true);
    expect(reportOf(pinned)?.address).toBeUndefined();
  });
  it('that is on file already is left out', () => {
    const row = rowOf({ ...draft, known: { incident: 'i', number: '261124-00001', state: 'filed', state_words: { zh: '立案', en: 'filed' } } }, 'k');
    expect([row.state, isOpen(row), isSure(row)]).toEqual(['skipped', false, false]);
  });
});
