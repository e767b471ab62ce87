// How many reports of this device are not through yet: known from the first moment by a number beside the database, so that
// whoever has none waits for no code of it. The rest is in outbox.svelte.ts.
const COUNT = 'wangge.outbox';

class Waiting {
  count = $state(0);
  /** Called when another page of this browser has changed the list. */
  onchange: (() => void) | null = null;

  start(): void {
    this.count = read();
    if (this.count > 0) void import('./outbox.svelte').then(({ outbox }) => outbox.start());
    addEventListener('storage', ({ key }) => {
      if (key !== COUNT) return;
      this.count = read();
      this.onchange?.();
    });
  }
  set(count: number): void {
    this.count = count;
    try {
      // Another number each time, so that other pages hear of every change.
      localStorage.setItem(COUNT, `${count} ${Date.now()}`);
    } catch {
      // Without storage nothing outlives this page, and no other page shares it.
    }
  }
}

function read(): number {
  try {
    return Number.parseInt(localStorage.getItem(COUNT) ?? '', 10) || 0;
  } catch {
    return 0;
  }
}

export const waiting = new Waiting();
