import { expect, it } from 'vitest';
import { age } from './age';

it('an age is told in minutes, hours up to two days, then days', () => {
  const at = (text: string) => age('2026-11-24T08:00:00+08:00', text);
  expect(at('2026-11-24T08:00:59+08:00')).toEqual({ unit: 'minutes', n: 0 });
  expect(at('2026-11-24T08:59:00+08:00')).toEqual({ unit: 'minutes', n: 59 });
  expect(at('2026-11-25T20:00:00+08:00')).toEqual({ unit: 'hours', n: 36 });
  expect(at('2026-11-27T07:00:00+08:00')).toEqual({ unit: 'days', n: 2 });
  expect(at('2026-11-24T07:00:00+08:00')).toEqual({ unit: 'minutes', n: 0 });
});
