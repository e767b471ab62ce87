// Words of the inspection view that several of its parts and the printed brief share.
import type { Change, Filters } from '../../domain/filters';
import { day } from '../../domain/format';
import { w } from '../../i18n';
import { i } from './dictionary.svelte';
import { language } from '../../i18n/language.svelte';
import { ground } from '../../state/ground.svelte';
import { site } from '../../state/site.svelte';
import { sourceWords } from '../incident/words';

export function changeWords(change: Change): string {
  switch (change.kind) {
    case 'unknown': return i('changeUnknown');
    case 'new': return i('changeNew');
    case 'same': return i('changeSame');
    case 'more': return `▲ ${i('changeMore', { n: change.by })}`;
    case 'fewer': return `▼ ${i('changeFewer', { n: change.by })}`;
  }
}

/** A calendar day, already in the site's zone. */
export function dayWords(text: string): string {
  return day(`${text}T12:00:00Z`, language.now, 'UTC');
}

/** The period of the filters as days; an open end is the first record or today. */
export function periodWords(filters: Filters, known: { from: string; to: string } | null, today: string): string {
  const from = filters.days.from ?? known?.from ?? null;
  const to = filters.days.to ?? today;
  if (from === null) return `– ${dayWords(to)}`;
  return from === to ? dayWords(to) : `${dayWords(from)} – ${dayWords(to)}`;
}

export function filterWords(filters: Filters): string {
  const state = (slug: string): string => (slug === 'open' ? i('stateOpen') : slug === 'closed' ? i('stateClosed') : w(site.state(slug)));
  const words = [
    ...filters.categories.map((slug) => w(site.categoryName(slug))), ...filters.states.map(state), ...filters.sources.map(sourceWords),
    ...(filters.area ? [ground.areas?.features.find((one) => one.properties.code === filters.area)?.properties.name ?? filters.area] : []), ...(filters.unmanaged ? [i('startUnmanaged')] : []),
  ];
  return words.join(language.now === 'zh' ? '、' : ', ');
}
