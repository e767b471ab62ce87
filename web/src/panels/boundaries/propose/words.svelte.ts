// `p('words')`: words of boundaries that roads make, loaded with these screens.
import { fill } from '../../../i18n';
import { propose as en } from '../../../i18n/en/propose';
import { language } from '../../../i18n/language.svelte';
import { propose as zh } from '../../../i18n/zh/propose';

export function p(key: keyof typeof zh, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
