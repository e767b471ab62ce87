import { describe, expect, it } from 'vitest';
import { parsePage } from './page';

describe('the page in the fragment', () => {
  it('is told with its rest', () => {
    expect(parsePage('#/signin')).toEqual({ name: 'signin', rest: '' });
    expect(parsePage('#/link/aB-_9')).toEqual({ name: 'link', rest: 'aB-_9' });
    expect(parsePage('#/me/tokens')).toEqual({ name: 'me', rest: 'tokens' });
    expect(parsePage('#/track/WG12')).toEqual({ name: 'track', rest: 'WG12' });
    expect(parsePage('#/tasks')).toEqual({ name: 'tasks', rest: '' });
    expect(parsePage('#/accounts/')).toEqual({ name: 'accounts', rest: '' });
  });
  it('is none where the map has its view, or nobody knows the name', () => {
    for (const fragment of ['', '#', '#map=17/24.3/102.5', '#/', '#/nobody', '#/link/a/b', '#signin']) expect(parsePage(fragment)).toBeNull();
  });
});
