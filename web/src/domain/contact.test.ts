import { describe, expect, it } from 'vitest';
import { pieces } from './contact';

const links = (text: string): (string | null)[] => pieces(text).filter(({ href }) => href).map(({ href }) => href);

describe('a contact', () => {
  it('keeps every word and makes phones, mail and web addresses links', () => {
    const text = '0877-2600000（工作日 8:30–17:30），或拨打12345；邮箱 sq@example.gov.cn，网址 https://example.gov.cn/ts。';
    expect(pieces(text).map((one) => one.text).join('')).toBe(text);
    expect(links(text)).toEqual(['tel:08772600000', 'tel:12345', 'mailto:sq@example.gov.cn', 'https://example.gov.cn/ts']);
  });
  it('finds no phone inside of other numbers', () => {
    for (const text of ['编号 20261234567', '8:30–17:30', '1234567', '滇ICP备2026000000号-1']) expect(links(text)).toEqual([]);
    expect(pieces('')).toEqual([]);
  });
});
