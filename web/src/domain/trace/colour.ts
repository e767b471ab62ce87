// Colours as people tell them apart: OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020), in
// which equal distances look about equally different. 0.02 is hardly seen, 0.1 is another colour.

export type Lab = readonly [number, number, number];
export type Rgb = readonly [number, number, number];

const LINEAR = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

export function toLab([red, green, blue]: Rgb): Lab {
  const [r, g, b] = [LINEAR[red]!, LINEAR[green]!, LINEAR[blue]!];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function apart(a: Lab, b: Lab): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The middle colour of a small square round a pixel, channel by channel: one letter or speck does not change it. */
export function colourAt(rgba: Uint8ClampedArray, width: number, height: number, x: number, y: number, reach = 3): Rgb {
  const channels: [number[], number[], number[]] = [[], [], []];
  for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v += 1) {
    for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u += 1) {
      for (let k = 0; k < 3; k += 1) channels[k]!.push(rgba[(v * width + u) * 4 + k]!);
    }
  }
  return channels.map((all) => all.sort((a, b) => a - b)[all.length >> 1] ?? 0) as unknown as Rgb;
}

/**
 * The colours that cover the most of a picture, largest first, without greys: paper and lines are not what areas are
 * filled with. Counts boxes of 16 levels a channel and takes near boxes together.
 */
export function mainColours(rgba: Uint8ClampedArray, most: number): Rgb[] {
  const boxes = new Map<number, { n: number; sum: [number, number, number] }>();
  const step = Math.max(1, Math.floor(rgba.length / 4 / 200_000));
  let looked = 0;
  for (let i = 0; i < rgba.length; i += 4 * step) {
    looked += 1;
    const key = ((rgba[i]! >> 4) << 8) | ((rgba[i + 1]! >> 4) << 4) | (rgba[i + 2]! >> 4);
    const box = boxes.get(key) ?? { n: 0, sum: [0, 0, 0] };
    box.n += 1;
    for (let k = 0; k < 3; k += 1) box.sum[k as 0] += rgba[i + k]!;
    boxes.set(key, box);
  }
  const found: { n: number; rgb: Rgb; lab: Lab }[] = [];
  for (const { n, sum } of [...boxes.values()].sort((a, b) => b.n - a.n)) {
    if (n < looked / 1000) break;
    const rgb = sum.map((one) => Math.round(one / n)) as unknown as Rgb;
    const lab = toLab(rgb);
    const near = found.find((one) => apart(one.lab, lab) < 0.035);
    if (near) near.n += n;
    else found.push({ n, rgb, lab });
  }
  return found.filter(({ n, lab }) => n > looked / 200 && Math.hypot(lab[1], lab[2]) > 0.025).sort((a, b) => b.n - a.n).slice(0, most).map(({ rgb }) => rgb);
}
