// Files that the import tests bring in, made byte by byte: a zip, a shapefile in any encoding, and positions as Chinese
// web maps shift them.
/** A zip of stored entries: [name, bytes]. */
export function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, bytes] of entries) {
    const title = Buffer.from(name, 'utf8');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(0x0800, 6);
    local.writeUInt32LE(crc32(bytes), 14);
    local.writeUInt32LE(bytes.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(title.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(offset, 42);
    parts.push(local, title, bytes);
    directory.push(central, title);
    offset += 30 + title.length + bytes.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** A shapefile of polygons as a zip: `fields` are names, `rows` have `values` (text or bytes) and one closed `ring`. */
export function shapefile(stem, fields, rows, more = []) {
  const shapes = rows.map(({ ring }, index) => {
    // Outer rings run clockwise in this format.
    const area = ring.reduce((sum, [x, y], at) => sum + (at > 0 ? (x - ring[at - 1][0]) * (y + ring[at - 1][1]) : 0), 0);
    const points = area > 0 ? ring : [...ring].reverse();
    const body = Buffer.alloc(8 + 44 + 4 + 16 * points.length);
    body.writeUInt32BE(index + 1, 0);
    body.writeUInt32BE((body.length - 8) / 2, 4);
    body.writeUInt32LE(5, 8);
    box([points]).forEach((n, at) => body.writeDoubleLE(n, 12 + 8 * at));
    body.writeUInt32LE(1, 44);
    body.writeUInt32LE(points.length, 48);
    points.forEach(([x, y], at) => { body.writeDoubleLE(x, 56 + 16 * at); body.writeDoubleLE(y, 64 + 16 * at); });
    return body;
  });
  const head = (words) => {
    const header = Buffer.alloc(100);
    header.writeUInt32BE(9994, 0);
    header.writeUInt32BE(words, 24);
    header.writeUInt32LE(1000, 28);
    header.writeUInt32LE(5, 32);
    box(rows.map(({ ring }) => ring)).forEach((n, at) => header.writeDoubleLE(n, 36 + 8 * at));
    return header;
  };
  let at = 50;
  const index = shapes.map((shape) => {
    const entry = Buffer.alloc(8);
    entry.writeUInt32BE(at, 0);
    entry.writeUInt32BE((shape.length - 8) / 2, 4);
    at += shape.length / 2;
    return entry;
  });
  const width = 40;
  const table = Buffer.alloc(32 + 32 * fields.length + 1 + (1 + width * fields.length) * rows.length + 1, 0x20);
  table.fill(0, 0, 32 + 32 * fields.length);
  table.writeUInt8(3, 0);
  table.writeUInt8(126, 1);
  table.writeUInt8(1, 2);
  table.writeUInt8(1, 3);
  table.writeUInt32LE(rows.length, 4);
  table.writeUInt16LE(33 + 32 * fields.length, 8);
  table.writeUInt16LE(1 + width * fields.length, 10);
  fields.forEach((field, column) => {
    Buffer.from(field).copy(table, 32 + 32 * column, 0, 10);
    table.write('C', 43 + 32 * column);
    table.writeUInt8(width, 48 + 32 * column);
  });
  table.writeUInt8(13, 32 + 32 * fields.length);
  rows.forEach(({ values }, row) => values.forEach((value, column) => Buffer.from(value).copy(table, 33 + 32 * fields.length + (1 + width * fields.length) * row + 1 + width * column)));
  table.writeUInt8(26, table.length - 1);
  return zip([[`${stem}.shp`, Buffer.concat([head(at), ...shapes])], [`${stem}.shx`, Buffer.concat([head(50 + 4 * rows.length), ...index])], [`${stem}.dbf`, table], ...more]);
}

function box(rings) {
  const all = rings.flat();
  return [Math.min, Math.max].flatMap((pick) => [pick(...all.map(([x]) => x)), pick(...all.map(([, y]) => y))]);
}

/** WGS 84 as GCJ-02, by the published polynomial on the Krasovsky ellipsoid (a = 6 378 245 m). */
export function gcj02([lon, lat]) {
  const [x, y] = [lon - 105, lat - 35];
  const wave = (n, period, far) => (far[0] * Math.sin((n / period[0]) * Math.PI) + far[1] * Math.sin((n / period[1]) * Math.PI)) * (2 / 3);
  const common = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3);
  let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + common;
  north += (20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * (2 / 3) + wave(y, [12, 30], [160, 320]);
  let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + common;
  east += (20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * (2 / 3) + wave(x, [12, 30], [150, 300]);
  const e2 = 0.00669342162296594323;
  const phi = (lat * Math.PI) / 180;
  const magic = 1 - e2 * Math.sin(phi) ** 2;
  const dLat = (north * 180) / (((6378245 * (1 - e2)) / magic ** 1.5) * Math.PI);
  const dLon = (east * 180) / ((6378245 / Math.sqrt(magic)) * Math.cos(phi) * Math.PI);
  return [lon + dLon, lat + dLat];
}

/** The checksum of zip entries, bit by bit: the files are small. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A KML of one folder: `rows` have `fields` and a `ring`. */
export function kml(folder, rows) {
  const mark = ({ fields, ring }) => `<Placemark><name>${fields.name ?? ''}</name><ExtendedData>${Object.entries(fields).map(([name, value]) => `<Data name="${name}"><value>${value}</value></Data>`).join('')}</ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>${ring.map(([lon, lat]) => `${lon},${lat},0`).join(' ')}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>${folder}</name>${rows.map(mark).join('')}</Folder></Document></kml>`);
}

/** A workbook of one sheet; cells are texts. */
export function workbook(rows) {
  const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const cell = (text, column, row) => (text === '' ? '' : `<c r="${String.fromCharCode(65 + column)}${row}" t="inlineStr"><is><t>${escape(text)}</t></is></c>`);
  const sheet = rows.map((cells, index) => `<row r="${index + 1}">${cells.map((text, column) => cell(text, column, index + 1)).join('')}</row>`).join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const xml = (text) => Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${text}`);
  return zip([
    ['[Content_Types].xml', xml(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`)],
    ['_rels/.rels', xml(`<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`)],
    ['xl/workbook.xml', xml(`<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`)],
    ['xl/_rels/workbook.xml.rels', xml(`<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)],
    ['xl/worksheets/sheet1.xml', xml(`<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`)],
  ]);
}
