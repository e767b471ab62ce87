import { afterEach, expect, it, vi } from 'vitest';
import { api, ApiError } from './client';
import { keep } from './door';

/** Answers of the service one after another; what was asked is kept. */
function service(...answers: (readonly [number, unknown])[]): { body: unknown; headers: unknown }[] {
  const asked: { body: unknown; headers: unknown }[] = [];
  vi.stubGlobal('fetch', (_url: string, { body, headers }: RequestInit) => {
    asked.push({ body, headers });
    const [status, answer] = answers[asked.length - 1]!;
    return Promise.resolve(new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/problem+json', 'retry-after': '7' } }));
  });
  return asked;
}
const refused = (code: string): readonly [number, unknown] => [401, { code, words: { zh: '', en: '' } }];
afterEach(() => {
  keep(null);
  vi.unstubAllGlobals();
});

it('a refused call is made again with the same content once somebody has signed in', async () => {
  const asked = service(refused('session_expired'), [200, { ok: true }]);
  keep(() => Promise.resolve(null));
  await expect(api.post('incidents', { a: 1 }, { headers: { 'idempotency-key': 'k' } })).resolves.toEqual({ ok: true });
  expect(asked).toHaveLength(2);
  expect(asked[1]).toEqual(asked[0]);
});

it('an old cookie and a missing person are two refusals, a third is final', async () => {
  const keeper = vi.fn(() => Promise.resolve(null));
  keep(keeper);
  service(refused('session_expired'), refused('sign_in_required'), [200, 1]);
  await expect(api.patch('editions/1', {})).resolves.toBe(1);
  service(refused('sign_in_required'), refused('sign_in_required'), refused('sign_in_required'));
  await expect(api.get('accounts')).rejects.toMatchObject({ status: 401 });
  expect(keeper).toHaveBeenCalledTimes(4);
});

it('what the keeper answers is what the call failed with', async () => {
  const asked = service(refused('session_expired'));
  const told = new ApiError(401, null);
  keep(() => Promise.resolve(told));
  await expect(api.delete('tokens/1')).rejects.toBe(told);
  expect(asked).toHaveLength(1);
});

it('nobody is asked for other refusals, and not for quiet calls', async () => {
  const keeper = vi.fn(() => Promise.resolve(null));
  keep(keeper);
  service([403, { code: 'not_allowed' }], refused('sign_in_failed'), refused('session_expired'), [429, { code: 'too_many_attempts' }]);
  await expect(api.get('accounts')).rejects.toMatchObject({ status: 403 });
  await expect(api.post('session', {})).rejects.toMatchObject({ status: 401 });
  await expect(api.get('session', {}, { quiet: true })).rejects.toMatchObject({ status: 401 });
  await expect(api.post('session', {}, { quiet: true })).rejects.toMatchObject({ status: 429, retryAfter: 7 });
  expect(keeper).not.toHaveBeenCalled();
});
