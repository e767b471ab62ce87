"""What GEOS finds of planted faults; called by `cargo bench --bench coverage -- planted` with the file it wrote.

One JSON object a line: cells {"code", "ring"} and planted faults {"plant", "place", "reach_m", "areas"}, coordinates in
1e-7 degree. They are scaled to metres of a plane here, so that a gap width is one. A fault counts as found when an invalid
edge of one of its cells (or a hole of the union, or an invalid cell) lies within its reach and 3 m of its place.
"""
import collections
import json
import math
import sys
import time

import numpy
import shapely

LON, LAT = 1_025_400_000, 243_500_000
EAST, NORTH = 111_320 * math.cos(math.radians(LAT * 1e-7)) * 1e-7, 110_780 * 1e-7
WIDTHS = [0.05, 0.5, 1, 5, 10, 20, 40]

cells, faults = [], []
for line in open(sys.argv[1]):
    entry = json.loads(line)
    (cells if "ring" in entry else faults).append(entry)


def metres(lon, lat):
    return (lon - LON) * EAST, (lat - LAT) * NORTH


shapes = numpy.array([shapely.Polygon([metres(*p) for p in cell["ring"]]) for cell in cells])
numbers = {cell["code"]: number for number, cell in enumerate(cells)}
planted = collections.Counter(fault["plant"] for fault in faults)


def near(shape, fault):
    reach = 1.05 * fault["reach_m"] + 3
    return not shapely.is_empty(shape) and shapely.distance(shape, shapely.Point(metres(*fault["place"]))) <= reach


def own(shapes, fault):
    return (shapes[numbers[code]] for code in fault["areas"] if code in numbers)


columns = {}


def column(name, found, seconds):
    columns[name] = [collections.Counter(fault["plant"] for fault in found), seconds]


found_at_all, all_seconds = {}, 0.0
for width in [0] + WIDTHS:
    before = time.process_time()
    edges = shapely.coverage_invalid_edges(shapes, gap_width=width)
    seconds = time.process_time() - before
    found = {number: fault for number, fault in enumerate(faults) if any(near(e, fault) for e in own(edges, fault))}
    column(f"width {width}", found.values(), seconds)
    if width:
        found_at_all.update(found)
        all_seconds += seconds
column("any width", found_at_all.values(), all_seconds)
before = time.process_time()
union = shapely.unary_union(shapely.make_valid(shapes))
seconds = time.process_time() - before
parts = getattr(union, "geoms", [union])
holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
column("holes of the union", [fault for fault in faults if any(near(hole, fault) for hole in holes)], seconds)
before = time.process_time()
valid = shapely.is_valid(shapes)
seconds = time.process_time() - before
column("is_valid", [fault for fault in faults if not all(own(valid, fault))], seconds)

print("| planted |", " | ".join(["count", *columns]), "|")
for plant in sorted(planted):
    print("|", " | ".join([plant, str(planted[plant]), *(str(found[plant]) for found, _ in columns.values())]), "|")
print("| CPU s | |", " | ".join(f"{seconds:.2f}" for _, seconds in columns.values()), "|")
