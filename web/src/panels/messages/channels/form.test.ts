import { describe, expect, it } from 'vitest';
import type { Channel, MessageEvent } from '../../../api/messages';
import { typedOf, wishOf } from './form';

const event = (slug: string, severity: MessageEvent['severity']): MessageEvent => ({ slug, name: { zh: slug, en: slug }, severity });
const EVENTS = [event('case_dispatched', 'task'), event('case_overdue', 'warning'), event('case_closed', 'notice')];
const channel = (more: Partial<Channel>): Channel => ({
  id: '1', name: '群', kind: 'dingtalk', enabled: true, language: 'zh', events: [], areas: ['Z1'], departments: [], per_minute: null, per_minute_usual: 20,
  settings: { url_shown: 'https://oapi.dingtalk.com', secret_set: true, host: null, port: null, security: null, user: null, password_set: false, from: null, hello: null, to: [] },
  created_at: '', changed_at: '', waiting: 0, last_attempt_at: null, last_outcome: null, version: 1, ...more,
});

describe('the form of a channel', () => {
  it('begins with what somebody has to do, and asks for nothing twice', () => {
    const typed = typedOf(null, EVENTS);
    expect(typed.choice).toBe('tasks');
    expect(wishOf({ ...typed, name: ' 甲 ', url: ' https://a.cn ' }, EVENTS, null)).toEqual({
      name: '甲', kind: 'wecom', language: 'zh', settings: { url: 'https://a.cn' }, events: ['case_dispatched', 'case_overdue'], areas: [], departments: [], per_minute: null,
    });
  });
  it('leaves a secret that was not typed as it is', () => {
    const known = channel({});
    const typed = typedOf(known, EVENTS);
    expect(typed.choice).toBe('all');
    expect(wishOf(typed, EVENTS, known)).toEqual({ name: '群', language: 'zh', settings: {}, events: [], areas: ['Z1'], departments: [], per_minute: null });
  });
  it('takes the password away with the user name, and reads recipients line by line', () => {
    const typed = { ...typedOf(null, EVENTS), kind: 'email' as const, host: 'smtp.cn', to: 'a@b.cn\nc@d.cn，e@f.cn', from: 'w@b.cn', perMinute: '5' };
    const wish = wishOf(typed, EVENTS, null);
    expect(wish.settings).toEqual({ host: 'smtp.cn', port: 465, security: 'tls', from: 'w@b.cn', hello: null, to: ['a@b.cn', 'c@d.cn', 'e@f.cn'], user: null, password: null });
    expect(wish.per_minute).toBe(5);
  });
});
