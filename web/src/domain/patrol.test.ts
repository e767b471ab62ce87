import { expect, test } from 'vitest';
import type { AskedPatrol } from '../api/patrols';
import { checksOf, daysLeft, stops } from './patrol';

const words = { zh: '', en: '' };
const asked = (code: string, required: number, made: number, more: Partial<AskedPatrol> = {}): AskedPatrol => ({
  campaign: { slug: 'c', name: words }, phase: { slug: 'p', name: words }, place: { layer: null, code, name: code, areas: [] }, role: 'point_head', every: 'day', checks: [],
  note: null, first_day: '2026-11-24', last_day: '2026-11-24', required, made, missed: null, unseen: [], mine: true, ...more,
});

test('a place stands once with all that is asked of it, what is left first', () => {
  const found = stops([asked('a', 1, 1), asked('b', 3, 2), asked('a', 2, 3)]);
  expect(found.map(({ key, left, asked: all }) => [key, left, all.length])).toEqual([['/b', 1, 1], ['/a', 0, 2]]);
});
test('checks stand once, unseen ones first', () => {
  expect(checksOf([asked('a', 1, 0, { checks: ['x', 'y'], unseen: ['y'] }), asked('a', 1, 0, { checks: ['y', 'z'], unseen: ['z'] })])).toEqual(['y', 'z', 'x']);
});
test('on the last day of a phase no day is left', () => {
  expect([daysLeft('2026-12-05', '2026-12-10'), daysLeft('2026-12-10', '2026-12-10'), daysLeft('2026-12-10', null)]).toEqual([5, 0, null]);
});
