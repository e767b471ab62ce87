import { expect, it } from 'vitest';
import { span } from './span';

it('a span is told in its largest units', () => {
  expect(span(45)).toEqual({ days: 0, hours: 0, minutes: 45 });
  expect(span(150)).toEqual({ days: 0, hours: 3, minutes: 0 });
  expect(span(1440 + 125)).toEqual({ days: 1, hours: 2, minutes: 0 });
});
