// What happens when the service does not know the caller any more. A call that is refused for that reason knocks here;
// whoever keeps the door (state/doorkeeper) may let the person sign in and answers null: the call may be made once more.
import type { ApiError } from './client';

export type Keeper = (error: ApiError, method: string) => Promise<ApiError | null>;
let keeper: Keeper | null = null;

export function keep(door: Keeper | null): void {
  keeper = door;
}

/** Null when the call may be made again, otherwise what it failed with. */
export async function knock(error: unknown, method: string): Promise<unknown> {
  const { status, problem } = error as Partial<ApiError>;
  const known = status === 401 && (problem?.code === 'session_expired' || problem?.code === 'sign_in_required');
  return known && keeper ? keeper(error as ApiError, method) : error;
}
