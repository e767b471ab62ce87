import { expect, it } from 'vitest';
import { detailText } from './detail';

it('a detail is one line, whatever shape it came in', () => {
  expect(detailText({ reason: '联系处置', granted: ['auditor', 'grid_worker'], nested: { n: 3, none: null } })).toBe('reason 联系处置 · granted auditor, grid_worker · nested n 3');
  expect(detailText({ reason: '核对' }, (key) => (key === 'reason' ? '原因' : key), (text) => `「${text}」`)).toBe('原因 「核对」');
  expect(detailText('words')).toBe('words');
  for (const empty of [null, undefined, {}, []]) expect(detailText(empty)).toBe('');
});
