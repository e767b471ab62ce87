#!/usr/bin/env python3
"""Writes small seeds for every target into seeds/<target>/: one or two files of each kind as programs write them, so that a
run begins behind the magic numbers. Needs nothing but Python."""

import io
import pathlib
import sqlite3
import struct
import tempfile
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent
RING = [(102.5, 24.3), (102.6, 24.3), (102.6, 24.4), (102.5, 24.4), (102.5, 24.3)]
HOLE = [(102.52, 24.32), (102.52, 24.34), (102.54, 24.34), (102.52, 24.32)]
PRJ = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_102E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",102.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def put(target, name, content):
    folder = HERE / "seeds" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def pairs(ring):
    return ", ".join(f"{x} {y}" for x, y in ring)


def feature(code, geometry, more=""):
    return f'{{"type":"Feature","id":"{code}","properties":{{"code":"{code}","level":"zone","layer":"site"{more}}},"geometry":{geometry}}}'


def geojson():
    ring = [list(p) for p in RING]
    polygon = f'{{"type":"Polygon","coordinates":[{ring},{[list(p) for p in HOLE]}]}}'
    multi = f'{{"type":"MultiPolygon","coordinates":[[{ring}],[{[list(p) for p in HOLE]}]]}}'
    line = f'{{"type":"LineString","coordinates":{ring}}}'
    features = [feature("a", polygon, ',"parent":"b","name":"甲"'), feature("b", multi), feature("c", line), feature("d", "null")]
    crs = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},'
    return [
        f'{{"type":"FeatureCollection",{crs}"features":[{",".join(features)}]}}',
        "\n".join(features),
        "".join(f"\x1e{one}\n" for one in features),
    ]


def csv():
    return [
        f'code,level,layer,parent,wkt\na,zone,site,,"POLYGON (({pairs(RING)}))"\nb,zone,site,a,"SRID=4490;POINT (102.5 24.3)"\n',
        "编号;层级;layer;经度;纬度\n1;zone;site;102.5;24.3\n",
        "片区\t点位\t点长\t电话\t四至范围\n一片\t1号点\t张三\t0877-1234567\t东至学府路\n\t2号点\t李四\t\t\n",
    ]


def kml():
    ring = " ".join(f"{x},{y},0" for x, y in RING)
    ring = f"<LinearRing><coordinates>{ring}</coordinates></LinearRing>"
    data = "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in [("code", "a"), ("level", "zone"), ("layer", "site")])
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>甲 &amp; &#x4E59;</name>'
        f"<ExtendedData>{data}</ExtendedData><MultiGeometry><Polygon><outerBoundaryIs>{ring}</outerBoundaryIs><innerBoundaryIs>{ring}"
        f"</innerBoundaryIs></Polygon></MultiGeometry></Placemark><Placemark><description><![CDATA[x]]></description><Point><coordinates>102.5,24.3"
        "</coordinates></Point></Placemark></Document></kml>"
    )


def shp():
    def record(number, content):
        return struct.pack(">ii", number, len(content) // 2) + content

    def polygon(*rings):
        points = [p for ring in rings for p in ring]
        starts, at = [], 0
        for ring in rings:
            starts.append(at)
            at += len(ring)
        box = struct.pack("<4d", 102.5, 24.3, 102.6, 24.4)
        return (
            struct.pack("<i", 5) + box + struct.pack("<ii", len(rings), len(points)) + struct.pack(f"<{len(starts)}i", *starts)
            + b"".join(struct.pack("<2d", *p) for p in points)
        )

    body = record(1, polygon(RING[::-1], HOLE[::-1])) + record(2, struct.pack("<i", 0)) + record(3, struct.pack("<i2d", 1, 102.5, 24.3))
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(body)) // 2) + struct.pack("<ii8d", 1000, 5, *[0.0] * 8)
    return head + body


def dbf(encoding):
    columns = [(b"code", b"C", 8), (b"name", b"C", 12), (b"level", b"C", 6), (b"n", b"N", 6), (b"d", b"D", 8), (b"l", b"L", 1)]
    rows = [("a", "玉兰", "zone", "12.5", "20261129", "T"), ("b", "北苑", "zone", "****", "", "?"), ("c", "x", "zone", "-7", "2026", "")]
    size = 1 + sum(length for _, _, length in columns)
    first = 33 + 32 * len(columns)
    out = struct.pack("<B3BIHH20x", 3, 126, 11, 29, len(rows), first, size)
    for name, kind, length in columns:
        out += name.ljust(11, b"\0") + kind + bytes(4) + bytes([length, 0]) + bytes(14)
    out += b"\r"
    for row in rows:
        out += b" " + b"".join(text.encode(encoding)[:length].ljust(length) for text, (_, _, length) in zip(row, columns))
    return out


def wkb_polygon(*rings):
    out = struct.pack("<BII", 1, 3, len(rings))
    for ring in rings:
        out += struct.pack("<I", len(ring)) + b"".join(struct.pack("<2d", *p) for p in ring)
    return out


def gpkg():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "x.gpkg"
        base = sqlite3.connect(path)
        base.executescript(
            """PRAGMA page_size = 512; PRAGMA application_id = 1196444487;
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
            CREATE TABLE zones (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, level TEXT, n REAL);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('w', 4326, 'EPSG', 4326, 'x');
            INSERT INTO gpkg_contents VALUES ('zones', 'features', 'z', 4326);
            INSERT INTO gpkg_geometry_columns VALUES ('zones', 'geom', 'POLYGON', 4326);"""
        )
        blob = b"GP\0\x01" + struct.pack("<i", 4326) + wkb_polygon(RING, HOLE)
        base.execute("INSERT INTO zones VALUES (1, ?, 'a', 'zone', 1.5)", (blob,))
        base.execute("INSERT INTO zones VALUES (2, NULL, 'b', 'zone', NULL)")
        base.commit()
        base.execute("VACUUM")
        base.close()
        return path.read_bytes(), blob


def packed(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def workbook(method):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def row(number, cells):
        inner = "".join(f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(cells))
        return f'<row r="{number}">{inner}</row>'

    rows = row(1, ["片区", "点位", "点长"]) + row(2, ["一片", "1号点", "张三"])
    return packed(
        [
            ("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'),
            ("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
            ("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'),
            ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
            ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'),
        ],
        method,
    )


def exif():
    """Orientation, a time with its offset and a place, as a phone writes them."""
    texts = b"2026:11:24 14:03:59\0+08:00\0\0"
    exif_at, gps_at = 50, 50 + 2 + 24 + 4 + len(texts)
    out = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 3)
    out += struct.pack("<HHIHH", 0x112, 3, 1, 6, 0) + struct.pack("<HHII", 0x8769, 4, 1, exif_at)
    out += struct.pack("<HHII", 0x8825, 4, 1, gps_at) + bytes(4)
    text_at = exif_at + 2 + 24 + 4
    out += struct.pack("<H", 2) + struct.pack("<HHII", 0x9003, 2, 20, text_at)
    out += struct.pack("<HHII", 0x9011, 2, 7, text_at + 20) + bytes(4) + texts
    ratios_at = gps_at + 2 + 48 + 4
    out += struct.pack("<H", 4) + struct.pack("<HHI4s", 1, 2, 2, b"N") + struct.pack("<HHII", 2, 5, 3, ratios_at)
    out += struct.pack("<HHI4s", 3, 2, 2, b"E") + struct.pack("<HHII", 4, 5, 3, ratios_at + 24) + bytes(4)
    return out + struct.pack("<12I", 24, 1, 21, 1, 442, 100, 102, 1, 32, 1, 3558, 100)


def photos():
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    def segment(marker, body):
        return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body

    pixels = b"".join(b"\0" + bytes((x * y * channel) % 256 for x in range(9) for channel in (3, 5, 7)) for y in range(7))
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 7, 8, 2, 0, 0, 0)) + chunk(b"eXIf", exif())
    png += chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    # Four grey blocks: codes of four bits for the means, one bit for the end of a block.
    tables = segment(0xDB, b"\0" + b"\x08" * 64) + segment(0xC4, bytes([0, 0, 0, 0, 12] + [0] * 12 + list(range(12))))
    tables += segment(0xC4, bytes([0x10, 1] + [0] * 15 + [0]))
    start = b"\xFF\xD8" + segment(0xE1, b"Exif\0\0" + exif()) + tables
    frame = struct.pack(">BHHB3B", 8, 16, 16, 1, 1, 0x11, 0)
    baseline = start + segment(0xC0, frame) + segment(0xDA, b"\1\1\0\0\x3F\0") + b"\x5E\x04\x0F\x07" + b"\xFF\xD9"
    progressive = start + segment(0xC2, frame) + segment(0xDA, b"\1\1\0\0\0\0") + b"\x5E\x20\x0F"
    progressive += segment(0xDA, b"\1\1\0\1\x3F\0") + b"\x0F" + b"\xFF\xD9"
    vp8 = bytes.fromhex("300100 9d012a 0100 0100 0ec0fe25a4000370 00000000".replace(" ", ""))
    webp = b"WEBPVP8X" + struct.pack("<I", 10) + bytes([8]) + bytes(9) + b"VP8 " + struct.pack("<I", len(vp8)) + vp8
    webp += b"EXIF" + struct.pack("<I", len(exif())) + exif()
    return [png, baseline, progressive, b"RIFF" + struct.pack("<I", len(webp)) + webp]


def main():
    for number, text in enumerate(geojson()):
        put("geojson", f"{number}.json", "\0" + text)
        put("archive", f"{number}.json", bytes([3 << 2]) + text.encode())
    for number, text in enumerate(csv()):
        put("csv", f"{number}.csv", "\0" + text)
        put("csv", f"{number}-gbk.csv", b"\x04" + text.encode("gbk"))
        for target in ["table", "roster", "encoding"]:
            put(target, f"{number}.csv", text)
            put(target, f"{number}-gbk.csv", text.encode("gbk"))
    put("encoding", "utf16", "片区,点位\n".encode("utf-16"))
    put("encoding", "bom", "片区,点位\n".encode("utf-8-sig"))
    put("kml", "0.kml", kml())
    table = dbf("gbk")
    for number, (rows, choice, prj, cpg) in enumerate([(table, 4, b"", b""), (dbf("utf-8"), 3, PRJ.encode(), b"UTF-8"), (b"", 0, b"", b"")]):
        put("shapefile", str(number), bytes([choice]) + b"".join(struct.pack("<I", len(part)) + part for part in [shp(), rows, prj]) + cpg)
    base, blob = gpkg()
    put("geopackage", "0.gpkg", b"\0" + base)
    body = wkb_polygon(RING, HOLE)
    point = struct.pack("<BII2d", 1, 0x20000001, 4490, 102.5, 24.3)
    for name, content in [("blob", blob), ("polygon", body), ("point", point), ("many", struct.pack("<BII", 1, 6, 1) + body)]:
        put("wkb", name, content)
    for name, text in [
        ("polygon", f"POLYGON (({pairs(RING)}), ({pairs(HOLE)}))"),
        ("many", f"SRID=4490;MULTIPOLYGON ((({pairs(RING)})), (({pairs(HOLE)})))"),
        ("line", f"LINESTRING Z ({', '.join(f'{x} {y} 1' for x, y in RING)})"),
        ("collection", "GEOMETRYCOLLECTION (POINT (102.5 24.3), MULTIPOINT ((1 2), (3 4)))"),
        ("empty", "POLYGON EMPTY"),
    ]:
        put("wkt", name, text)
    for line in (HERE / "../data/datum/wkt.tsv").read_text().splitlines()[1:8]:
        cells = line.split("\t")
        put("crs", f"{cells[0]}-{len(cells[-1])}", max(cells, key=len))
    for name, text in [("prj", PRJ), ("urn", "urn:ogc:def:crs:EPSG::4490"), ("tm", "tm:lon0=102.5,lat0=0,x0=500000,y0=-2500000,k=1"), ("map", "code=编号,name=名称")]:
        put("crs", name, text)
    put("archive", "0.kmz", bytes([1 << 2]) + packed([("doc.kml", kml())]))
    put("archive", "0.zip", b"\0" + packed([("a/x.shp", shp()), ("a/x.dbf", table), ("a/x.prj", PRJ), ("a/x.cpg", "GBK")], zipfile.ZIP_STORED))
    for method in [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]:
        put("archive", f"{method}.xlsx", bytes([2 << 2]) + workbook(method))
        put("roster", f"{method}.xlsx", workbook(method))
    for number, photo in enumerate(photos()):
        put("photo", str(number), photo)
    put("four_sides", "0", "东至玉兰大道，南至明湖路，西侧临西环路；北以北京路、学府路为界")
    put("query", "0", 'bbox=102.5,24.3,102.6,24.4&category=a,b&from=2026-11-01&to=2026-11-24T08:00:00%2B08:00&overdue=true&feature=compound:C-1&q=%E7%8E%89&zoom=12\nW/"abc", *\n127.0.0.1:8080')
    ring = [list(p) for p in RING]
    put("body", "save", f'\0{{"reason":"x","remove":["b"],"upsert":[{{"code":"a","name":"a","level":"zone","parent":"c","extent":"x","geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}')
    put("body", "report", '\x01{"lon":102.5,"lat":24.3,"category":"stall","datum":"gcj02","accuracy_m":5,"contact":{"name":"x","phone":"1"}}')
    put("body", "repair", '\x02{"tolerance_m":0.5,"close_open_strips":true}')
    put("body", "one", '\x02{"fault":[102.5,24.3],"give_to":"a"}')
    put("batch_rows", "0", '\x02lon,lat,note\n102.5,24.3,"a\n""b"""\n102.5,24.3,\n')
    put("batch_rows", "1", "\x03a,\"\n")
    for number, name in enumerate(["roles", "categories", "departments", "limits", "rules", "holidays"]):
        put("reference", name, bytes([number]) + (HERE / f"../../geodata/reference/{name}.json").read_bytes())
    for number in range(8):
        put("coverage", str(number), bytes((number * 37 + i * (i + number)) % 256 for i in range(200)))


if __name__ == "__main__":
    main()
