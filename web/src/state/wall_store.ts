// Wall maps kept in this browser: one for each scope of drafts, with its control points. Pictures never leave the
// device. Where the browser keeps nothing (private windows, full disks) every call answers null or false.
import type { FitKind } from '../domain/wall_map/judge';
import type { Pixel } from '../domain/control_points';

export interface WallPoint {
  pixel: Pixel;
  /** WGS 84 degrees; null until somebody says where it is. */
  place: [number, number] | null;
}
export interface WallRecord {
  name: string;
  picture: Blob;
  shrunk: boolean;
  points: WallPoint[];
  kind: FitKind;
  opacity: number;
  shown: boolean;
}

const STORE = 'wall-map';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('wangge', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
    request.onblocked = () => reject(new Error('blocked'));
  });
}

async function ask<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error ?? new Error('not kept'));
      transaction.onabort = () => reject(transaction.error ?? new Error('not kept'));
    });
  } finally {
    database.close();
  }
}

/** Two sites under one host keep their pictures apart by their base path. */
const keyOf = (scope: string): string => `${new URL('.', document.baseURI).pathname} ${scope}`;

export const wallStore = {
  read: (scope: string): Promise<WallRecord | null> => ask<WallRecord | undefined>('readonly', (store) => store.get(keyOf(scope))).then((found) => found ?? null, () => null),
  keep: (scope: string, record: WallRecord): Promise<boolean> => ask('readwrite', (store) => store.put(record, keyOf(scope))).then(() => true, () => false),
  drop: (scope: string): Promise<boolean> => ask('readwrite', (store) => store.delete(keyOf(scope))).then(() => true, () => false),
};
