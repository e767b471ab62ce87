// `f('title')`: words of bringing a file in, loaded with its screen.
import { fill } from '../../../i18n';
import { bring as en } from '../../../i18n/en/import';
import { language } from '../../../i18n/language.svelte';
import { bring as zh } from '../../../i18n/zh/import';

export type ImportKey = keyof typeof zh;

export function f(key: ImportKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
