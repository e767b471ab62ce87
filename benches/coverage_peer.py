"""shapely.coverage_is_valid on the cells that benches/coverage.rs wrote; one JSON line an answer.

Called by the benchmark:  python coverage_peer.py FILE REPEAT
FILE holds rings as little-endian: u32 count of cells, then for each u32 count of vertices and i32 pairs (lon, lat, 1e-7
degree). Coordinates go in as those integers in double precision, exact, so that both sides decide about the same places.
CPU time is that of this process; reading and building the geometries is not counted.
"""
import json
import struct
import sys
import time

import numpy
import shapely

data = open(sys.argv[1], "rb").read()
repeat = int(sys.argv[2])
(count,) = struct.unpack_from("<I", data, 0)
at, cells = 4, []
for _ in range(count):
    (vertices,) = struct.unpack_from("<I", data, at)
    ring = numpy.frombuffer(data, dtype="<i4", count=2 * vertices, offset=at + 4).reshape(-1, 2).astype(float)
    cells.append(shapely.polygons(numpy.vstack([ring, ring[:1]])))
    at += 4 + 8 * vertices
cells = numpy.array(cells)
times = []
for _ in range(repeat):
    before = time.process_time()
    valid = bool(shapely.coverage_is_valid(cells))
    times.append(time.process_time() - before)
print(json.dumps({
    "version": shapely.__version__, "geos": shapely.geos_version_string, "valid": valid, "cpu": min(times),
}))
