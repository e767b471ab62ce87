"""Writes wkt.tsv: how PROJ spells coordinate systems in ESRI's, the older and the newer well-known text.

Run with `pip install pyproj==3.7.2` (PROJ 9.5.1).
"""

import pyproj

for code in (4547, 4513, 4505, 4490, 4326, 32648, 4269, 3857, 2381, 4610):
    crs = pyproj.CRS.from_epsg(code)
    for version in ("WKT1_ESRI", "WKT1_GDAL", "WKT2_2019"):
        print(code, version, crs.to_wkt(version), sep="\t")
