// Pages lie over map and panel and stand in the fragment, because the token of a one-time link and the code of a report
// must not reach a log:
//   #/signin   #/link/<token>   #/me[/devices|/password|/tokens]   #/accounts   #/audit   #/tasks   #/intake   #/track[/<code>]
const NAMES = ['signin', 'link', 'me', 'accounts', 'audit', 'tasks', 'intake', 'track'] as const;
export type PageName = (typeof NAMES)[number];
/** `rest`: the token of a link, the code of a report, or the section of the own account. */
export interface Page { name: PageName; rest: string }

/** Null for every other fragment, as that of the map. */
export function parsePage(fragment: string): Page | null {
  const [, name = '', rest = ''] = /^#\/([a-z]+)(?:\/([^/]*))?\/?$/.exec(fragment) ?? [];
  if (!(NAMES as readonly string[]).includes(name)) return null;
  return { name: name as PageName, rest };
}
