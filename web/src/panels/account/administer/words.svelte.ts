// `d('add')`: words of the administration, loaded with it.
import { fill } from '../../../i18n';
import { administer as en } from '../../../i18n/en/administer';
import { language } from '../../../i18n/language.svelte';
import { account as roles } from '../../../i18n/zh/account';
import { administer as zh } from '../../../i18n/zh/administer';
import { a, type AccountKey } from '../words.svelte';

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

/** Roles, scopes, purposes and yes or no of an audited detail in words; null for what is no word of ours. */
export function valueWords(text: string): string | null {
  if (`role_${text}` in roles) return a(`role_${text}` as AccountKey);
  if (`scope_${text}` in roles) return a(`scope_${text}` as AccountKey);
  return `value_${text}` in zh ? d(`value_${text}` as AdministerKey) : null;
}

/** What was done, in words; an act that this page does not know stands as it came. */
export function actWords(action: string): string {
  const key = `act_${action}`;
  return key in zh ? d(key as AdministerKey) : action;
}
