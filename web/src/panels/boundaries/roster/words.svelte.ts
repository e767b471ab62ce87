// `s('point')`: words of rosters, loaded with them.
import { fill } from '../../../i18n';
import { roster as en } from '../../../i18n/en/roster';
import { language } from '../../../i18n/language.svelte';
import { roster as zh } from '../../../i18n/zh/roster';

export function s(key: keyof typeof zh, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
