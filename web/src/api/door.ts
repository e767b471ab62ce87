// What happens when the service does not know the caller any more. A call that is refused for that reason waits here;
// whoever keeps the door (state/doorkeeper) may let the person sign in and answers null: the call is made once more.
import type { ApiError } from './client';

export type Keeper = (error: ApiError, method: string) => Promise<ApiError | null>;
/** An old cookie goes with the first refusal; only the second may say that somebody has to sign in. */
const KNOCKS = 2;
let keeper: Keeper | null = null;

export function keep(door: Keeper | null): void {
  keeper = door;
}

export async function passing<T>(method: string, call: () => Promise<T>): Promise<T> {
  for (let knocks = 0; ; knocks += 1) {
    try {
      return await call();
    } catch (error) {
      if (knocks === KNOCKS || !keeper || !wantsSomebody(error)) throw error;
      const refusal = await keeper(error, method);
      if (refusal !== null) throw refusal;
    }
  }
}

function wantsSomebody(error: unknown): error is ApiError {
  const { status, problem } = error as Partial<ApiError>;
  return status === 401 && (problem?.code === 'session_expired' || problem?.code === 'sign_in_required');
}
