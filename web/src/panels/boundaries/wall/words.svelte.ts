// `g('title')`: words of the wall map, loaded with its screens.
import { fill } from '../../../i18n';
import { wall as en } from '../../../i18n/en/wall';
import { language } from '../../../i18n/language.svelte';
import { wall as zh } from '../../../i18n/zh/wall';

export type WallKey = keyof typeof zh;

export function g(key: WallKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
