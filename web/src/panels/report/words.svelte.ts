// `p('takePhoto')`: words of the phone's screens, loaded with them.
import { fill } from '../../i18n';
import { phone as en } from '../../i18n/en/phone';
import { language } from '../../i18n/language.svelte';
import { phone as zh } from '../../i18n/zh/phone';

export type PhoneKey = keyof typeof zh;

export function p(key: PhoneKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

/** Several names after each other. */
export const listed = (names: readonly string[]): string => names.join(language.now === 'zh' ? '、' : ', ');
