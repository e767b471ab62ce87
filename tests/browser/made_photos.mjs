// Photos for the tests: drawn by the browser, with place and time in their Exif segment when they are given.

/** A JPEG of some size and colour as a file for `setInputFiles`. */
export async function photo(page, name, { width = 1200, height = 900, hue = 20, at = null, time = null } = {}) {
  const base64 = await page.evaluate(async ([w, h, turn]) => {
    const canvas = document.createElement('canvas');
    canvas.width = w;
    canvas.height = h;
    const context = canvas.getContext('2d');
    const sky = context.createLinearGradient(0, 0, 0, h);
    sky.addColorStop(0, `hsl(${turn} 40% 80%)`);
    sky.addColorStop(1, `hsl(${turn} 45% 35%)`);
    context.fillStyle = sky;
    context.fillRect(0, 0, w, h);
    context.fillStyle = `hsl(${turn + 180} 50% 40%)`;
    for (let index = 0; index < 6; index += 1) context.fillRect(w * (0.1 + index * 0.13), h * (0.5 + (index % 3) * 0.08), w * 0.1, h * 0.3);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  }, [width, height, hue]);
  const plain = Buffer.from(base64, 'base64');
  return { name, mimeType: 'image/jpeg', buffer: at || time ? Buffer.concat([plain.subarray(0, 2), exif(at, time), plain.subarray(2)]) : plain };
}

/** A file that says it is HEIC, as phones from Apple keep them. */
export const heic = (name) => ({ name, mimeType: 'image/heic', buffer: Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(400)]) });

/** The Exif segment with a place and the shutter's time, `2026:11:24 09:30:00`, after TIFF 6.0 and Exif 2.3. */
function exif(at, time) {
  const ratios = (value) => {
    const minutes = (value % 1) * 60;
    const bytes = Buffer.alloc(24);
    [[Math.floor(value), 1], [Math.floor(minutes), 1], [Math.round((minutes % 1) * 60 * 10_000), 10_000]].forEach(([over, under], index) => {
      bytes.writeUInt32LE(over, index * 8);
      bytes.writeUInt32LE(under, index * 8 + 4);
    });
    return [5, 3, bytes];
  };
  const text = (words) => [2, words.length + 1, Buffer.from(`${words}\0`)];
  const taken = time ? [[0x9003, text(time)]] : [];
  const place = at ? [[1, text(at[1] < 0 ? 'S' : 'N')], [2, ratios(Math.abs(at[1]))], [3, text(at[0] < 0 ? 'W' : 'E')], [4, ratios(Math.abs(at[0]))]] : [];
  const long = (value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return [4, 1, bytes]; };
  const main = (exifAt, gpsAt) => [[0x8769, long(exifAt)], [0x8825, long(gpsAt)]];
  const exifAt = 8 + directory(main(0, 0), 8).length;
  const inside = directory(taken, exifAt);
  const gpsAt = exifAt + inside.length;
  const tiff = Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory(main(exifAt, gpsAt), 8), inside, directory(place, gpsAt)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0, 0x45, 0x78, 0x69, 0x66, 0, 0]);
  head.writeUInt16BE(tiff.length + 8, 2);
  return Buffer.concat([head, tiff]);
}

/** A directory of fields; a value of more than four bytes lies behind it. */
function directory(fields, at) {
  const head = Buffer.alloc(2 + 12 * fields.length + 4);
  const behind = [];
  let free = at + head.length;
  head.writeUInt16LE(fields.length, 0);
  fields.forEach(([tag, [type, count, value]], index) => {
    const place = 2 + 12 * index;
    head.writeUInt16LE(tag, place);
    head.writeUInt16LE(type, place + 2);
    head.writeUInt32LE(count, place + 4);
    if (value.length <= 4) value.copy(head, place + 8);
    else {
      head.writeUInt32LE(free, place + 8);
      behind.push(value);
      free += value.length;
    }
  });
  return Buffer.concat([head, ...behind]);
}
