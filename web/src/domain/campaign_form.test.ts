import { describe, expect, it } from 'vitest';
import type { Campaign } from '../api/assessment';
import { copyOf, moved, newWeights, partOf, placeKey, placeOf, tidied, wrongs } from './campaign_form';

const words = (zh: string) => ({ zh, en: zh });
const campaign = (): Campaign => ({
  slug: 'hygienic_city', name: words('创卫'), source: 's', version: 1, phase: null,
  phases: [
    { slug: 'a', name: words('甲'), first_day: '2026-11-01', last_day: '2026-11-30', tier: null, patrols: [{ place: { layer: 'market' }, role: 'point_head', times: 1, every: 'day', checks: [], note: null }], dashboard: ['due', 'overdue'], source: 's' },
    { slug: 'b', name: words('乙'), first_day: null, last_day: null, tier: null, patrols: [], dashboard: [], source: 's' },
  ],
  weights: [{ handbook_year: 2021, from: '2022-01-01', source: 's', categories: [{ category: 'rubbish', percent: 150, source: 's' }] }],
});

describe('a campaign in the form', () => {
  it('is a copy: what is typed leaves the original', () => {
    const [original, draft] = [campaign(), copyOf(campaign())];
    draft.phases[0]!.patrols[0]!.times = 5;
    expect(original.phases[0]!.patrols[0]!.times).toBe(1);
  });
  it('knows places by one word', () => {
    for (const place of [{ level: 'zone' }, { layer: 'focus_spot' }]) expect(placeOf(placeKey(place))).toEqual(place);
  });
  it('moves a measure by one and not beyond the ends', () => {
    expect(moved(['due', 'overdue', 'closed'], 1, -1)).toEqual(['overdue', 'due', 'closed']);
    expect(moved(['due', 'overdue'], 0, -1)).toEqual(['due', 'overdue']);
    expect(moved(['due', 'overdue'], 1, 1)).toEqual(['due', 'overdue']);
  });
  it('sends nothing where nothing was typed, and a note in one language for both', () => {
    const draft = campaign();
    Object.assign(draft.phases[1]!, { first_day: '', last_day: '', tier: '', source: ' 文件 ' });
    draft.phases[0]!.patrols[0]!.note = { zh: ' 看三处 ', en: '' };
    const sent = tidied(draft);
    expect(sent.phases[1]).toMatchObject({ first_day: null, last_day: null, tier: null, source: '文件' });
    expect(sent.phases[0]!.patrols[0]!.note).toEqual({ zh: '看三处', en: '看三处' });
  });
  it('tells what is wrong, part by part', () => {
    expect(wrongs(campaign())).toEqual([]);
    const draft = campaign();
    draft.phases[0]!.last_day = '2026-10-01';
    draft.phases[0]!.patrols[0]!.times = 0;
    draft.phases[1]!.last_day = '2026-12-01';
    draft.weights[0]!.categories.push({ category: 'rubbish', percent: 1.5, source: '' });
    expect(wrongs(draft).map(({ part, what }) => [part.kind === 'phase' ? part.slug : part.kind, what])).toEqual([
      ['a', 'backwards'], ['a', 'times'], ['b', 'endAlone'], ['weights', 'source'], ['weights', 'percent'], ['weights', 'categoryTwice'],
    ]);
  });
  it('finds the part of a fault of the service', () => {
    const fault = (place?: string) => ({ field: 'campaign', code: 'faulty', words: words(''), ...(place ? { place } : {}) });
    expect(partOf(fault('b'), campaign())).toEqual({ kind: 'phase', slug: 'b' });
    expect([partOf(fault('2021'), campaign()), partOf(fault('2022-01-01'), campaign())]).toEqual([{ kind: 'weights', at: 0 }, { kind: 'weights', at: 0 }]);
    expect(partOf(fault(), campaign())).toEqual({ kind: 'campaign' });
  });
  it('begins a new set of weights with what the newest one weighs', () => {
    expect(newWeights(campaign().weights, '2026-11-24')).toMatchObject({ handbook_year: 2026, from: '2026-11-24', source: '', categories: [{ category: 'rubbish', percent: 150 }] });
  });
});
