// `a('signIn')`: words of accounts, loaded with their screens. `roleWords(['auditor'])` names roles.
import { fill } from '../../i18n';
import { account as en } from '../../i18n/en/account';
import { language } from '../../i18n/language.svelte';
import { account as zh } from '../../i18n/zh/account';
import type { AccountRole } from '../../api/accounts';
import type { Words } from '../../api/types';

export type AccountKey = keyof typeof zh;

export function a(key: AccountKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

/** Both languages at once, for what is shown where the service's own words are. */
export function both(key: AccountKey): Words {
  return { zh: zh[key], en: en[key] };
}

/** A role that this page does not know yet stands as it came. */
export function roleWords(role: AccountRole): string {
  return `role_${role}` in zh ? a(`role_${role}`) : role;
}
