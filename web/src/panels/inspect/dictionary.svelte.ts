// `i('ranking')`: words of the inspection view and of its brief, loaded with them.
import { fill } from '../../i18n';
import { inspect as en } from '../../i18n/en/inspect';
import { language } from '../../i18n/language.svelte';
import { inspect as zh } from '../../i18n/zh/inspect';

export type InspectKey = keyof typeof zh;

export function i(key: InspectKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
