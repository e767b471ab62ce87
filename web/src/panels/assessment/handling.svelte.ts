// How long the work took, in hours up to two days and in days beyond.
import { number } from '../../domain/format';
import { language } from '../../i18n/language.svelte';
import { s } from './words.svelte';

export function handling(seconds: number): string {
  const hours = seconds / 3600;
  return hours < 48 ? s('hours', { n: number(hours, language.now, 1) }) : s('days', { n: number(hours / 24, language.now, 1) });
}
