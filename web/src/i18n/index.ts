// Two dictionaries, merged from one file per panel. `t('owner.vacant')` · `t('list.shown', { n: 3 })` for {n} in the text ·
// `w(words)` picks from the server's { zh, en }. zh is the truth; an en file is `const en: Same<typeof zh> = {…}`, so tsc
// refuses a missing or an extra key, and index.test.ts says so again at run time. English is loaded when it is asked for.
// A new panel: add zh/<panel>.ts and en/<panel>.ts, and one line in zh/index.ts and in en/index.ts.
import type { Words } from '../api/types';
import type { Lang } from '../state/url';
import { language } from './language.svelte';
import { zh } from './zh';

export type Same<T> = { readonly [K in keyof T]: string };
type Dictionary = { readonly [P in keyof typeof zh]: Same<(typeof zh)[P]> };
export type Key = { [P in keyof typeof zh]: `${P}.${Extract<keyof (typeof zh)[P], string>}` }[keyof typeof zh];

let english: Dictionary | null = null;

export async function setLang(lang: Lang): Promise<void> {
  if (lang === 'en' && english === null) english = (await import('./en')).en;
  language.now = lang;
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
}

export function t(key: Key, values?: Record<string, string | number>): string {
  const cut = key.indexOf('.');
  const dictionary = (language.now === 'en' && english !== null ? english : zh) as Record<string, Record<string, string>>;
  const text = dictionary[key.slice(0, cut)]?.[key.slice(cut + 1)] ?? key;
  return values ? fill(text, values) : text;
}

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

export function w(words: Words | string | null | undefined): string {
  if (words === null || words === undefined) return '';
  if (typeof words === 'string') return words;
  const text = words[language.now] || words.zh;
  // The glossary's English terms begin small, as terms do; on the screen every one stands as a label.
  return language.now === 'en' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
