// `c('accept')`: words of cases, loaded with their screens.
import { fill } from '../../i18n';
import { cases as en } from '../../i18n/en/cases';
import { language } from '../../i18n/language.svelte';
import { cases as zh } from '../../i18n/zh/cases';

export type CaseKey = keyof typeof zh;

export function c(key: CaseKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
