// Pull a page down by the thumb to read it again. `pull(page, { onpull, ondone })` gives how far, 0 to 1, and calls when it was
// let go far enough; what it answers stops it.
const FAR_PX = 80, SLACK_PX = 8;

export function pull(page: HTMLElement, { onpull, ondone }: { onpull: (share: number) => void; ondone: () => void }): () => void {
  let from: number | null = null;
  let share = 0;
  const start = (event: TouchEvent): void => {
    from = page.scrollTop <= 0 && event.touches.length === 1 ? (event.touches[0]?.clientY ?? null) : null;
  };
  const move = (event: TouchEvent): void => {
    if (from === null) return;
    const by = (event.touches[0]?.clientY ?? 0) - from - SLACK_PX;
    if (page.scrollTop > 0 || by < -2 * SLACK_PX) from = null;
    share = from === null ? 0 : Math.min(1, Math.max(0, by / FAR_PX));
    onpull(share);
  };
  const end = (): void => {
    if (from !== null && share >= 1) ondone();
    from = null;
    share = 0;
    onpull(0);
  };
  page.addEventListener('touchstart', start, { passive: true });
  page.addEventListener('touchmove', move, { passive: true });
  page.addEventListener('touchend', end);
  page.addEventListener('touchcancel', end);
  return () => {
    page.removeEventListener('touchstart', start);
    page.removeEventListener('touchmove', move);
    page.removeEventListener('touchend', end);
    page.removeEventListener('touchcancel', end);
  };
}
