// `r('title')`: words of the repair, loaded with its screen; and widths as people say them.
import { number } from '../../../domain/format';
import { fill } from '../../../i18n';
import { repair as en } from '../../../i18n/en/repair';
import { language } from '../../../i18n/language.svelte';
import { repair as zh } from '../../../i18n/zh/repair';

export type RepairKey = keyof typeof zh;

export function r(key: RepairKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

/** Centimetres below a metre. What is not nothing never shows as 0. */
export function width(metres: number): string {
  if (metres > 0 && metres < 0.001) return `< ${r('cm', { n: 0.1 })}`;
  return metres < 1 ? r('cm', { n: number(metres * 100, language.now, metres < 0.1 ? 1 : 0) }) : r('m', { n: number(metres, language.now, metres < 10 ? 1 : 0) });
}
