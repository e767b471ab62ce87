// `q('record')`: words of patrols, loaded with their screens.
import { fill } from '../../i18n';
import { patrols as en } from '../../i18n/en/patrols';
import { language } from '../../i18n/language.svelte';
import { patrols as zh } from '../../i18n/zh/patrols';

export type PatrolKey = keyof typeof zh;

export function q(key: PatrolKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
