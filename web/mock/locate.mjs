// Answers about one place: owner card, area dossier, search.
import { borderDistance, bounds, contains, middle } from "./place.mjs";
import { iso, NOW, ownersOf } from "./incidents.mjs";
import { chainOf, departmentsOf, postsOf, route } from "./people.mjs";
import { STATES, words } from "./words.mjs";

const short = ({ level, code, name }) => ({ level, code, name });
const isOpen = (slug) => STATES.find((one) => one.slug === slug).open;

export function nearFeatures(place, position) {
  return place.features
    .map((one) => ({ ...one, distance_m: contains(one.geometry, position) ? 0 : borderDistance(one.geometry, position) }))
    .filter((one) => one.distance_m <= 30 && !(one.layer === "road" && one.distance_m > 15))
    .sort((a, b) => a.distance_m - b.distance_m);
}

export function locate(place, incidents, query) {
  const position = [Number(query.get("lon")), Number(query.get("lat"))];
  const areas = ownersOf(place, position);
  const features = nearFeatures(place, position);
  const leaf = areas[0];
  const border = leaf ? borderDistance(leaf.geometry, position) : null;
  const neighbour = leaf ? place.areas.filter((area) => area.level === leaf.level && area.code !== leaf.code).map((area) => ({ area, distance: borderDistance(area.geometry, position) })).sort((a, b) => a.distance - b.distance)[0] : null;
  const road = features.find((one) => one.layer === "road");
  const accuracy = Number(query.get("accuracy_m") ?? 0);
  const near = neighbour && border < accuracy
    ? [[leaf, 0.62], [neighbour.area, 0.38]].map(([area, probability]) => ({ area: short(area), probability, actor: route(query.get("category") ?? "exposed_rubbish", ownersOf(place, middle(area.geometry)), [], null)?.actor ?? null }))
    : [];
  const open = incidents.filter((one) => isOpen(one.state) && leaf && one.codes.includes(leaf.code));
  return {
    position, datum: query.get("datum") ?? "wgs84", at: iso(NOW), outcome: leaf ? "inside" : "outside", distance_m: leaf ? null : 182.4, remainder: false,
    border_m: border, border_area: neighbour ? short(neighbour.area) : null, edition: 3, areas: areas.map(short), near_border: near,
    road: road ? { code: road.code, name: road.name, class: road.attributes.class, side: "north", on_carriageway: road.distance_m === 0, distance_m: road.distance_m, side_rule: road.attributes.side_rule ?? null, words: words(`${road.name}北侧`, `${road.name}, north side`) } : null,
    features: features.map(({ layer, code, name, distance_m, attributes }) => ({ layer, code, name, distance_m, attributes: { ...attributes, axis: undefined } })),
    chain: chainOf(areas), departments: departmentsOf(areas), schemes: leaf ? [{ scheme: "unit", code: "530402001001007", name: "单元网格 007" }] : [],
    open_incidents: { here: open.length },
    routing: query.get("category") ? route(query.get("category"), areas, features, query.get("answer")) : null,
  };
}

export function areaDossier(place, incidents, code) {
  const area = place.areas.find((one) => one.code === code);
  if (!area) return null;
  const parent = place.areas.find((one) => one.code === area.parent);
  const upward = [];
  for (let here = area; here; here = place.areas.find((one) => one.code === here.parent)) upward.push(here);
  const inside = incidents.filter((one) => one.codes.includes(code));
  const tally = new Map();
  inside.forEach((one) => tally.set(one.category, (tally.get(one.category) ?? 0) + 1));
  const here = place.features.filter((one) => area.geometry && contains(area.geometry, middle(one.geometry)));
  const layers = {};
  here.forEach((one) => { layers[one.layer] = (layers[one.layer] ?? 0) + 1; });
  return {
    area: short(area), scheme: "duty", extent: area.extent ?? null, parent: parent ? short(parent) : null,
    children: place.areas.filter((one) => one.parent === code).map(short), posts: postsOf(area), departments: departmentsOf(upward), features: layers,
    compounds: here.filter((one) => one.layer === "compound").map((one) => ({ code: one.code, name: one.name, management_type: one.attributes.management_type })),
    incidents: { open: inside.filter((one) => isOpen(one.state)).length, closed: inside.filter((one) => !isOpen(one.state)).length, overdue: inside.filter((one) => one.overdue).length, by_category: [...tally].sort((a, b) => b[1] - a[1]).map(([slug, count]) => ({ slug, count })) },
    area_m2: area.geometry ? 45000 : null, undrawn_m2: 0, undrawn_share: 0, bounds: area.geometry ? bounds(area.geometry) : null, geometry: area.geometry,
  };
}

export function featureDossier(place, incidents, layer, code) {
  const feature = place.features.find((one) => one.layer === layer && one.code === code);
  if (!feature) return null;
  const areas = ownersOf(place, middle(feature.geometry));
  const inside = incidents.filter((one) => contains(feature.geometry, one.position));
  const { geometry, attributes, ...rest } = feature;
  return { feature: rest, attributes, bounds: bounds(geometry), posts: chainOf(areas), areas: areas.map(short), incidents: { open: inside.filter((one) => isOpen(one.state)).length, closed: inside.filter((one) => !isOpen(one.state)).length, overdue: inside.filter((one) => one.overdue).length, by_category: [] }, geometry };
}

// Enough initials for the invented names; the service has the whole table.
const INITIALS = { 兰: "l", 学: "x", 府: "f", 井: "j", 石: "s", 桥: "q", 梨: "l", 竹: "z", 器: "q", 水: "s", 巷: "x", 片: "p", 区: "q", 桂: "g", 山: "s", 北: "b", 苑: "y", 棋: "q", 阳: "y", 东: "d", 风: "f", 玉: "y", 湖: "h", 金: "j", 明: "m", 珠: "z", 花: "h", 园: "y", 烟: "y", 厂: "c", 老: "l", 彩: "c", 虹: "h", 家: "j", 社: "s", 路: "l", 街: "j", 环: "h", 聂: "n", 耳: "e", 农: "n", 贸: "m", 市: "s", 场: "c", 莲: "l", 池: "c", 小: "x", 利: "l", 锦: "j", 绣: "x", 百: "b", 合: "h", 道: "d", 点: "d", 位: "w", 第: "d", 里: "l" };
const initials = (name) => [...name].map((letter) => INITIALS[letter] ?? letter.toLowerCase()).join("");

export function search(place, query) {
  const text = (query.get("q") ?? "").trim().toLowerCase();
  const limit = Number(query.get("limit") ?? 10);
  if (!text) return { results: [] };
  const score = (code, name) => {
    if (code.toLowerCase() === text || name === text) return 1;
    if (name.startsWith(text) || initials(name).startsWith(text)) return 0.9;
    if (name.includes(text) || code.toLowerCase().includes(text)) return 0.7;
    if (initials(name).includes(text)) return 0.5;
    return 0;
  };
  const LEVELS = { street: words("街道", "Street"), community: words("社区 · 一级网格", "Community"), zone: words("片区 · 二级网格", "Zone"), point: words("点位 · 三级网格", "Point") };
  const LAYERS = { compound: words("小区", "Compound"), road: words("道路", "Road"), market: words("市场", "Market"), vending_zone: words("疏导区", "Vending zone"), site: words("实地考察点", "Inspection site") };
  const results = [
    ...place.areas.map((one) => ({ kind: "area", level: one.level, code: one.code, name: one.name, detail: LEVELS[one.level] ?? words("", ""), position: one.geometry ? middle(one.geometry) : null, bounds: one.geometry ? bounds(one.geometry) : undefined, score: score(one.code, one.name) })),
    ...place.features.map((one) => ({ kind: one.layer === "road" ? "road" : "feature", layer: one.layer, code: one.code, name: one.name, detail: LAYERS[one.layer] ?? words("", ""), position: one.layer === "road" && one.attributes.axis ? one.attributes.axis[Math.floor(one.attributes.axis.length / 2)] : middle(one.geometry), bounds: bounds(one.geometry), score: score(one.code, one.name) })),
  ].filter((one) => one.score > 0).sort((a, b) => b.score - a.score || a.name.localeCompare(b.name, "zh-Hans")).slice(0, limit);
  return { results };
}
