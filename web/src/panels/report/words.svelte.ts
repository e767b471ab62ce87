// `p('takePhoto')`: words of the phone's screens, `r('send')`: those of reports; loaded with them.
import { fill } from '../../i18n';
import { phone as enPhone } from '../../i18n/en/phone';
import { report as enReport } from '../../i18n/en/report';
import { language } from '../../i18n/language.svelte';
import { phone as zhPhone } from '../../i18n/zh/phone';
import { report as zhReport } from '../../i18n/zh/report';

export type PhoneKey = keyof typeof zhPhone;
type Values = Record<string, string | number>;

export function p(key: PhoneKey, values?: Values): string {
  const text = (language.now === 'en' ? enPhone : zhPhone)[key];
  return values ? fill(text, values) : text;
}

export function r(key: keyof typeof zhReport, values?: Values): string {
  const text = (language.now === 'en' ? enReport : zhReport)[key];
  return values ? fill(text, values) : text;
}

/** Several names after each other. */
export const listed = (names: readonly string[]): string => names.join(language.now === 'zh' ? '、' : ', ');
