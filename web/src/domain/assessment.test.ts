import { describe, expect, it } from 'vitest';
import { MEASURES, type Measures, type Subject } from '../api/assessment';
import { month, share, sorted, spanOf, standing, trend, valueOf } from './assessment';

const measures = (some: Partial<Measures>): Measures =>
  ({ ...Object.fromEntries(MEASURES.map((one) => [one, 0])), median_handling_s: null, posts: null, posts_vacant: null, ...some }) as Measures;
const row = (code: string, points: number | null, some: Partial<Measures> = {}): Subject => ({
  code, name: { zh: code, en: code }, parent: null, measures: measures(some), previous: null,
  scores: [{ formula: 'f', points, place: null, previous_points: null, previous_place: null, terms: [], reasons: [], arithmetic: { zh: '', en: '' } }],
});

describe('periods', () => {
  it('are whole months, over the turn of the year as well', () => {
    expect(month('2026-11-24')).toEqual({ from: '2026-11-01', to: '2026-12-01' });
    expect(month('2026-01-31', 1)).toEqual({ from: '2025-12-01', to: '2026-01-01' });
    expect(month('2026-12-05')).toEqual({ from: '2026-12-01', to: '2027-01-01' });
  });
  it('end with their last day', () => {
    expect(spanOf('2026-11-03', '2026-11-09')).toEqual({ from: '2026-11-03', to: '2026-11-10' });
    expect(spanOf('2026-11-09', '2026-11-03')).toBeNull();
    expect(spanOf('', '2026-11-03')).toBeNull();
  });
});

describe('numbers', () => {
  it('that are not known stay unknown', () => {
    expect(share(3, 0)).toBeNull();
    expect(share(1, 3)).toBe(33.3);
    expect(valueOf('vacant', measures({}), null)).toBeNull();
    expect(valueOf('on_time', measures({ due: 4, due_on_time: 3 }), null)).toBe(75);
    expect(trend('score', null, 80)).toBeNull();
  });
  it('tell better from worse only where more means something', () => {
    expect(trend('score', 82.5, 80)).toEqual({ by: 2.5, good: true });
    expect(trend('overdue', 5, 2)).toEqual({ by: 3, good: false });
    expect(trend('filed', 5, 2)).toEqual({ by: 3, good: null });
    expect(trend('overdue', 2, 2)).toEqual({ by: 0, good: null });
  });
});

describe('rows', () => {
  const rows = [row('a', null), row('b', 70, { filed: 3 }), row('c', 90, { filed: 3 })];
  const codes = (down: boolean, column: 'score' | 'filed' | 'name'): string => sorted(rows, 'f', { column, down }).map((one) => one.code).join('');
  it('without a score stand last, whichever way', () => {
    expect(codes(true, 'score')).toBe('cba');
    expect(codes(false, 'score')).toBe('bca');
  });
  it('that are equal keep their order', () => expect(codes(true, 'filed')).toBe('bca'));
  it('go by code for names', () => expect(codes(true, 'name')).toBe('cba'));
});

describe('a phase', () => {
  it('stands somewhere on every day', () => {
    const phase = { first_day: '2026-05-01', last_day: '2026-05-31' };
    expect(standing(phase, '2026-04-30')).toBe('coming');
    expect(standing(phase, '2026-05-31')).toBe('inForce');
    expect(standing(phase, '2026-06-01')).toBe('over');
    expect(standing({ ...phase, last_day: null }, '2030-01-01')).toBe('inForce');
    expect(standing({ first_day: null, last_day: null }, '2030-01-01')).toBe('undated');
  });
});
