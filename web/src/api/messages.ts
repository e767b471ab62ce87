// Messages, channels and deliveries over HTTP. The shapes follow the contract by hand; they come with their screens only.
import { api } from './client';
import type { Words } from './types';

export type Severity = 'notice' | 'task' | 'warning';
export const KINDS = ['wecom', 'dingtalk', 'feishu', 'webhook', 'email'] as const;
export type ChannelKind = (typeof KINDS)[number];
export const SECURITIES = ['tls', 'starttls', 'plain'] as const;
export type MailSecurity = (typeof SECURITIES)[number];

export interface InboxMessage {
  id: string; event: string; severity: Severity; title: Words; text: Words; at: string; incident: string | null;
  cases: { id: string; number: string }[]; read: boolean;
}
export interface Inbox { items: InboxMessage[]; next_cursor: string | null; unread: number }

/** What is secret is told as set or not; of a URL the host is shown. */
export interface ChannelSettings {
  url_shown: string | null; secret_set: boolean; host: string | null; port: number | null; security: MailSecurity | null;
  user: string | null; password_set: boolean; from: string | null; hello: string | null; to: string[];
}
export interface Channel {
  id: string; name: string; kind: ChannelKind; enabled: boolean; language: 'zh' | 'en'; events: string[]; areas: string[]; departments: string[];
  per_minute: number | null; per_minute_usual: number | null; settings: ChannelSettings; created_at: string; changed_at: string;
  waiting: number; last_attempt_at: string | null; last_outcome: string | null; version: number;
}
export interface MessageEvent { slug: string; name: Words; severity: Severity }
export interface Channels { channels: Channel[]; events: MessageEvent[] }
export interface ChannelWish {
  name?: string; kind?: ChannelKind; enabled?: boolean; language?: 'zh' | 'en'; events?: string[]; areas?: string[]; departments?: string[];
  per_minute?: number | null; settings?: Record<string, string | number | string[] | null>;
}
export interface ChannelTest { ok: boolean; code: string | null; words: Words; status: number | null; answer: string; took_ms: number }
export const DELIVERY_STATES = ['waiting', 'sent', 'given_up'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export interface DeliveryAttempt { attempt: number; at: string; outcome: string | null; status: number | null; words: Words | null; answer: string | null; took_ms: number | null }
export interface Delivery {
  id: string; channel: string; channel_name: string; state: DeliveryState; event: string; title: Words; incident: string | null; created_at: string;
  next_at: string | null; sent_at: string | null; given_up_at: string | null; last_error: string | null; attempts: DeliveryAttempt[];
}
export interface Deliveries { items: Delivery[]; next_cursor: string | null }

const at = (id: string): string => `channels/${encodeURIComponent(id)}`;
const version = (number: number): { headers: Record<string, string> } => ({ headers: { 'if-match': `"v${number}"` } });

export const messages = {
  /** Nobody is asked to sign in for the number on the bell. */
  count: (): Promise<{ unread: number }> => api.get('messages/count', {}, { quiet: true }),
  list: (unread: boolean, cursor: string | null): Promise<Inbox> => api.get('messages', { unread: unread || null, cursor }),
  read: (ids: string[]): Promise<{ unread: number }> => api.post('messages/read', { ids }),
  readAll: (): Promise<{ unread: number }> => api.post('messages/read', { all: true }),
  channels: (): Promise<Channels> => api.get('channels'),
  create: (wish: ChannelWish): Promise<Channel> => api.post('channels', wish),
  change: (channel: Channel, wish: ChannelWish): Promise<Channel> => api.patch(at(channel.id), wish, version(channel.version)),
  remove: (channel: Channel): Promise<void> => api.delete(at(channel.id), version(channel.version)),
  test: (id: string): Promise<ChannelTest> => api.post(`${at(id)}/test`, {}),
  deliveries: (channel: string | null, state: DeliveryState | null, cursor: string | null): Promise<Deliveries> => api.get('deliveries', { channel, state, cursor }),
  replay: (id: string): Promise<Delivery> => api.post(`deliveries/${encodeURIComponent(id)}/replay`, {}),
};
