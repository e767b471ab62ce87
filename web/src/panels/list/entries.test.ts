import { describe, expect, it } from 'vitest';
import { matches } from './entries';

const entry = { name: '老井巷32号院', code: 'C08', detail: '点长 · 市住建局 · 李明' };
describe('a list’s filter', () => {
  it('finds by name, code in any case, and holder', () => {
    for (const text of ['老井', 'c08', '住建', ' 李明 C08 ', '']) expect(matches(entry, text)).toBe(true);
  });
  it('wants every word', () => expect(matches(entry, '老井 水利')).toBe(false));
});
