// `c('title')`: words of the certificate, loaded with it.
import { fill } from '../../i18n';
import { certificate as en } from '../../i18n/en/certificate';
import { language } from '../../i18n/language.svelte';
import { certificate as zh } from '../../i18n/zh/certificate';

export type CertificateKey = keyof typeof zh;

export function c(key: CertificateKey, values?: Record<string, string | number>): string {
  const text = (language.now === 'en' ? en : zh)[key];
  return values ? fill(text, values) : text;
}
