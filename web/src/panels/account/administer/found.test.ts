import { describe, expect, it } from 'vitest';
import type { Account } from '../../../api/accounts';
import { changedParts, found } from './found';

const account = (login: string, name: string, more: Partial<Account> = {}): Account => ({
  id: login, login, name, party: null, party_name: null, granted: [], state: 'active', created_at: '', last_sign_in_at: null, version: 1, ...more,
});
const all = [account('li', '李明', { party_name: '市水利局' }), account('chen', '陈静', { state: 'disabled' }), account('wang', '王芳', { state: 'invited' })];
const names = (list: Account[]): string[] => list.map(({ name }) => name);

describe('the list of accounts', () => {
  it('stands by name, those that are disabled last', () => expect(names(found(all, '', 'all'))).toEqual(['李明', '王芳', '陈静']));
  it('is narrowed by state and by every word', () => {
    expect(names(found(all, '', 'invited'))).toEqual(['王芳']);
    expect(names(found(all, ' LI 水利 ', 'all'))).toEqual(['李明']);
    expect(found(all, '李 王', 'all')).toEqual([]);
  });
});

describe('what somebody else changed', () => {
  it('is told part by part, and the order of roles is none', () => {
    const before = account('li', '李明', { granted: ['auditor', 'grid_worker'] });
    expect(changedParts(before, { ...before, granted: ['grid_worker', 'auditor'], version: 2 })).toEqual([]);
    expect(changedParts(before, { ...before, name: '李鸣', granted: [], state: 'disabled' })).toEqual(['name', 'granted', 'state']);
  });
});
