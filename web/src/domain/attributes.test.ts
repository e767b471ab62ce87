import { describe, expect, it } from 'vitest';
import { rows } from './attributes';

const read = (attributes: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(rows(attributes, () => null).map((row) => [row.key, row.value.zh]));

describe('attributes in words', () => {
  it('keep unknown apart from zero', () => expect(read({ households: null, buildings: 0 })).toEqual({ households: '未知', buildings: '0 栋' }));
  it('write hours and weekdays as people do', () => {
    expect(read({ hours: [['06:30', '09:30'], ['17:00', '21:00']], weekdays: [1, 2, 7] })).toEqual({ hours: '06:30–09:30 17:00–21:00', weekdays: '周一、二、日' });
  });
  it('leave out keys of the machine', () => expect(read({ axis: [[1, 2]], operator: 'party-1', layer: 'road', gizmo: 1 })).toEqual({}));
});
