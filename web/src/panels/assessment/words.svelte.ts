// `s('title')`: words of assessment and campaigns, loaded with their pages.
import { fill } from '../../i18n';
import { assessment as en } from '../../i18n/en/assessment';
import { language } from '../../i18n/language.svelte';
import { assessment as zh } from '../../i18n/zh/assessment';
import type { Measure } from '../../api/assessment';

export type AssessmentKey = keyof typeof zh;

export function s(key: AssessmentKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

export function measureWords(measure: Measure | 'median_handling_s'): string {
  return s(`m_${measure}`);
}
