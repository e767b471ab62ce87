// Numbers, distances, areas and times as text. Pure; null means unknown and stays unknown, it never becomes zero.
import type { Lang } from '../state/url';

const LOCALE: Record<Lang, string> = { zh: 'zh-CN', en: 'en-GB' };

export function number(value: number, lang: Lang, digits = 0): string {
  // What rounds to nothing has no sign.
  const shown = Number(value.toFixed(digits)) === 0 ? 0 : value;
  return new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: digits }).format(shown);
}

/** Below 10 m one decimal, then whole metres, from 1 km kilometres with one decimal. */
export function distance(metres: number, lang: Lang): string {
  if (metres >= 1000) return lang === 'zh' ? `${number(metres / 1000, lang, 1)} 公里` : `${number(metres / 1000, lang, 1)} km`;
  const text = number(metres, lang, metres < 10 ? 1 : 0);
  return lang === 'zh' ? `${text} 米` : `${text} m`;
}

/** Square metres up to a hectare, hectares up to a square kilometre. */
export function areaSize(squareMetres: number | null, lang: Lang): string {
  if (squareMetres === null) return lang === 'zh' ? '未知' : 'unknown';
  if (squareMetres >= 1e6) return `${number(squareMetres / 1e6, lang, 2)} ${lang === 'zh' ? '平方公里' : 'km²'}`;
  if (squareMetres >= 1e4) return `${number(squareMetres / 1e4, lang, 1)} ${lang === 'zh' ? '公顷' : 'ha'}`;
  return `${number(squareMetres, lang)} ${lang === 'zh' ? '平方米' : 'm²'}`;
}

export function share(value: number, lang: Lang): string {
  return new Intl.NumberFormat(LOCALE[lang], { style: 'percent', maximumFractionDigits: value < 0.01 ? 2 : 1 }).format(value);
}

/** 2026年11月24日 · 24 Nov 2026, in the site's own zone. */
export function day(time: string | null | undefined, lang: Lang, zone: string): string {
  return when(time, lang, zone, lang === 'zh'
    ? { year: 'numeric', month: 'long', day: 'numeric' }
    : { year: 'numeric', month: 'short', day: 'numeric' });
}

/** 11月24日 07:06, with the year when it is another one than `now`'s. */
export function moment(time: string | null | undefined, lang: Lang, zone: string, now: string | null = null): string {
  const sameYear = now !== null && time ? time.slice(0, 4) === now.slice(0, 4) : false;
  return when(time, lang, zone, {
    ...(sameYear ? {} : { year: 'numeric' }),
    month: lang === 'zh' ? 'long' : 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  });
}

function when(time: string | null | undefined, lang: Lang, zone: string, options: Intl.DateTimeFormatOptions): string {
  const date = time ? new Date(time) : null;
  if (!date || Number.isNaN(date.getTime())) return lang === 'zh' ? '未知' : 'unknown';
  return new Intl.DateTimeFormat(LOCALE[lang], { ...options, timeZone: zone }).format(date);
}

/** A phone number as a link: digits, plus and the extension's comma only. */
export function tel(phone: string): string {
  return `tel:${phone.replace(/[^\d+,]/g, '')}`;
}

export function coordinate(value: number): string {
  return value.toFixed(6);
}
