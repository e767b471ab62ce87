// `m('readAll')`: words of messages, loaded with their screens.
import { fill } from '../../i18n';
import { messages as en } from '../../i18n/en/messages';
import { language } from '../../i18n/language.svelte';
import { messages as zh } from '../../i18n/zh/messages';
import type { Words } from '../../api/types';

export type MessageKey = keyof typeof zh;

export function m(key: MessageKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

/** A title without the word that robots look for: everything on the screen is of this site. */
export function titled(words: Words): string {
  const text = language.now === 'en' ? words.en : words.zh;
  const bare = text.replace(/^【网格】|^Wangge: /, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}
