import { describe, expect, it } from 'vitest';
import type { Level, Post, PostState } from '../api/types';
import { firstActing, rungs } from './chain';

const post = (role: Post['role'], level: Level, state: PostState): Post => ({
  role, role_words: { zh: role, en: role }, level, area: { level, code: level, name: level }, feature: null, state, state_words: { zh: '', en: '' },
  appointment: null, unit: null, person: null, title: null, department: null, primary: true, duty_phone: null, since: null, label: { zh: '', en: '' },
});

describe('the chain', () => {
  it('lets the first head act that is not vacant, not a liaison and not a vacancy', () => {
    const chain = [post('point_head', 'point', 'vacant'), post('group_liaison', 'point', 'filled'), post('zone_head', 'zone', 'filled')];
    expect(firstActing(chain)?.role).toBe('zone_head');
  });
  it('lets a unit act whose person is pending, before anybody higher, and nobody where all is vacant', () => {
    expect(firstActing([post('point_head', 'point', 'person_pending'), post('zone_head', 'zone', 'filled')])?.role).toBe('point_head');
    expect(firstActing([post('point_head', 'point', 'vacant')])).toBeNull();
  });
  it('is grouped by area in the order given, vacancies included', () => {
    const result = rungs({
      areas: [{ level: 'point', code: 'point', name: '' }, { level: 'zone', code: 'zone', name: '' }],
      chain: [post('zone_head', 'zone', 'filled'), post('point_head', 'point', 'vacant'), post('group_liaison', 'point', 'filled'), post('grid_chief', 'community', 'filled')],
    });
    expect(result.map((r) => [r.area.code, r.heads.length, r.beside.length])).toEqual([['point', 1, 1], ['zone', 1, 0], ['community', 1, 0]]);
  });
});
