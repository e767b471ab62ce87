// Words of an incident that the dictionary holds by slug; what it does not know is shown as the server sent it.
import type { Words } from '../../api/types';
import { w } from '../../i18n';
import { i, type IncidentKey } from './dictionary.svelte';
import { c, type CaseKey } from '../cases/words.svelte';
import { span } from '../../domain/span';
import type { Standing } from '../../domain/standing';

const SOURCES: Record<string, IncidentKey> = {
  public: 'source_public', patrol: 'source_patrol', '12345': 'source_12345', wechat: 'source_wechat',
  leader: 'source_leader', staff: 'source_staff', demo: 'source_demo',
};

export function sourceWords(source: string): string {
  const key = SOURCES[source];
  return key ? i(key) : source;
}

const ROLES: Record<string, IncidentKey> = {
  resident: 'role_resident', public: 'role_public', grid_worker: 'role_grid_worker', checker: 'role_checker', leader: 'role_leader', system: 'role_system',
};

/** Parts in a case, by the words of the glossary. */
const PARTS: Record<string, CaseKey> = { finder: 'role_finder', clerk: 'role_clerk', handler: 'role_handler', supporter: 'role_supporter' };

/** Who did a step: these have no post, so the glossary of posts does not know them all. */
export function roleWords(role: string, glossary: (slug: string) => Words | null): string {
  const key = ROLES[role];
  const part = PARTS[role];
  return part ? c(part) : key ? i(key) : w(glossary(role)) || role;
}

function spanWords(minutes: number): string {
  const { days, hours, minutes: rest } = span(minutes);
  if (days > 0) return hours > 0 ? i('daysHours', { d: days, h: hours }) : i('days', { n: days });
  return hours > 0 ? i('hours', { n: hours }) : i('minutes', { n: rest });
}

/** `time`: when it is due, in words. */
export function standingLine(one: Standing, time: string): string {
  switch (one.kind) {
    case 'not_filed': return i('dueUnknown');
    case 'none': return i('dueNone');
    case 'paused': return i('duePaused');
    case 'no_calendar': return i('dueNoCalendar', { year: one.year });
    case 'met': return i('dueMet', { time });
    case 'missed': return i('dueMissed', { time });
    case 'left': case 'warning': return i('dueLeft', { left: spanWords(one.minutes), time });
    case 'over': return i('dueOver', { over: spanWords(one.minutes), time });
  }
}
