// `d('drop')`: words of drafts from photos, loaded with their screen.
import { fill } from '../../../i18n';
import { photo_intake as en } from '../../../i18n/en/photo_intake';
import { language } from '../../../i18n/language.svelte';
import { photo_intake as zh } from '../../../i18n/zh/photo_intake';

export type PhotoIntakeKey = keyof typeof zh;

export function d(key: PhotoIntakeKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

export const photosWords = (n: number): string => (n === 1 ? d('photo') : d('photos', { n }));
