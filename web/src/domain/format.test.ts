import { describe, expect, it } from 'vitest';
import { areaSize, day, distance, moment, number, share, tel } from './format';

describe('text of figures', () => {
  it('writes distances as people say them', () => {
    expect(distance(3.24, 'zh')).toBe('3.2 米');
    expect(distance(48.6, 'zh')).toBe('49 米');
    expect(distance(1250, 'en')).toBe('1.3 km');
  });
  it('writes sizes, and unknown as unknown', () => {
    expect(areaSize(1234, 'zh')).toBe('1,234 平方米');
    expect(areaSize(45_000, 'zh')).toBe('4.5 公顷');
    expect(areaSize(1_080_000, 'en')).toBe('1.08 km²');
    expect(areaSize(null, 'zh')).toBe('未知');
  });
  it('writes times in the site’s zone', () => {
    expect(day('2026-11-23T16:30:00Z', 'zh', 'Asia/Shanghai')).toBe('2026年11月24日');
    expect(moment('2026-11-23T16:30:00Z', 'zh', 'Asia/Shanghai', '2026-11-24T00:00:00Z')).toBe('11月24日 00:30');
    expect(day(null, 'en', 'Asia/Shanghai')).toBe('unknown');
    expect(day('soon', 'zh', 'Asia/Shanghai')).toBe('未知');
  });
  it('writes shares and counts', () => {
    expect(share(0.125, 'en')).toBe('12.5%');
    expect(number(12345, 'zh')).toBe('12,345');
    expect(number(-0, 'zh')).toBe('0');
    expect(number(-0.3, 'zh')).toBe('0');
  });
  it('dials digits only', () => expect(tel('0877-123 4567')).toBe('tel:08771234567'));
});
