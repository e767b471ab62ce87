// Places on the printed picture, and its scale bar. Pure; web mercator, as the map draws.
type Box = readonly [number, number, number, number];

const mercator = (lat: number): number => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));

/** Pixel of a place on a picture of a box; null when it lies outside. */
export function pixelOf(place: readonly [number, number], box: Box, width: number, height: number): [number, number] | null {
  const x = ((place[0] - box[0]) / (box[2] - box[0])) * width;
  const y = ((mercator(box[3]) - mercator(place[1])) / (mercator(box[3]) - mercator(box[1]))) * height;
  return x >= 0 && x <= width && y >= 0 && y <= height ? [x, y] : null;
}

/**
 * The part of a picture that goes on paper: its whole width, and of a tall one (a phone's, or a map beside a panel) as much
 * height as the paper has for it (`share` of the width), around what is marked.
 */
export function frameOf(width: number, height: number, marked: readonly (readonly [number, number])[], share = 0.76): { top: number; height: number } {
  const most = Math.min(height, width * share);
  const rows = marked.map(([, y]) => y);
  const middle = rows.length > 0 ? (Math.min(...rows) + Math.max(...rows)) / 2 : height / 2;
  return { top: Math.min(Math.max(middle - most / 2, 0), height - most), height: most };
}

/** The longest round length (1, 2 or 5 times a power of ten, metres) that is at most `most` metres. */
export function scaleLength(most: number): number {
  if (!(most > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(most));
  for (const step of [5, 2, 1]) if (step * power <= most) return step * power;
  return power;
}

/**
 * Moves discs of a radius apart until none overlaps another, each as little as it can and never off the picture. Settles
 * within 200 rounds or keeps what it has: a page full of discs has no such place.
 */
export function spread(places: readonly (readonly [number, number])[], radius: number, width: number, height: number): [number, number][] {
  const spots = places.map(([x, y]): [number, number] => [x, y]);
  const inside = (value: number, most: number): number => Math.min(Math.max(value, radius), most - radius);
  for (let round = 0; round < 200; round += 1) {
    let moved = false;
    for (let i = 0; i < spots.length; i += 1) {
      for (let j = i + 1; j < spots.length; j += 1) {
        const [a, b] = [spots[i]!, spots[j]!];
        const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
        const far = Math.hypot(dx, dy);
        if (far >= 2 * radius - 1e-6) continue;
        moved = true;
        // Two at one place part along a direction of their own, so that three do not stay on one line.
        const turn = (i + 2 * j) * 2.4;
        const [ux, uy] = far > 1e-6 ? [dx / far, dy / far] : [Math.cos(turn), Math.sin(turn)];
        const half = (2 * radius - far) / 2 + 1e-3;
        spots[i] = [inside(a[0] - ux * half, width), inside(a[1] - uy * half, height)];
        spots[j] = [inside(b[0] + ux * half, width), inside(b[1] + uy * half, height)];
      }
    }
    if (!moved) break;
  }
  return spots;
}
