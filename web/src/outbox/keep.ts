// Where entries and their photos stay: IndexedDB, and memory where a browser refuses it (then the list says that a reload
// loses them). A photo goes in with the entry that names it, in one transaction; changes read and write in one, so that two
// pages of one browser do not undo each other's.
import type { Entry } from './entry';

/** A report that is being made: kept because phones close the page while their camera is open. */
export interface Draft { photos: { id: string; name: string; size: number }[]; words: string; name: string; phone: string; at: number }

export interface Keep {
  /** False: nothing survives a reload. */
  readonly lasting: boolean;
  all(): Promise<Entry[]>;
  /** Takes the place of the draft, whose photos are its own from now on. */
  put(entry: Entry): Promise<void>;
  /** Null when there is no such entry any more; `change` may answer with another key. */
  change(key: string, change: (entry: Entry) => Entry): Promise<Entry | null>;
  remove(key: string): Promise<void>;
  /** Back into the hand: the entry goes, its photos stay with the draft. */
  takeBack(key: string, draft: Draft): Promise<void>;
  addPhoto(id: string, photo: Blob): Promise<void>;
  photo(id: string): Promise<Blob | null>;
  dropPhoto(id: string): Promise<void>;
  draft(): Promise<Draft | null>;
  saveDraft(draft: Draft | null): Promise<void>;
}

const NAME = 'wangge', VERSION = 1, DRAFT = 'draft';

export async function openKeep(): Promise<Keep> {
  try {
    return onDisk(await openBase());
  } catch {
    return inMemory();
  }
}

function openBase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('entries', { keyPath: 'key' });
      request.result.createObjectStore('photos');
      request.result.createObjectStore('drafts');
    };
    request.onsuccess = () => {
      // A newer release of this page may want to change the stores; it asks by this.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error('no database'));
    request.onblocked = () => reject(new Error('blocked'));
  });
}

type Store = 'entries' | 'photos' | 'drafts';

function onDisk(base: IDBDatabase): Keep {
  /** Answers when the transaction is through, not when the request is. */
  function run<T>(stores: Store[], mode: IDBTransactionMode, work: (at: (name: Store) => IDBObjectStore, answer: (value: T) => void) => void): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const transaction = base.transaction(stores, mode);
      let answer: T | undefined;
      transaction.oncomplete = () => resolve(answer);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('not kept'));
      work((name) => transaction.objectStore(name), (value) => (answer = value));
    });
  }
  const get = <T>(store: Store, key: string): Promise<T | undefined> => run<T>([store], 'readonly', (at, answer) => {
    const request = at(store).get(key);
    request.onsuccess = () => answer(request.result as T);
  });

  return {
    lasting: true,
    all: async () => (await run<Entry[]>(['entries'], 'readonly', (at, answer) => {
      const request = at('entries').getAll();
      request.onsuccess = () => answer(request.result as Entry[]);
    })) ?? [],
    put: (entry) => run<void>(['entries', 'drafts'], 'readwrite', (at) => {
      at('entries').put(entry);
      at('drafts').delete(DRAFT);
    }),
    change: async (key, change) => (await run<Entry>(['entries'], 'readwrite', (at, answer) => {
      const request = at('entries').get(key);
      request.onsuccess = () => {
        const found = request.result as Entry | undefined;
        if (!found) return;
        const next = change(found);
        if (next.key !== key) at('entries').delete(key);
        at('entries').put(next);
        answer(next);
      };
    })) ?? null,
    remove: (key) => run<void>(['entries', 'photos'], 'readwrite', (at) => {
      const request = at('entries').get(key);
      request.onsuccess = () => {
        for (const { id } of (request.result as Entry | undefined)?.photos ?? []) at('photos').delete(id);
        at('entries').delete(key);
      };
    }),
    takeBack: (key, draft) => run<void>(['entries', 'drafts'], 'readwrite', (at) => {
      at('entries').delete(key);
      at('drafts').put(draft, DRAFT);
    }),
    addPhoto: (id, photo) => run<void>(['photos'], 'readwrite', (at) => void at('photos').put(photo, id)),
    photo: async (id) => (await get<Blob>('photos', id)) ?? null,
    dropPhoto: (id) => run<void>(['photos'], 'readwrite', (at) => void at('photos').delete(id)),
    draft: async () => (await get<Draft>('drafts', DRAFT)) ?? null,
    saveDraft: (draft) => run<void>(['drafts'], 'readwrite', (at) => void (draft ? at('drafts').put(draft, DRAFT) : at('drafts').delete(DRAFT))),
  };
}

export function inMemory(): Keep {
  const entries = new Map<string, Entry>();
  const photos = new Map<string, Blob>();
  let kept: Draft | null = null;
  return {
    lasting: false,
    all: async () => [...entries.values()],
    put: async (entry) => {
      entries.set(entry.key, entry);
      kept = null;
    },
    change: async (key, change) => {
      const found = entries.get(key);
      if (!found) return null;
      const next = change(found);
      entries.delete(key);
      entries.set(next.key, next);
      return next;
    },
    remove: async (key) => {
      for (const { id } of entries.get(key)?.photos ?? []) photos.delete(id);
      entries.delete(key);
    },
    takeBack: async (key, draft) => {
      entries.delete(key);
      kept = draft;
    },
    addPhoto: async (id, photo) => void photos.set(id, photo),
    photo: async (id) => photos.get(id) ?? null,
    dropPhoto: async (id) => void photos.delete(id),
    draft: async () => kept,
    saveDraft: async (draft) => void (kept = draft),
  };
}
