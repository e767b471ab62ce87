import { describe, expect, it } from 'vitest';
import { fill } from '.';

type Panel = Record<string, string>;

/** Every panel's words, from all files of a language; each file exports one panel. */
function panels(files: Record<string, unknown>): Record<string, Panel> {
  const own = Object.entries(files).filter(([path]) => !path.endsWith('/index.ts'));
  return Object.assign({}, ...own.map(([, exported]) => exported)) as Record<string, Panel>;
}

const zh = panels(import.meta.glob('./zh/*.ts', { eager: true }));
const en = panels(import.meta.glob('./en/*.ts', { eager: true }));

const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the dictionaries', () => {
  const panels = Object.keys(zh) as (keyof typeof zh)[];
  it('hold the same panels', () => expect(Object.keys(en).sort()).toEqual([...panels].sort()));
  it.each(panels)('%s has the same keys and holes in both languages, and no empty text', (panel) => {
    const chinese = zh[panel] as Record<string, string>;
    const english = en[panel] as Record<string, string>;
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
    for (const key of Object.keys(chinese)) {
      expect(chinese[key], `${panel}.${key}`).not.toBe('');
      expect(english[key], `${panel}.${key}`).not.toBe('');
      expect(holes(english[key] ?? ''), `${panel}.${key}`).toEqual(holes(chinese[key] ?? ''));
      expect(english[key], `${panel}.${key} is English`).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });
});

describe('fill', () => {
  it('puts values into holes and leaves unknown holes alone', () => {
    expect(fill('共 {n} 件 {x}', { n: 3 })).toBe('共 3 件 {x}');
  });
});
