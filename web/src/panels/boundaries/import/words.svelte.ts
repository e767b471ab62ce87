// `f('title')`: words of bringing a file in, loaded with its screen.
import { fill, w } from '../../../i18n';
import { bring as en } from '../../../i18n/en/import';
import { language } from '../../../i18n/language.svelte';
import { bring as zh } from '../../../i18n/zh/import';
import { site } from '../../../state/site.svelte';
import type { Holds } from './holds';

export type ImportKey = keyof typeof zh;

export function f(key: ImportKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}

/** What the rows are called: areas, or the layer by its name in the glossary. */
export function called(holds: Holds): string {
  return holds === 'areas' ? f('areas') : w(site.term(holds)) || holds;
}

/** A stage of the work; one that this release does not know is simply work. */
export function stage(name: string): string {
  const key = `stage_${name}`;
  return key in zh ? f(key as ImportKey) : f('stage_checking');
}
