// The bottom sheet of a phone: three heights, by buttons as well as by drag. On wide screens the same content is a side panel.
// `sheet.narrow` says which of the two is shown; `sheet.covered` is how many pixels of the map the sheet hides.
export type SheetHeight = 'peek' | 'half' | 'full';
const ORDER: readonly SheetHeight[] = ['peek', 'half', 'full'];
export const PEEK = 132;
const NARROW = '(max-width: 760px)';

class Sheet {
  narrow = $state(false);
  height = $state<SheetHeight>('half');
  room = $state(800);
  pixels = $derived(sheetPixels(this.height, this.room));
  covered = $derived(this.narrow ? Math.min(this.pixels, Math.round(this.room * 0.55)) : 0);

  start(): void {
    const query = matchMedia(NARROW);
    this.narrow = query.matches;
    query.addEventListener('change', (event) => (this.narrow = event.matches));
  }
  step(by: 1 | -1): void {
    this.height = ORDER[Math.min(2, Math.max(0, ORDER.indexOf(this.height) + by))] ?? 'half';
  }
  /** A panel that opens wants to be seen, but does not push down a sheet that is already high. */
  atLeast(height: SheetHeight): void {
    if (ORDER.indexOf(this.height) < ORDER.indexOf(height)) this.height = height;
  }
}

export function sheetPixels(height: SheetHeight, room: number): number {
  if (height === 'peek') return Math.min(PEEK, room);
  return Math.round(height === 'half' ? room * 0.52 : room - 8);
}

/** Where a sheet that was let go comes to rest: the nearest height, one further when it was flung. */
export function nearestHeight(pixels: number, velocity: number, room: number): SheetHeight {
  const aimed = pixels + velocity * 160;
  let best: SheetHeight = 'half';
  for (const height of ORDER) {
    if (Math.abs(sheetPixels(height, room) - aimed) < Math.abs(sheetPixels(best, room) - aimed)) best = height;
  }
  return best;
}

export const sheet = new Sheet();
