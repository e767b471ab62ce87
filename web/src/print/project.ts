// Places on the printed picture, and its scale bar. Pure; web mercator, as the map draws.
type Box = readonly [number, number, number, number];

const mercator = (lat: number): number => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));

/** Pixel of a place on a picture of a box; null when it lies outside. */
export function pixelOf(place: readonly [number, number], box: Box, width: number, height: number): [number, number] | null {
  const x = ((place[0] - box[0]) / (box[2] - box[0])) * width;
  const y = ((mercator(box[3]) - mercator(place[1])) / (mercator(box[3]) - mercator(box[1]))) * height;
  return x >= 0 && x <= width && y >= 0 && y <= height ? [x, y] : null;
}

/** The longest round length (1, 2 or 5 times a power of ten, metres) that is at most `most` metres. */
export function scaleLength(most: number): number {
  if (!(most > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(most));
  for (const step of [5, 2, 1]) if (step * power <= most) return step * power;
  return power;
}
