// The report that is being made. Place and category stand in the URL; words, time and the answer wait here, so that going
// back a step loses nothing. The key belongs to the content: the same content sent again keeps it, other content gets a new one.
import type { IncidentReceipt, NewIncident } from '../../api/types';
import { uuidOf } from '../../domain/key';

const RECENT = 'wangge.recent-categories';

class Draft {
  words = $state('');
  /** '' means now. */
  time = $state('');
  /** Answer to the deciding question; 'unsure' leaves it to the server's default. */
  answer = $state('');
  /** Where staff have it from; everybody else reports as the public. */
  source = $state<'patrol' | '12345' | 'wechat' | 'leader'>('patrol');
  receipt = $state.raw<IncidentReceipt | null>(null);
  #sent = '';
  #key = '';

  keyFor(body: NewIncident): string {
    const content = JSON.stringify(body);
    if (content !== this.#sent || this.#key === '') {
      this.#sent = content;
      this.#key = uuidOf(crypto.getRandomValues(new Uint8Array(16)));
    }
    return this.#key;
  }

  clear(): void {
    this.words = '';
    this.time = '';
    this.answer = '';
    this.source = 'patrol';
    this.#sent = '';
    this.#key = '';
  }
}

export const draft = new Draft();

/** Categories this browser reported lately, newest first. */
export function recentCategories(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]');
    return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    // Private windows may refuse storage; then there is simply no order by use.
    return [];
  }
}

export function rememberCategory(slug: string): void {
  try {
    localStorage.setItem(RECENT, JSON.stringify([slug, ...recentCategories().filter((one) => one !== slug)].slice(0, 4)));
  } catch {
    // See above.
  }
}
