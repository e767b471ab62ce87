// Whether a task waits for the one who looks at it, or for somebody else: by its state and the roles, as far as a list knows.
// What may really be done the case itself says.
import type { AccountRole } from '../api/accounts';
import type { CaseState } from '../api/types';

const TURNS: Partial<Record<CaseState, readonly AccountRole[] | 'handler'>> = {
  reported: ['community_office', 'grid_worker'],
  filed: ['community_office'],
  dispatched: 'handler',
  handled: ['community_office', 'grid_worker'],
};

export function myTurn(state: CaseState, roles: readonly AccountRole[]): boolean {
  const turn = TURNS[state];
  return turn === 'handler' || (turn?.some((role) => roles.includes(role)) ?? false);
}
