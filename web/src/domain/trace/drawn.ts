// Wall maps drawn by tests: seeded plans of areas with bent shared borders, filled pixel by pixel, with lines, letters
// and noise as wanted, or seen through a lens. Only tests import this.
import type { Rgb } from './colour';

export type Pixel = readonly [number, number];
export interface Plan { width: number; height: number; areas: { ring: Pixel[]; colour: Rgb }[]; corners: Pixel[] }

const COLOURS: readonly Rgb[] = [[244, 199, 161], [183, 216, 168], [169, 201, 232], [243, 227, 160], [217, 184, 220], [168, 220, 210]];

/** mulberry32, a small seeded generator (Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function drawnPlan(seed: number, columns: number, rows: number, width: number, height: number): Plan {
  const random = seeded(seed);
  const margin = Math.round(width / 16);
  const [w, h] = [(width - 2 * margin) / columns, (height - 2 * margin) / rows];
  const off = (size: number): number => (random() - 0.5) * size;
  const corner = Array.from({ length: rows + 1 }, (_, y) => Array.from({ length: columns + 1 }, (_, x): Pixel => [
    margin + x * w + (x > 0 && x < columns ? off(w * 0.3) : 0), margin + y * h + (y > 0 && y < rows ? off(h * 0.3) : 0)]));
  const bent = (a: Pixel, b: Pixel): Pixel[] => [a, ...[0.3, 0.65].map((share): Pixel => [a[0] + (b[0] - a[0]) * share + off(w * 0.08), a[1] + (b[1] - a[1]) * share + off(w * 0.08)])];
  const along = Array.from({ length: rows + 1 }, (_, y) => Array.from({ length: columns }, (_, x) => bent(corner[y]![x]!, corner[y]![x + 1]!)));
  const down = Array.from({ length: rows }, (_, y) => Array.from({ length: columns + 1 }, (_, x) => bent(corner[y]![x]!, corner[y + 1]![x]!)));
  const back = (line: Pixel[], end: Pixel): Pixel[] => [end, ...line.slice(1).reverse()];
  const areas = Array.from({ length: rows * columns }, (_, index) => {
    const [x, y] = [index % columns, Math.floor(index / columns)];
    return {
      ring: [...along[y]![x]!, ...down[y]![x + 1]!, ...back(along[y + 1]![x]!, corner[y + 1]![x + 1]!), ...back(down[y]![x]!, corner[y + 1]![x]!)],
      colour: COLOURS[(x * 2 + y * 3) % COLOURS.length]!,
    };
  });
  return { width, height, areas, corners: [[margin, margin], [width - margin, margin], [width - margin, height - margin], [margin, height - margin]] };
}

export interface Look { lines?: number; letters?: boolean; noise?: number; /** From a pixel of the picture to one of the plan. */ lens?: (pixel: Pixel) => Pixel }

export function drawn({ width, height, areas }: Plan, { lines = 0, letters = false, noise = 0, lens = (one) => one }: Look, seed = 1): { width: number; height: number; rgba: Uint8ClampedArray } {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const random = seeded(seed);
  const boxes = areas.map(({ ring }) => [Math.min(...ring.map(([x]) => x)), Math.min(...ring.map(([, y]) => y)), Math.max(...ring.map(([x]) => x)), Math.max(...ring.map(([, y]) => y))] as const);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = lens([x + 0.5, y + 0.5]);
      const mine = areas.findIndex(({ ring }, index) => at[0] >= boxes[index]![0] - lines && at[0] <= boxes[index]![2] + lines && at[1] >= boxes[index]![1] - lines && at[1] <= boxes[index]![3] + lines && contains(ring, at));
      let colour: Rgb = mine < 0 ? [255, 255, 255] : areas[mine]!.colour;
      if (lines > 0 && areas.some(({ ring }, index) => at[0] >= boxes[index]![0] - lines && at[0] <= boxes[index]![2] + lines && at[1] >= boxes[index]![1] - lines && at[1] <= boxes[index]![3] + lines && near(ring, at, lines / 2))) colour = [30, 30, 30];
      // Letters: bars as thick as lines in a block in the middle of an area.
      if (letters && mine >= 0) {
        const [w, s, e, n] = boxes[mine]!;
        const [u, v] = [at[0] - (w + e) / 2, at[1] - (s + n) / 2];
        if (Math.abs(u) < 60 && Math.abs(v) < 18 && ((Math.floor((u + 60) / 6) % 3 === 0) || (Math.floor((v + 18) / 6) % 3 === 0))) colour = [30, 30, 30];
      }
      const shake = noise === 0 ? 0 : (random() - 0.5) * noise;
      rgba.set([colour[0] + shake, colour[1] + shake, colour[2] + shake, 255], (y * width + x) * 4);
    }
  }
  return { width, height, rgba };
}

export function contains(ring: readonly Pixel[], [x, y]: Pixel): boolean {
  let inside = false;
  for (let i = 0; i < ring.length; i += 1) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!];
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
  }
  return inside;
}
/** Distance of a point from a closed line. */
export function fromRing(ring: readonly Pixel[], [x, y]: Pixel): number {
  return Math.min(...ring.map((a, index) => {
    const b = ring[(index + 1) % ring.length]!;
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const share = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - a[0] - share * dx, y - a[1] - share * dy);
  }));
}
function near(ring: readonly Pixel[], at: Pixel, within: number): boolean {
  return fromRing(ring, at) <= within;
}
export function ringSize(ring: readonly Pixel[]): number {
  return Math.abs(ring.reduce((sum, [x, y], index) => { const [u, v] = ring[(index + 1) % ring.length]!; return sum + x * v - u * y; }, 0)) / 2;
}
