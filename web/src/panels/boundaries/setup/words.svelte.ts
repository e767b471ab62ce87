// `s('title')`: words of the guide, loaded with it; and its steps in order.
import { fill } from '../../../i18n';
import { setup as en } from '../../../i18n/en/setup';
import { language } from '../../../i18n/language.svelte';
import { setup as zh } from '../../../i18n/zh/setup';

export const STEPS = ['roster', 'ground', 'draw', 'publish', 'done'] as const;
export type StepName = (typeof STEPS)[number];

export function s(key: keyof typeof zh, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
