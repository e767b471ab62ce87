// `o('title')`: words of the leaders' page, loaded with it.
import { fill } from '../../i18n';
import { overview as en } from '../../i18n/en/overview';
import { language } from '../../i18n/language.svelte';
import { overview as zh } from '../../i18n/zh/overview';

export type OverviewKey = keyof typeof zh;

export function o(key: OverviewKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
