// Accounts over HTTP: who is signed in, one-time links, devices, tokens, and what administrators do. The shapes follow the
// contract by hand. Calls come with the account screens only; the session is asked for by state/session.
import { api } from './client';
import type { Post } from './types';

export const ROLES = ['resident', 'grid_worker', 'point_head', 'zone_head', 'grid_chief', 'department', 'unit', 'community_office', 'administrator', 'auditor'] as const;
export type AccountRole = (typeof ROLES)[number];
/** Roles that a person grants; the others follow from the posts of the account's party. */
export const GRANTABLE = ['grid_worker', 'community_office', 'administrator', 'auditor'] as const satisfies readonly AccountRole[];
export const SCOPES = ['read', 'report', 'cases', 'boundaries', 'private'] as const;
export type Scope = (typeof SCOPES)[number];

export interface SessionAccount { id: string; login: string; name: string; party: string | null }
export interface Account {
  id: string; login: string; name: string; party: string | null; party_name: string | null; granted: AccountRole[];
  state: 'active' | 'disabled' | 'invited'; created_at: string; last_sign_in_at: string | null; version: number;
}
/** Roles in force now, granted ones and those that follow from posts; `account` is null for who is not signed in. */
export interface Session { account: SessionAccount | null; roles: AccountRole[]; posts: Post[] }
export interface Device { id: string; current: boolean; device: string; address: string; created_at: string; last_seen_at: string; expires_at: string }
export interface ApiToken { id: string; name: string; scopes: Scope[]; created_at: string; expires_at: string | null; last_used_at: string | null }
export interface OneTimeLink { token: string; expires_at: string }
export interface LinkPurpose { purpose: 'setup' | 'invite' | 'reset'; login: string | null; name: string | null; expires_at: string }
export interface AuditEntry { id: string; at: string; actor: string; action: string; subject: string; detail: unknown }
export interface DemoAccount { login: string; password: string; role: AccountRole; name: string }
/** What the site says of accounts, beside the rights of this caller. */
export interface SiteAccounts {
  /** Somebody can sign in here. */
  accounts: boolean;
  footer: { sponsor: string | null; icp: string | null; complaints: string | null };
  demo_accounts: DemoAccount[];
}

export interface NewAccount { login: string; name: string; granted: AccountRole[]; party?: string }
export interface AccountChange { name?: string; granted?: AccountRole[]; party?: string | null; state?: 'active' | 'disabled' }
export interface Redemption { token: string; password: string; login?: string; name?: string }

// Signing in is no call that signing in would help.
const quiet = { quiet: true };
const at = (id: string): string => `accounts/${encodeURIComponent(id)}`;

export const accounts = {
  signIn: (login: string, password: string, remember: boolean): Promise<Session> => api.post('session', { login, password, remember }, quiet),
  signOut: (): Promise<void> => api.delete('session', quiet),
  lookAtLink: (token: string): Promise<LinkPurpose> => api.post('links/look', { token }, quiet),
  redeem: (wish: Redemption): Promise<Session> => api.post('links/redeem', wish, quiet),
  devices: (): Promise<{ devices: Device[] }> => api.get('sessions'),
  endDevice: (id: string): Promise<void> => api.delete(`sessions/${encodeURIComponent(id)}`),
  endOthers: (): Promise<{ ended: number }> => api.delete('sessions'),
  changePassword: (current: string, password: string): Promise<void> => api.post('password', { current, password }),
  tokens: (): Promise<{ tokens: ApiToken[] }> => api.get('tokens'),
  createToken: (name: string, scopes: Scope[], expires_at: string | null): Promise<{ token: ApiToken; secret: string }> =>
    api.post('tokens', { name, scopes, ...(expires_at ? { expires_at } : {}) }),
  deleteToken: (id: string): Promise<void> => api.delete(`tokens/${encodeURIComponent(id)}`),
  list: (): Promise<{ accounts: Account[] }> => api.get('accounts'),
  create: (wish: NewAccount): Promise<{ account: Account; link: OneTimeLink }> => api.post('accounts', wish),
  change: (id: string, version: number, change: AccountChange): Promise<Account> => api.patch(at(id), change, { headers: { 'if-match': `"v${version}"` } }),
  link: (id: string): Promise<OneTimeLink> => api.post(`${at(id)}/link`, {}),
  audit: (limit: number): Promise<{ entries: AuditEntry[] }> => api.get('audit', { limit }),
};
