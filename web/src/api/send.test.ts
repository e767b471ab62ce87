import { expect, it } from 'vitest';
import { Lines } from './send';

it('lines are taken whole and once, however the text is cut', () => {
  const seen: number[] = [];
  const lines = new Lines(({ done }) => { if (done !== undefined) seen.push(done); });
  const text = '{"stage":"reading","done":1,"total":null,"unit":"bytes"}\n{"stage":"reading","done":2}\n\n{"result":{"a":1}}\n';
  for (let end = 1; end <= text.length; end += 7) lines.take(text.slice(0, end));
  lines.take(text);
  expect(seen).toEqual([1, 2]);
  expect(lines.last).toEqual({ result: { a: 1 } });
});
