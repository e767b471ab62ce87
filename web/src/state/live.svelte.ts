// One live line for the whole page, open while somebody watches. `const stop = live.watch((ids) => …)`; ids are null when
// everything should be read again. News that come close together are told once.
import { LiveFeed, type Standing } from '../api/live';

/** Bursts are told once in this time. */
const GATHER_MS = 400;
type Watcher = (ids: ReadonlySet<string> | null) => void;

class Live {
  standing = $state<Standing | 'off'>('off');
  #watchers = new Set<Watcher>();
  #feed: LiveFeed | null = null;
  #gathered: Set<string> | null = new Set();
  #timer = 0;

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    this.#feed ??= new LiveFeed({ onnews: (ids) => this.#gather(ids), onstanding: (standing) => (this.standing = standing) });
    return () => {
      this.#watchers.delete(watcher);
      // A page that gives way to another one keeps the line.
      setTimeout(() => this.#rest(), 1000);
    };
  }
  #rest(): void {
    if (this.#watchers.size > 0) return;
    this.#feed?.close();
    this.#feed = null;
    this.standing = 'off';
  }
  #gather(ids: string[] | null): void {
    if (ids === null) this.#gathered = null;
    else for (const id of ids) this.#gathered?.add(id);
    if (this.#timer) return;
    this.#timer = window.setTimeout(() => {
      const told = this.#gathered;
      this.#gathered = new Set();
      this.#timer = 0;
      for (const watcher of [...this.#watchers]) watcher(told);
    }, GATHER_MS);
  }
}
export const live = new Live();
