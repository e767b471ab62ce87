// `i('history')`: words of a case's page, loaded with it.
import { fill } from '../../i18n';
import { incident as en } from '../../i18n/en/incident';
import { language } from '../../i18n/language.svelte';
import { incident as zh } from '../../i18n/zh/incident';

export type IncidentKey = keyof typeof zh;

export function i(key: IncidentKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
