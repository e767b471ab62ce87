"""Writes cgcs2000.csv: places in degrees and in metres of EPSG 4491-4554 as PROJ computes them.

Run with `pip install pyproj==3.7.2` (PROJ 9.5.1). Places are spread by a fixed rule over the zone and up to three
degrees past it, over the latitudes of China; eastings come first (always_xy).
"""

import pyproj

print("epsg,lon,lat,x,y")
for code in range(4491, 4555):
    transformer = pyproj.Transformer.from_crs(4490, code, always_xy=True)
    six = code <= 4512
    first = 4491 if code <= 4501 else 4502 if six else 4513 if code <= 4533 else 4534
    meridian = 75 + (6 if six else 3) * (code - first)
    for step in range(4):
        lon = meridian + (-5.7, -1.4, 0.6, 5.9)[step] * (1 if six else 0.5) + (code % 7) * 0.013
        lat = 3.2 + (code * 11 + step * 17) % 51 + 0.1234567
        lon, lat = round(lon, 9), round(lat, 9)
        x, y = transformer.transform(lon, lat)
        print(f"{code},{lon:.9f},{lat:.9f},{x:.6f},{y:.6f}")
