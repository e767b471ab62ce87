// Photos for the tests: drawn by the browser, with the place in their Exif segment when one is given.

/** A JPEG of some size and colour as a file for `setInputFiles`. */
export async function photo(page, name, { width = 1200, height = 900, hue = 20, at = null } = {}) {
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
  return { name, mimeType: 'image/jpeg', buffer: at ? Buffer.concat([plain.subarray(0, 2), exif(at), plain.subarray(2)]) : plain };
}

/** A file that says it is HEIC, as phones from Apple keep them. */
export const heic = (name) => ({ name, mimeType: 'image/heic', buffer: Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(400)]) });

/** The Exif segment with a place and nothing else, after TIFF 6.0 and Exif 2.3. */
function exif([lon, lat]) {
  const tiff = Buffer.alloc(140);
  const field = (at, tag, type, count, value) => { tiff.writeUInt16LE(tag, at); tiff.writeUInt16LE(type, at + 2); tiff.writeUInt32LE(count, at + 4); tiff.writeUInt32LE(value, at + 8); };
  tiff.write('II', 0);
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  field(10, 0x8825, 4, 1, 26);
  tiff.writeUInt16LE(4, 26);
  field(28, 1, 2, 2, lat < 0 ? 83 : 78);
  field(40, 2, 5, 3, 80);
  field(52, 3, 2, 2, lon < 0 ? 87 : 69);
  field(64, 4, 5, 3, 104);
  [Math.abs(lat), Math.abs(lon)].forEach((value, which) => {
    const [whole, minutes] = [Math.floor(value), (value % 1) * 60];
    [[whole, 1], [Math.floor(minutes), 1], [Math.round((minutes % 1) * 60 * 10_000), 10_000]].forEach(([over, under], index) => {
      tiff.writeUInt32LE(over, 80 + which * 24 + index * 8);
      tiff.writeUInt32LE(under, 84 + which * 24 + index * 8);
    });
  });
  const head = Buffer.from([0xff, 0xe1, 0, 0, 0x45, 0x78, 0x69, 0x66, 0, 0]);
  head.writeUInt16BE(tiff.length + 8, 2);
  return Buffer.concat([head, tiff]);
}
