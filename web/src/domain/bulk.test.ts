import { expect, it } from 'vitest';
import type { Brief } from '../api/cases';
import { parts, tally } from './bulk';

it('many cases go in parts of a hundred', () => {
  expect(parts(Array.from({ length: 230 }, (_, n) => n)).map((part) => part.length)).toEqual([100, 100, 30]);
  expect(parts([])).toEqual([]);
});
it('what failed is told with its case, what worked is counted', () => {
  const rows = [{ id: 'a', number: '1' }, { id: 'b', number: '2' }] as Brief[];
  const problem = { code: 'stale_version', words: { zh: '别人先办了', en: 'somebody was first' }, errors: [] };
  const { done, failed } = tally(rows, [{ incident: 'a', ok: true, version: 2, problem: null }, { incident: 'b', ok: false, version: 3, problem }]);
  expect(done).toEqual(['a']);
  expect(failed).toEqual([{ row: rows[1], problem }]);
});
