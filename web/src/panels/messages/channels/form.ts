// What a channel's form asks for, by kind, and what it sends: only what this person typed. Pure.
import type { Channel, ChannelKind, ChannelWish, MailSecurity, MessageEvent } from '../../../api/messages';

export type EventChoice = 'all' | 'tasks' | 'some';
export interface Typed {
  name: string; kind: ChannelKind; language: 'zh' | 'en'; url: string; secret: string; host: string; port: string; security: MailSecurity;
  user: string; password: string; from: string; to: string; hello: string; choice: EventChoice; events: string[]; areas: string[]; departments: string[]; perMinute: string;
}

/** Ports that the ways of encryption usually have. */
export const PORTS: Record<MailSecurity, string> = { tls: '465', starttls: '587', plain: '25' };
export const hasSecret = (kind: ChannelKind): boolean => kind === 'webhook' || kind === 'dingtalk' || kind === 'feishu';

export function pressing(events: readonly MessageEvent[]): string[] {
  return events.filter((event) => event.severity !== 'notice').map((event) => event.slug);
}
const same = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join() === [...other].sort().join();

export function typedOf(channel: Channel | null, events: readonly MessageEvent[]): Typed {
  const known = channel?.settings;
  const wanted = channel?.events ?? pressing(events);
  return {
    name: channel?.name ?? '', kind: channel?.kind ?? 'wecom', language: channel?.language ?? 'zh', url: '', secret: '', password: '',
    host: known?.host ?? '', port: String(known?.port ?? PORTS.tls), security: known?.security ?? 'tls', user: known?.user ?? '',
    from: known?.from ?? '', to: (known?.to ?? []).join('\n'), hello: known?.hello ?? '',
    choice: wanted.length === 0 ? 'all' : same(wanted, pressing(events)) ? 'tasks' : 'some',
    events: [...wanted], areas: [...(channel?.areas ?? [])], departments: [...(channel?.departments ?? [])],
    perMinute: channel?.per_minute ? String(channel.per_minute) : '',
  };
}

/** The words of a wish. A secret that is left empty stays as it is; an empty user name takes the password with it. */
export function wishOf(typed: Typed, events: readonly MessageEvent[], channel: Channel | null): ChannelWish {
  const settings: NonNullable<ChannelWish['settings']> = {};
  if (typed.kind === 'email') {
    Object.assign(settings, { host: typed.host.trim(), port: Number(typed.port) || 0, security: typed.security, from: typed.from.trim(), hello: typed.hello.trim() || null });
    settings['to'] = typed.to.split(/[\s,;，；]+/).filter((one) => one !== '');
    settings['user'] = typed.user.trim() || null;
    if (typed.user.trim() === '') settings['password'] = null;
    else if (typed.password !== '') settings['password'] = typed.password;
  } else {
    if (typed.url.trim() !== '') settings['url'] = typed.url.trim();
    if (hasSecret(typed.kind) && typed.secret.trim() !== '') settings['secret'] = typed.secret.trim();
  }
  return {
    name: typed.name.trim(), language: typed.language, settings, areas: typed.areas, departments: typed.departments,
    events: typed.choice === 'all' ? [] : typed.choice === 'tasks' ? pressing(events) : typed.events,
    per_minute: typed.perMinute.trim() === '' ? null : Number(typed.perMinute) || 0,
    ...(channel ? {} : { kind: typed.kind }),
  };
}
