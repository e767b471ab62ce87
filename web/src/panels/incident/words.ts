// Words of an incident that the dictionary holds by slug; what it does not know is shown as the server sent it.
import type { Words } from '../../api/types';
import { t, w, type Key } from '../../i18n';
import { c, type CaseKey } from '../cases/words.svelte';
import { span, type Deadline } from '../../domain/deadline';

const SOURCES: Record<string, Key> = {
  public: 'incident.source_public', patrol: 'incident.source_patrol', '12345': 'incident.source_12345', wechat: 'incident.source_wechat',
  leader: 'incident.source_leader', staff: 'incident.source_staff', demo: 'incident.source_demo',
};

export function sourceWords(source: string): string {
  const key = SOURCES[source];
  return key ? t(key) : source;
}

const ROLES: Record<string, Key> = {
  resident: 'incident.role_resident', public: 'incident.role_public', grid_worker: 'incident.role_grid_worker', checker: 'incident.role_checker', leader: 'incident.role_leader', system: 'incident.role_system',
};

/** Parts in a case, by the words of the glossary. */
const PARTS: Record<string, CaseKey> = { finder: 'role_finder', clerk: 'role_clerk', handler: 'role_handler', supporter: 'role_supporter' };

/** Who did a step: these have no post, so the glossary of posts does not know them all. */
export function roleWords(role: string, glossary: (slug: string) => Words | null): string {
  const key = ROLES[role];
  const part = PARTS[role];
  return part ? c(part) : key ? t(key) : w(glossary(role)) || role;
}

function spanWords(minutes: number): string {
  const { days, hours, minutes: rest } = span(minutes);
  if (days > 0) return hours > 0 ? t('incident.daysHours', { d: days, h: hours }) : t('incident.days', { n: days });
  return hours > 0 ? t('incident.hours', { n: hours }) : t('incident.minutes', { n: rest });
}

export function deadlineWords(deadline: Deadline, time: string): string {
  switch (deadline.kind) {
    case 'not_filed': return t('incident.dueUnknown');
    case 'none': return t('incident.dueNone');
    case 'met': return t('incident.dueMet', { time });
    case 'left': return t('incident.dueLeft', { left: spanWords(deadline.minutes), time });
    case 'over': return t('incident.dueOver', { over: spanWords(deadline.minutes), time });
    case 'missed': return t('incident.dueMissed', { over: spanWords(deadline.minutes), time });
  }
}
