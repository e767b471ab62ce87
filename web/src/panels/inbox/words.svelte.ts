// `d('inbox')`: words of the desk, loaded with its screens.
import { span } from '../../domain/span';
import type { Age } from '../../domain/age';
import type { Standing } from '../../domain/standing';
import { fill } from '../../i18n';
import { desk as en } from '../../i18n/en/desk';
import { language } from '../../i18n/language.svelte';
import { desk as zh } from '../../i18n/zh/desk';

export type DeskKey = keyof typeof zh;

export function d(key: DeskKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

/** The largest unit alone: a list is read at a glance. */
function shortSpan(minutes: number): string {
  const { days, hours, minutes: rest } = span(minutes);
  return days > 0 ? d('spanDays', { n: days }) : hours > 0 ? d('spanHours', { n: hours }) : d('spanMinutes', { n: rest });
}

export function standingWords(one: Standing): string {
  if ('year' in one) return d('standing_no_calendar', { year: one.year });
  return 'minutes' in one ? d(`standing_${one.kind}`, { span: shortSpan(one.minutes) }) : d(`standing_${one.kind}`);
}

export function ageWords({ unit, n }: Age): string {
  return unit === 'minutes' && n === 0 ? d('ago_now') : d(`ago_${unit}`, { n });
}
