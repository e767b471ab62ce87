// From pixels to regions: every pixel gets the number of a region, or 0 for ground outside. Colours make the cores of
// regions; what is thin and of no chosen colour (borders, letters, noise) goes to the nearest core, found by Danielsson's
// propagated vectors ("Euclidean distance mapping", 1980); what is thick and of no chosen colour is outside.
import { apart, toLab, type Lab, type Rgb } from './colour';

export interface SegmentOptions {
  colours: readonly Rgb[];
  /** How far a pixel may be from a chosen colour, in OKLab. */
  tolerance: number;
  /** Thickness of lines and letters in pixels; what is thicker is ground of its own. */
  line: number;
  /** Regions and holes of fewer pixels are taken for specks. */
  smallest: number;
}
export interface Segments { width: number; height: number; labels: Uint16Array; count: number }
interface Picture { width: number; height: number; rgba: Uint8ClampedArray }

const OUTSIDE = 255;
/** How much the colour of paper may vary from one place to the next. */
const PAPER = 0.08;
const MOST_REGIONS = 4000;

export function segment(picture: Picture, options: SegmentOptions): Segments {
  const { width, height } = picture;
  const classes = classify(picture, options);
  outside(picture, classes, options.line);
  const labels = cores(classes, width, height, options.smallest);
  grow(labels, width, height);
  return settle(labels, width, height, options.smallest);
}

/** The number of the nearest chosen colour, from 1; 0 when none is near enough. Looked up by six bits a channel. */
function classify({ width, height, rgba }: Picture, { colours, tolerance }: SegmentOptions): Uint8Array {
  const labs = colours.map(toLab);
  const known = new Uint8Array(1 << 18).fill(254);
  const classes = new Uint8Array(width * height);
  for (let i = 0; i < classes.length; i += 1) {
    const [r, g, b] = [rgba[i * 4]! >> 2, rgba[i * 4 + 1]! >> 2, rgba[i * 4 + 2]! >> 2];
    const key = (r << 12) | (g << 6) | b;
    if (known[key] === 254) known[key] = nearest(toLab([(r << 2) | 2, (g << 2) | 2, (b << 2) | 2]), labs, tolerance);
    classes[i] = rgba[i * 4 + 3]! < 128 ? 0 : known[key]!;
  }
  return classes;
}
function nearest(lab: Lab, labs: readonly Lab[], tolerance: number): number {
  let best = 0;
  let far = tolerance;
  labs.forEach((one, index) => {
    const distance = apart(one, lab);
    if (distance <= far) [best, far] = [index + 1, distance];
  });
  return best;
}

/**
 * Marks ground outside. Where unknown pixels reach farther than a line is thick from any known one, they are no line
 * (one at the rim has known pixels on one side only); from there the colour is followed back, but no farther than it
 * was eroded, so that lines which touch the outside stay lines.
 */
function outside({ width, height, rgba }: Picture, classes: Uint8Array, line: number): void {
  const thick = Math.ceil(line) + 1;
  const depth = new Uint8Array(width * height);
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= width || y >= height ? 254 : depth[y * width + x]!);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = y * width + x;
      if (classes[i] === 0) depth[i] = Math.min(254, 1 + Math.min(at(x - 1, y), at(x - 1, y - 1), at(x, y - 1), at(x + 1, y - 1)));
    }
  }
  let open: number[] = [];
  const from = new Map<number, number>();
  for (let y = height - 1; y >= 0; y -= 1) {
    for (let x = width - 1; x >= 0; x -= 1) {
      const i = y * width + x;
      if (classes[i] !== 0) continue;
      depth[i] = Math.min(depth[i]!, 1 + Math.min(at(x + 1, y), at(x + 1, y + 1), at(x, y + 1), at(x - 1, y + 1), 253));
      if (depth[i]! > thick) classes[i] = OUTSIDE;
    }
  }
  for (let i = 0; i < classes.length; i += 1) {
    if (classes[i] !== OUTSIDE) continue;
    const x = i % width;
    if ((x > 0 && classes[i - 1] === 0) || (x < width - 1 && classes[i + 1] === 0) || classes[i - width] === 0 || classes[i + width] === 0) open.push(i), from.set(i, i);
  }
  const lab = (i: number): Lab => toLab([rgba[i * 4]!, rgba[i * 4 + 1]!, rgba[i * 4 + 2]!]);
  for (let step = 0; step <= thick && open.length > 0; step += 1) {
    const next: number[] = [];
    for (const i of open) {
      const source = from.get(i)!;
      const colour = lab(source);
      const x = i % width;
      for (const j of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
        if (j < 0 || j >= classes.length || classes[j] !== 0 || apart(lab(j), colour) > PAPER) continue;
        classes[j] = OUTSIDE;
        from.set(j, source);
        next.push(j);
      }
    }
    open = next;
  }
}

/** Connected cores of one colour, numbered from 1; 1 is all ground outside. 0 is what is still nobody's. */
function cores(classes: Uint8Array, width: number, height: number, smallest: number): Int32Array {
  const size = width * height;
  const labels = new Int32Array(size);
  const queue = new Int32Array(size);
  // A core is of one colour with its four neighbours, so that a line of one pixel still holds areas apart.
  const core = (i: number): boolean => {
    const kind = classes[i]!;
    const x = i % width;
    return kind !== 0 && (x === 0 || classes[i - 1] === kind) && (x === width - 1 || classes[i + 1] === kind) && (i < width || classes[i - width] === kind) && (i >= size - width || classes[i + width] === kind);
  };
  let next = 2;
  for (let start = 0; start < size; start += 1) {
    if (labels[start] !== 0 || !core(start)) continue;
    const kind = classes[start]!;
    const mark = next;
    let [head, tail, rim] = [0, 0, false];
    queue[tail++] = start;
    labels[start] = mark;
    while (head < tail) {
      const i = queue[head++]!;
      const x = i % width;
      rim ||= x === 0 || x === width - 1 || i < width || i >= size - width;
      for (const j of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
        if (j < 0 || j >= size || labels[j] !== 0 || classes[j] !== kind || !core(j)) continue;
        labels[j] = mark;
        queue[tail++] = j;
      }
    }
    // Specks are marked so that they are not walked again, and taken for lines afterwards.
    const mine = tail < smallest && !(kind === OUTSIDE && rim) ? -1 : kind === OUTSIDE ? 1 : next++;
    if (mine !== mark) for (let k = 0; k < tail; k += 1) labels[queue[k]!] = mine;
    if (next - 2 > MOST_REGIONS) break;
  }
  for (let i = 0; i < size; i += 1) if (labels[i]! < 0) labels[i] = 0;
  return labels;
}

/** Gives what is nobody's to the nearest core: vectors to it, carried from pixel to pixel in two sweeps. */
function grow(labels: Int32Array, width: number, height: number): void {
  const dx = new Int16Array(labels.length);
  const dy = new Int16Array(labels.length);
  const FAR = 16_000;
  for (let i = 0; i < labels.length; i += 1) if (labels[i] === 0) dx[i] = dy[i] = FAR;
  const ask = (i: number, j: number, ox: number, oy: number): void => {
    if (dx[j] === FAR) return;
    const [u, v] = [dx[j]! + ox, dy[j]! + oy];
    if (dx[i] === FAR || u * u + v * v < dx[i]! * dx[i]! + dy[i]! * dy[i]!) {
      dx[i] = u;
      dy[i] = v;
      labels[i] = labels[j]!;
    }
  };
  const open = (i: number): boolean => dx[i] !== 0 || dy[i] !== 0;
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0; x < width; x += 1) {
      const i = row + x;
      if (!open(i)) continue;
      if (y > 0) {
        ask(i, i - width, 0, 1);
        if (x > 0) ask(i, i - width - 1, 1, 1);
        if (x < width - 1) ask(i, i - width + 1, -1, 1);
      }
      if (x > 0) ask(i, i - 1, 1, 0);
    }
    for (let x = width - 2; x >= 0; x -= 1) if (open(row + x)) ask(row + x, row + x + 1, -1, 0);
  }
  for (let y = height - 1; y >= 0; y -= 1) {
    const row = y * width;
    for (let x = width - 1; x >= 0; x -= 1) {
      const i = row + x;
      if (!open(i)) continue;
      if (y < height - 1) {
        ask(i, i + width, 0, -1);
        if (x > 0) ask(i, i + width - 1, 1, -1);
        if (x < width - 1) ask(i, i + width + 1, -1, -1);
      }
      if (x < width - 1) ask(i, i + 1, -1, 0);
    }
    for (let x = 1; x < width; x += 1) if (open(row + x)) ask(row + x, row + x - 1, 1, 0);
  }
}

/** Regions in one piece each: crumbs that growing left apart go to the neighbour with the longest common border. */
function settle(labels: Int32Array, width: number, height: number, smallest: number): Segments {
  const size = width * height;
  const done = new Uint8Array(size);
  const queue = new Int32Array(size);
  const out = new Uint16Array(size);
  const number = new Map<number, number>();
  const crumbs: { pixels: Int32Array }[] = [];
  for (let start = 0; start < size; start += 1) {
    if (done[start]) continue;
    const mine = labels[start]!;
    let [head, tail] = [0, 0];
    queue[tail++] = start;
    done[start] = 1;
    while (head < tail) {
      const i = queue[head++]!;
      const x = i % width;
      for (const j of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
        if (j < 0 || j >= size || done[j] || labels[j] !== mine) continue;
        done[j] = 1;
        queue[tail++] = j;
      }
    }
    if (mine <= 1) continue;
    if (tail < smallest / 2) {
      crumbs.push({ pixels: queue.slice(0, tail) });
      continue;
    }
    // A second large piece of one core is a region of its own.
    const key = number.has(mine) ? -start - 1 : mine;
    number.set(key, number.size + 1);
    const label = number.get(key)!;
    for (let k = 0; k < tail; k += 1) out[queue[k]!] = label;
  }
  for (const { pixels } of crumbs) {
    const around = new Map<number, number>();
    const inside = new Set(pixels);
    for (const i of pixels) {
      const x = i % width;
      for (const j of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) if (j >= 0 && j < size && !inside.has(j)) around.set(out[j]!, (around.get(out[j]!) ?? 0) + 1);
    }
    const best = [...around].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
    for (const i of pixels) out[i] = best;
  }
  return { width, height, labels: out, count: number.size };
}
