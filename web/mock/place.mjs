// The mock's ground: an invented community drawn in code, or the demo's GeoJSON when a folder is given.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normal, seeded } from "./random.mjs";

export const ORIGIN = [102.54, 24.35];
const METRES_PER_LAT = 110_770;
const METRES_PER_LON = 101_480;

export const at = (x, y) => [
  Math.round((ORIGIN[0] + x / METRES_PER_LON) * 1e7) / 1e7,
  Math.round((ORIGIN[1] + y / METRES_PER_LAT) * 1e7) / 1e7,
];
export const metres = ([lon, lat]) => [(lon - ORIGIN[0]) * METRES_PER_LON, (lat - ORIGIN[1]) * METRES_PER_LAT];

const COLUMNS = 6;
const ROWS = 4;
const ZONE_NAMES = ["水巷片区", "桂山片区", "北苑片区", "棋阳片区", "东风片区", "玉湖片区"];
const COMPOUND_NAMES = ["金桂苑", "明珠花园", "烟厂老区", "彩虹家园", "水利小区", "锦绣苑", "供销社宿舍", "北苑新村", "百合园", "机械厂生活区", "玉湖人家", "莲池小区", "东风里", "老粮库院", "桂山花园", "聂耳里"];
const TYPES = ["managed", "unmanaged", "enterprise", "semi_managed", "unit_housing", "managed", "unmanaged", "self_managed", "managed", "enterprise", "managed", "semi_managed", "unmanaged", "abandoned", "trusteeship", "unknown"];

/** Everything the routes need: areas, edges, features. */
export function loadPlace(folder) {
  if (folder && existsSync(join(folder, "areas.geojson")) && existsSync(join(folder, "features.geojson"))) {
    return fromFiles(folder);
  }
  return invented();
}

function fromFiles(folder) {
  const areas = JSON.parse(readFileSync(join(folder, "areas.geojson"), "utf8")).features
    .filter((one) => one.properties.scheme === "duty" || !one.properties.scheme)
    .map((one) => ({ ...one.properties, geometry: one.geometry }));
  const features = JSON.parse(readFileSync(join(folder, "features.geojson"), "utf8")).features
    .map(({ properties: { layer, code, name, ...attributes }, geometry }) => ({ layer, code, name, attributes, geometry }));
  return { areas, features, edges: edgesOf(areas) };
}

function invented() {
  const random = seeded(20261124);
  const corner = [];
  for (let row = 0; row <= ROWS; row += 1) {
    corner.push([]);
    for (let column = 0; column <= COLUMNS; column += 1) {
      const inner = row > 0 && row < ROWS && column > 0 && column < COLUMNS;
      const wobble = inner ? 38 : 14;
      corner[row].push([
        column * 200 - 600 + normal(random) * wobble * 0.5 + row * 12,
        row * 225 - 450 + normal(random) * wobble * 0.5 - column * 7,
      ]);
    }
  }
  // Each side gets one bent middle vertex, shared by both neighbours.
  const bends = new Map();
  const side = (a, b) => {
    const key = [a, b].map(String).sort().join("|");
    if (!bends.has(key)) {
      const [p, q] = [corner[a[0]][a[1]], corner[b[0]][b[1]]];
      bends.set(key, [(p[0] + q[0]) / 2 + normal(random) * 6, (p[1] + q[1]) / 2 + normal(random) * 6]);
    }
    return bends.get(key);
  };
  const ringOf = (stops) => {
    const ring = [];
    for (let index = 0; index < stops.length; index += 1) {
      const next = stops[(index + 1) % stops.length];
      ring.push(at(...corner[stops[index][0]][stops[index][1]]), at(...side(stops[index], next)));
    }
    ring.push(ring[0]);
    return ring;
  };
  const walk = (row0, column0, row1, column1) => {
    const stops = [];
    for (let column = column0; column < column1; column += 1) stops.push([row0, column]);
    for (let row = row0; row < row1; row += 1) stops.push([row, column1]);
    for (let column = column1; column > column0; column -= 1) stops.push([row1, column]);
    for (let row = row1; row > row0; row -= 1) stops.push([row, column0]);
    return { type: "Polygon", coordinates: [ringOf(stops)] };
  };

  const areas = [
    { level: "street", code: "YL", name: "玉莲街道", parent: null, geometry: null },
    { level: "community", code: "YL-01", name: "水巷社区", parent: "YL", geometry: walk(0, 0, ROWS, COLUMNS) },
  ];
  let point = 0;
  for (let zone = 0; zone < 6; zone += 1) {
    const [row, column] = [Math.floor(zone / 3) * 2, (zone % 3) * 2];
    const code = `YL-01-${zone + 1}`;
    areas.push({ level: "zone", code, name: ZONE_NAMES[zone], parent: "YL-01", geometry: walk(row, column, row + 2, column + 2) });
    for (let child = 0; child < 4; child += 1) {
      const [r, c] = [row + Math.floor(child / 2), column + (child % 2)];
      point += 1;
      areas.push({ level: "point", code: `${code}-${child + 1}`, name: `第${point}点位`, parent: code, geometry: walk(r, c, r + 1, c + 1) });
    }
  }
  for (const area of areas) Object.assign(area, { scheme: "duty", extent: area.level === "community" ? "东至东风路，南至玉湖路，西至水巷路，北至环山路" : null });

  const features = [];
  const road = (code, name, roadClass, width, stops) => {
    const axis = stops.map(([x, y]) => at(x, y));
    const left = [];
    const right = [];
    stops.forEach(([x, y], index) => {
      const [a, b] = [stops[Math.max(0, index - 1)], stops[Math.min(stops.length - 1, index + 1)]];
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      const [nx, ny] = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
      left.push(at(x + (nx * width) / 2, y + (ny * width) / 2));
      right.push(at(x - (nx * width) / 2, y - (ny * width) / 2));
    });
    const ring = [...left, ...right.reverse()];
    ring.push(ring[0]);
    features.push({ layer: "road", code, name, attributes: { class: roadClass, width_m: width, axis }, geometry: { type: "Polygon", coordinates: [ring] } });
  };
  const along = (from, to) => {
    const stops = [];
    const [steps, fixed] = from[0] === to[0] ? [to[1] - from[1], "row"] : [to[0] - from[0], "column"];
    for (let index = 0; index <= steps; index += 1) {
      const here = fixed === "row" ? [from[0], from[1] + index] : [from[0] + index, from[1]];
      stops.push(corner[here[0]][here[1]]);
      if (index < steps) stops.push(side(here, fixed === "row" ? [here[0], here[1] + 1] : [here[0] + 1, here[1]]));
    }
    return stops;
  };
  road("R1", "环山路", "main", 24, along([ROWS, 0], [ROWS, COLUMNS]));
  road("R2", "玉湖路", "main", 22, along([0, 0], [0, COLUMNS]));
  road("R3", "聂耳街", "secondary", 16, along([2, 0], [2, COLUMNS]));
  road("R4", "桂山路", "secondary", 16, along([0, 2], [ROWS, 2]));
  road("R5", "东风巷", "lane", 8, along([0, 4], [ROWS, 4]));
  road("R6", "水巷路", "main", 20, along([0, 0], [ROWS, 0]));
  road("R7", "东风路", "main", 20, along([0, COLUMNS], [ROWS, COLUMNS]));

  COMPOUND_NAMES.forEach((name, index) => {
    const row = Math.floor(index / 4);
    const column = [0, 1, 3, 5][index % 4];
    const middle = [0, 1].map((axis) => (corner[row][column][axis] + corner[row + 1][column][axis] + corner[row][column + 1][axis] + corner[row + 1][column + 1][axis]) / 4);
    const [w, h] = [45 + random() * 25, 50 + random() * 30];
    const [cx, cy] = [middle[0] + normal(random) * 8, middle[1] + normal(random) * 8];
    const ring = [[-w, -h], [w, -h + 8], [w - 5, h], [-w + 10, h - 4], [-w, -h]].map(([x, y]) => at(cx + x, cy + y));
    features.push({
      layer: "compound",
      code: `C${String(index + 1).padStart(2, "0")}`,
      name,
      attributes: { management_type: TYPES[index], buildings: 3 + Math.floor(random() * 12), households: index % 5 === 4 ? null : 60 + Math.floor(random() * 400) },
      geometry: { type: "Polygon", coordinates: [ring] },
    });
  });
  const square = (x, y, w, h) => ({ type: "Polygon", coordinates: [[[x - w, y - h], [x + w, y - h], [x + w, y + h], [x - w, y + h], [x - w, y - h]].map(([a, b]) => at(a, b))] });
  features.push({ layer: "market", code: "M1", name: "水巷农贸市场", attributes: { stalls: 120, hours: "06:00–19:00" }, geometry: square(-90, 90, 42, 30) });
  features.push({ layer: "vending_zone", code: "V1", name: "聂耳街早市疏导区", attributes: { goods: "蔬菜、早点", hours: [["06:30", "09:30"]] }, geometry: square(-90, 40, 55, 12) });
  features.push({ layer: "site", code: "S1", name: "玉湖小学", attributes: { kind: "school" }, geometry: { type: "Point", coordinates: at(230, -120) } });
  features.push({ layer: "site", code: "S2", name: "环山路公厕", attributes: { kind: "toilet" }, geometry: { type: "Point", coordinates: at(-300, 380) } });
  return { areas, features, edges: edgesOf(areas) };
}

/** Each shared side once, with the codes on both sides at the lowest level and the highest level it separates. */
function edgesOf(areas) {
  const byCode = new Map(areas.map((area) => [area.code, area]));
  const withChildren = new Set(areas.map((area) => area.parent));
  const sides = new Map();
  for (const area of areas) {
    if (!area.geometry || withChildren.has(area.code)) continue;
    const polygons = area.geometry.type === "Polygon" ? [area.geometry.coordinates] : area.geometry.coordinates;
    for (const ring of polygons.flat()) {
      for (let index = 0; index + 1 < ring.length; index += 1) {
        const key = [String(ring[index]), String(ring[index + 1])].sort().join("|");
        const known = sides.get(key);
        if (known) known.right = area.code;
        else sides.set(key, { line: [ring[index], ring[index + 1]], left: area.code, right: null });
      }
    }
  }
  const ancestor = (code, level) => {
    for (let area = byCode.get(code); area; area = byCode.get(area.parent)) if (area.level === level) return area.code;
    return null;
  };
  return [...sides.values()].map(({ line, left, right }) => {
    let level = "point";
    if (!right || ancestor(left, "community") !== ancestor(right, "community")) level = "community";
    else if (ancestor(left, "zone") !== ancestor(right, "zone")) level = "zone";
    return { type: "Feature", properties: { level, left, right }, geometry: { type: "LineString", coordinates: line } };
  });
}

const inRing = (ring, [x, y]) => {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
};

const rings = (geometry) => {
  if (!geometry) return [];
  if (geometry.type === "Polygon") return geometry.coordinates;
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
  return [];
};

export const contains = (geometry, position) => rings(geometry).reduce((odd, ring) => (inRing(ring, position) ? !odd : odd), false);

const toSegment = ([px, py], [ax, ay], [bx, by]) => {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
};

/** Metres to a geometry's border, or to a point. */
export function borderDistance(geometry, position) {
  if (!geometry) return Infinity;
  const here = metres(position);
  const lines = geometry.type === "Point" ? [[geometry.coordinates, geometry.coordinates]] : geometry.type === "LineString" ? [geometry.coordinates] : rings(geometry);
  let best = Infinity;
  for (const line of lines) {
    for (let index = 0; index + 1 < line.length; index += 1) best = Math.min(best, toSegment(here, metres(line[index]), metres(line[index + 1])));
  }
  return best;
}

export function bounds(geometry) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part) => {
    if (typeof part[0] === "number") {
      box[0] = Math.min(box[0], part[0]);
      box[1] = Math.min(box[1], part[1]);
      box[2] = Math.max(box[2], part[0]);
      box[3] = Math.max(box[3], part[1]);
    } else part.forEach(visit);
  };
  visit(geometry.coordinates);
  return box;
}

export const middle = (geometry) => {
  const [w, s, e, n] = bounds(geometry);
  return [(w + e) / 2, (s + n) / 2];
};
