// `d('add')`: words of the administration, loaded with it.
import { fill } from '../../../i18n';
import { administer as en } from '../../../i18n/en/administer';
import { language } from '../../../i18n/language.svelte';
import { administer as zh } from '../../../i18n/zh/administer';

export type AdministerKey = keyof typeof zh;

export function d(key: AdministerKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

/** The name of a part of an audited detail. */
export function keyWords(name: string): string {
  const key = `key_${name}`;
  return key in zh ? d(key as AdministerKey) : name;
}

/** What was done, in words; an act that this page does not know stands as it came. */
export function actWords(action: string): string {
  const key = `act_${action}`;
  return key in zh ? d(key as AdministerKey) : action;
}
