// A phrase in both languages, for what stays when the language is switched.
import type { Words } from '../../../api/types';
import { photo_intake as en } from '../../../i18n/en/photo_intake';
import { photo_intake as zh } from '../../../i18n/zh/photo_intake';
import type { PhotoIntakeKey } from './words.svelte';

export const en_zh = (key: PhotoIntakeKey): Words => ({ zh: zh[key], en: en[key] });
