// Signing in on top of whatever is open, as a dialog.
import { mount, unmount } from 'svelte';
import type { Words } from '../../api/types';
import { session } from '../../state/session.svelte';
import SignInDialog from './SignInDialog.svelte';
import { enter } from './enter';
import { a, both } from './words.svelte';
import { notice } from '../../state/notice.svelte';

/** Null when somebody has signed in, otherwise what to say of the call that was not made. */
export function askAgain(expired: boolean): Promise<Words | null> {
  const before = session.account;
  const cameFrom = document.activeElement;
  return new Promise((resolve) => {
    const dialog = mount(SignInDialog, {
      target: document.body,
      props: {
        expired, login: before?.login ?? '',
        onsigned: (now) => {
          void enter(now, true);
          if (before && now.account && before.id !== now.account.id) notice.say(a('someoneElse', { name: now.account.name }), 8);
          close(null);
        },
        oncancel: () => {
          if (session.account) session.now = { account: null, roles: ['resident'], posts: [] };
          close(both('notDone'));
        },
      },
    });
    function close(words: Words | null): void {
      void unmount(dialog);
      if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
      resolve(words);
    }
  });
}
