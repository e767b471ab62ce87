// Wall maps that the tests draw themselves: a plan of areas as an office would hang it, clean, with borders and names,
// or photographed at an angle. The page draws them; what they show is told in degrees, so that answers can be measured.

/** Metres of a degree at a latitude (WGS 84 radii of curvature). */
export function degreeMetres(lat) {
  const [a, e2] = [6378137, 0.0066943799901413165];
  const w = 1 - e2 * Math.sin((lat * Math.PI) / 180) ** 2;
  return { east: ((a / Math.sqrt(w)) * Math.cos((lat * Math.PI) / 180) * Math.PI) / 180, north: (((a * (1 - e2)) / w ** 1.5) * Math.PI) / 180 };
}

/** mulberry32: small seeded random numbers (Tommy Ettinger, public domain). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const COLOURS = ['#f4c7a1', '#b7d8a8', '#a9c9e8', '#f3e3a0', '#d9b8dc', '#a8dcd2'];

/**
 * A plan of `columns` × `rows` areas with bent, shared borders on `width` × `height` pixels, half a metre each.
 * `areas` are rings in pixels of the plan; neighbours never have one colour.
 */
export function plan({ seed = 7, columns = 3, rows = 2, width = 1600, height = 1200, margin = 120, north = 24.3600, west = 102.5500 } = {}) {
  const random = seeded(seed);
  const [w, h] = [(width - 2 * margin) / columns, (height - 2 * margin) / rows];
  const inner = (x, n) => x > 0 && x < n;
  const corner = Array.from({ length: rows + 1 }, (_, y) => Array.from({ length: columns + 1 }, (_, x) => [
    margin + x * w + (inner(x, columns) ? (random() - 0.5) * w * 0.3 : 0), margin + y * h + (inner(y, rows) ? (random() - 0.5) * h * 0.3 : 0)]));
  const bent = (a, b) => [a, ...[0.3, 0.65].map((share) => [a[0] + (b[0] - a[0]) * share + (random() - 0.5) * 36, a[1] + (b[1] - a[1]) * share + (random() - 0.5) * 36])];
  const along = Array.from({ length: rows + 1 }, (_, y) => Array.from({ length: columns }, (_, x) => bent(corner[y][x], corner[y][x + 1])));
  const down = Array.from({ length: rows }, (_, y) => Array.from({ length: columns + 1 }, (_, x) => bent(corner[y][x], corner[y + 1][x])));
  const back = (line, end) => [end, ...line.slice(1).reverse()];
  const areas = [];
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const ring = [...along[y][x], ...down[y][x + 1], ...back(along[y + 1][x], corner[y + 1][x + 1]), ...back(down[y][x], corner[y + 1][x])];
      areas.push({ ring, colour: COLOURS[(x * 2 + y * 3) % COLOURS.length], name: `${'东西南北中上下'[x]}${'一二三四五'[y]}点位` });
    }
  }
  const unit = degreeMetres(north);
  const metre = 0.5;
  const degrees = ([x, y]) => [west + (x * metre) / unit.east, north - (y * metre) / unit.north];
  return { width, height, areas, degrees, metre, corners: [[margin, margin], [width - margin, margin], [width - margin, height - margin], [margin, height - margin]], inner: corner };
}

/** Square metres of a ring in pixels of the plan. */
export function ringMetres(ring, metre = 0.5) {
  return Math.abs(ring.reduce((sum, [x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]; return sum + x * v - u * y; }, 0) / 2) * metre * metre;
}

/** From the plan to a photograph taken at an angle: the far edge is shorter. */
export const oblique = ({ width, height }) => ([x, y]) => {
  const w = 1 + (0.35 * (height - y)) / height + (0.08 * x) / width;
  return [width * 0.06 + x / w, 20 + (y * 0.98 + 60) / w];
};

/** Draws a plan in the page; answers the file. `lens` maps pixels of the plan to those of the picture. */
export async function picture(page, { width, height, areas }, { type = 'image/png', quality = 0.9, borders = false, labels = false, noise = 0, lens = null } = {}) {
  const rings = areas.map(({ ring, colour, name }) => ({ ring: lens ? dense(ring).map(lens) : ring, colour, name, middle: middleOf(ring) }));
  const drawn = rings.map((one) => ({ ...one, middle: lens ? lens(one.middle) : one.middle }));
  const base64 = await page.evaluate(async ({ width, height, drawn, type, quality, borders, labels, noise }) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    for (const { ring, colour } of drawn) {
      context.beginPath();
      ring.forEach(([x, y], index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      context.closePath();
      context.fillStyle = colour;
      context.fill();
      // Without a line neighbours must not show the paper between them.
      context.strokeStyle = borders ? '#222222' : colour;
      context.lineWidth = borders ? 6 : 1;
      context.lineJoin = 'round';
      context.stroke();
    }
    if (labels) {
      context.fillStyle = '#111111';
      context.font = '600 40px "Noto Sans CJK SC", sans-serif';
      context.textAlign = 'center';
      for (const { name, middle } of drawn) context.fillText(name, ...middle);
    }
    if (noise > 0) {
      const image = context.getImageData(0, 0, width, height);
      let state = 12345;
      for (let i = 0; i < image.data.length; i += 4) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const off = ((state >>> 16) / 65536 - 0.5) * noise;
        for (let k = 0; k < 3; k += 1) image.data[i + k] += off;
      }
      context.putImageData(image, 0, 0);
    }
    const blob = await new Promise((done) => canvas.toBlob(done, type, quality));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  }, { width, height, drawn, type, quality, borders, labels, noise });
  return { name: type === 'image/png' ? '社区网格图.png' : '社区网格图.jpg', mimeType: type, buffer: Buffer.from(base64, 'base64') };
}

export function middleOf(ring) {
  return [0, 1].map((axis) => (Math.min(...ring.map((one) => one[axis])) + Math.max(...ring.map((one) => one[axis]))) / 2);
}
function dense(ring) {
  return ring.flatMap((a, index) => { const b = ring[(index + 1) % ring.length]; return Array.from({ length: 8 }, (_, k) => [a[0] + ((b[0] - a[0]) * k) / 8, a[1] + ((b[1] - a[1]) * k) / 8]); });
}

/** A PNG that says that it is `width` × `height` and holds next to nothing. */
export function bomb(width, height) {
  const four = (n) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
  return Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...four(13), 0x49, 0x48, 0x44, 0x52, ...four(width), ...four(height), 8, 2, 0, 0, 0, 0, 0, 0, 0]);
}
