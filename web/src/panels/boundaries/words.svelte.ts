// `b('save')`: words of the boundary screens. Their two dictionaries come with this code and not with the first visit.
import { fill } from '../../i18n';
import { boundaries as en } from '../../i18n/en/boundaries';
import { language } from '../../i18n/language.svelte';
import { boundaries as zh } from '../../i18n/zh/boundaries';

export type BoundaryKey = keyof typeof zh;

export function b(key: BoundaryKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
