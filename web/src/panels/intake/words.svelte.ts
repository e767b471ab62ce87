// `i('title')`: words of taking in reports, loaded with their screen.
import { fill } from '../../i18n';
import { intake as en } from '../../i18n/en/intake';
import { language } from '../../i18n/language.svelte';
import { intake as zh } from '../../i18n/zh/intake';

export type IntakeKey = keyof typeof zh;

export function i(key: IntakeKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
