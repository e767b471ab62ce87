// Pages lie over map and panel and stand in the fragment, because the token of a one-time link and the code of a report
// must not reach a log:
//   #/signin   #/link/<token>   #/me[/devices|/password|/tokens]   #/accounts   #/audit   #/tasks   #/track[/<code>]   #/outbox
//   #/inbox[/<tab>[?filters]]   #/overview[/<area>]   #/messages   #/channels[/deliveries]   #/assessment   #/campaigns   #/intake
const NAMES = [
  'signin', 'link', 'me', 'accounts', 'audit', 'tasks', 'track', 'outbox', 'inbox', 'overview', 'messages', 'channels', 'assessment', 'campaigns',
  'intake',
] as const;
export type PageName = (typeof NAMES)[number];
/** `rest`: the token of a link, the code of a report, a section, the tab and filters of the inbox. */
export interface Page { name: PageName; rest: string }

/** Null for every other fragment, as that of the map. */
export function parsePage(fragment: string): Page | null {
  const [, name = '', rest = ''] = /^#\/([a-z]+)(?:\/([^/]*))?\/?$/.exec(fragment) ?? [];
  if (!(NAMES as readonly string[]).includes(name)) return null;
  return { name: name as PageName, rest };
}
