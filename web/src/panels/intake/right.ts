// Who may have texts read: everybody who works here, but not who only looks on. The service decides; this hides the way there.
import type { AccountRole } from '../../api/accounts';

export const mayTakeIn = (roles: readonly AccountRole[]): boolean => roles.some((role) => role !== 'resident' && role !== 'auditor');
