// Density and ranking of the mock, by plain loops.
import { bounds, borderDistance, contains, metres, middle } from "./place.mjs";
import { filtered, iso, NOW, period } from "./incidents.mjs";
import { chainOf, holder } from "./people.mjs";
import { STATES } from "./words.mjs";

const isOpen = (slug) => STATES.find((one) => one.slug === slug).open;

export function density(incidents, query) {
  const box = query.get("bbox").split(",").map(Number);
  const width = Number(query.get("width") ?? 256);
  const height = Number(query.get("height") ?? 256);
  const bandwidth = Number(query.get("bandwidth_m") ?? 80);
  const withoutBox = new URLSearchParams(query);
  withoutBox.delete("bbox");
  const found = filtered(incidents, withoutBox);
  const [x0, y1] = metres([box[0], box[3]]);
  const [x1, y0] = metres([box[2], box[1]]);
  const grid = new Float32Array(width * height);
  const [dx, dy] = [(x1 - x0) / width, (y1 - y0) / height];
  const reach = bandwidth * 3;
  for (const one of found) {
    const [px, py] = metres(one.position);
    const columns = [Math.max(0, Math.floor((px - reach - x0) / dx)), Math.min(width - 1, Math.ceil((px + reach - x0) / dx))];
    const rows = [Math.max(0, Math.floor((y1 - py - reach) / dy)), Math.min(height - 1, Math.ceil((y1 - py + reach) / dy))];
    for (let row = rows[0]; row <= rows[1]; row += 1) {
      for (let column = columns[0]; column <= columns[1]; column += 1) {
        const squared = (x0 + (column + 0.5) * dx - px) ** 2 + (y1 - (row + 0.5) * dy - py) ** 2;
        grid[row * width + column] += (Math.exp(-squared / (2 * bandwidth * bandwidth)) / (2 * Math.PI * bandwidth * bandwidth)) * 1e6;
      }
    }
  }
  return {
    as_of: iso(NOW), bounds: box, width, height, cell_m: dx, bandwidth_m: bandwidth, unit: "incidents_per_km2", total: found.length,
    max: grid.reduce((most, value) => Math.max(most, value), 0), error: 0.005, values: Buffer.from(grid.buffer).toString("base64"), period: period(query),
  };
}

/** Both sides of a road in pieces of 100 m. */
function segments(road) {
  const axis = road.attributes.axis;
  const pieces = [];
  let piece = [axis[0]];
  let length = 0;
  let total = 0;
  for (let index = 1; index < axis.length; index += 1) {
    const [a, b] = [metres(axis[index - 1]), metres(axis[index])];
    const step = Math.hypot(b[0] - a[0], b[1] - a[1]);
    piece.push(axis[index]);
    length += step;
    total += step;
    if (length >= 100 || index === axis.length - 1) {
      pieces.push({ line: piece, from: Math.round(total - length), to: Math.round(total) });
      piece = [axis[index]];
      length = 0;
    }
  }
  return pieces;
}

export function ranking(place, incidents, query) {
  const by = query.get("by") ?? "segment";
  const level = query.get("level") ?? "point";
  const limit = Number(query.get("limit") ?? 20);
  const found = filtered(incidents, query);
  const earlier = new URLSearchParams(query);
  const [from, to] = [query.get("from"), query.get("to")];
  let before = null;
  if (from) {
    const start = Date.parse(from);
    const end = to ? Date.parse(to) : NOW;
    earlier.set("from", iso(start - (end - start)));
    earlier.set("to", iso(start));
    before = filtered(incidents, earlier);
  }
  const units = by === "area"
    ? place.areas.filter((area) => area.level === level && area.geometry).map((area) => ({ code: area.code, name: { zh: area.name, en: area.name }, geometry: area.geometry, has: (one) => one.codes.includes(area.code) }))
    : by === "compound"
      ? place.features.filter((one) => one.layer === "compound").map((one) => ({ code: one.code, name: { zh: one.name, en: one.name }, geometry: one.geometry, households: one.attributes.households ?? null, has: (incident) => contains(one.geometry, incident.position) }))
      : place.features.filter((one) => one.layer === "road" && one.attributes.axis).flatMap((road) => segments(road).map((piece, index) => {
        const geometry = { type: "LineString", coordinates: piece.line };
        return { code: `${road.code}:${index}:left`, name: { zh: `${road.name}北侧 ${piece.from}–${piece.to} 米`, en: `${road.name}, north side, ${piece.from}–${piece.to} m` }, geometry, length: piece.to - piece.from, has: (incident) => borderDistance(geometry, incident.position) < 40 };
      }));
  const items = units.map((unit) => {
    const inside = found.filter(unit.has);
    const tally = new Map();
    inside.forEach((one) => tally.set(one.category, (tally.get(one.category) ?? 0) + 1));
    const sample = inside[0];
    const areas = sample ? place.areas.filter((area) => sample.codes.includes(area.code)) : [];
    const post = chainOf(areas).find((one) => one.role === "point_head" && one.state !== "vacant") ?? chainOf(areas)[0];
    return {
      code: unit.code, name: unit.name, count: inside.length, open: inside.filter((one) => isOpen(one.state)).length,
      per: unit.length ? { value: Math.round((inside.length / unit.length) * 1000) / 10, unit: "per_100m" } : unit.households ? { value: Math.round((inside.length / unit.households) * 1000) / 10, unit: "per_100_households" } : null,
      top_categories: [...tally].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([slug, count]) => ({ slug, count })),
      owner: post ? holder(post) : null, geometry: unit.geometry, position: middle(unit.geometry), bounds: bounds(unit.geometry),
      previous: before ? before.filter(unit.has).length : null, small_number: inside.length < 5,
    };
  }).filter((one) => one.count > 0).sort((a, b) => b.count - a.count).slice(0, limit).map((one, index) => ({ rank: index + 1, ...one }));
  const assigned = new Set(found.filter((one) => units.some((unit) => unit.has(one))));
  return { as_of: iso(NOW), by: by === "area" ? level : by, total: found.length, unassigned: found.length - assigned.size, items };
}

export function histogram(incidents, query) {
  const found = filtered(incidents, query);
  const tally = (key) => {
    const counts = new Map();
    found.forEach((one) => counts.set(one[key], (counts.get(one[key]) ?? 0) + 1));
    return [...counts].map(([value, count]) => ({ slug: value, count })).sort((a, b) => b.count - a.count);
  };
  const days = new Map();
  found.forEach((one) => days.set(one.recorded_at.slice(0, 10), (days.get(one.recorded_at.slice(0, 10)) ?? 0) + 1));
  return { as_of: iso(NOW), days: [...days].map(([day, count]) => ({ day, count })).sort((a, b) => (a.day < b.day ? -1 : 1)), by_category: tally("category"), by_state: tally("state"), by_source: tally("source") };
}
