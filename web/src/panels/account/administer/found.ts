// Which accounts are shown: by state, and by every word that was typed. Pure.
import type { Account } from '../../../api/accounts';

export const STATES = ['all', 'active', 'invited', 'disabled'] as const;
export type StateFilter = (typeof STATES)[number];

export function found(accounts: readonly Account[], words: string, state: StateFilter): Account[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
  const collator = new Intl.Collator('zh-Hans');
  return accounts
    .filter((one) => state === 'all' || one.state === state)
    .filter((one) => wanted.every((word) => [one.name, one.login, one.party_name ?? ''].some((text) => text.toLowerCase().includes(word))))
    .sort((one, other) => Number(one.state === 'disabled') - Number(other.state === 'disabled') || collator.compare(one.name, other.name) || one.login.localeCompare(other.login));
}

/** What another person changed meanwhile, against what the form began with. */
export type Part = 'name' | 'granted' | 'party' | 'state';
export function changedParts(before: Account, now: Account): Part[] {
  const same = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join() === [...other].sort().join();
  return (['name', 'granted', 'party', 'state'] as const).filter((part) => (part === 'granted' ? !same(before.granted, now.granted) : before[part] !== now[part]));
}
