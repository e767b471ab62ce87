// Keeps the door of api/door: whose session has ended signs in on top of what is open, and the refused call is made again.
// Nothing below the dialog is touched, so nothing typed is lost; several refused calls share one dialog.
import { ApiError } from '../api/client';
import { keep } from '../api/door';
import type { Words } from '../api/types';
import { notice } from './notice.svelte';
import { session } from './session.svelte';

/** Null when somebody has signed in; otherwise what to say about the call that was not made. */
let asking: Promise<Words | null> | null = null;

export function keepDoor(): void {
  keep(async (error, method) => {
    const expired = error.problem?.code === 'session_expired';
    // A page that comes up with an old cookie: nobody has begun anything. The cookie is gone with the refusal.
    if (expired && !session.account && !asking) {
      void import('../panels/account/words.svelte').then(({ a }) => notice.say(a('lapsed'), 8));
      return null;
    }
    try {
      asking ??= import('../panels/account/again').then(({ askAgain }) => askAgain(expired || session.account !== null)).finally(() => (asking = null));
      const words = await asking;
      if (words === null) return null;
      // What everybody may read goes on without a name.
      if (expired && method === 'GET') return null;
      return new ApiError(error.status, error.problem && { ...error.problem, words, request_id: null });
    } catch {
      return error;
    }
  });
}
