// Somebody has signed in. What was read before was read with other rights, so it is read again.
import type { Session } from '../../api/accounts';
import { ground } from '../../state/ground.svelte';
import { incidents } from '../../state/incidents.svelte';
import { session } from '../../state/session.svelte';
import { site } from '../../state/site.svelte';
import { view } from '../../state/view.svelte';

/** `keep`: a form is open below and must stay as it is; only the rights are read again. */
export async function enter(now: Session, keep = false): Promise<void> {
  const same = session.account?.id === now.account?.id;
  session.now = now;
  session.known = true;
  session.tell();
  if (same) return;
  await site.load();
  if (keep) return;
  session.epoch += 1;
  incidents.refresh();
  if (ground.areas) void ground.load();
}

/** A sign-out on a shared computer must leave nothing of the person in memory, so the page begins anew. */
const SIGNED_OUT = 'wangge.signed-out';

export function leaveAll(): void {
  session.now = null;
  session.tell();
  try {
    sessionStorage.setItem(SIGNED_OUT, '1');
  } catch {
    // Without storage the page only does not say so.
  }
  view.restart('#/signin');
}

/** Whether the page begins because somebody signed out; true once. */
export function justLeft(): boolean {
  try {
    const left = sessionStorage.getItem(SIGNED_OUT) !== null;
    sessionStorage.removeItem(SIGNED_OUT);
    return left;
  } catch {
    return false;
  }
}
