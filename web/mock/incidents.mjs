// Incidents of the mock: 600 over 180 days, clustered as such places are, with filters and columns.
import { contains, middle, at, metres } from "./place.mjs";
import { normal, pick, seeded, uuid } from "./random.mjs";
import { CATEGORIES, STATES, withDescendants } from "./words.mjs";
import { route } from "./people.mjs";

export const NOW = Date.parse("2026-11-24T09:00:00+08:00");
const DAY = 86_400_000;
const SOURCES = ["public", "patrol", "12345", "wechat", "leader"];

export const iso = (instant) => (instant == null ? null : `${new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`);
export const dayOf = (instant) => iso(instant).slice(0, 10);

export function ownersOf(place, position) {
  const byCode = new Map(place.areas.map((area) => [area.code, area]));
  const order = ["point", "zone", "community", "street", "district"];
  const inside = place.areas.filter((area) => contains(area.geometry, position)).sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  const chain = [];
  for (let area = inside[0]; area; area = byCode.get(area.parent)) chain.push(area);
  return chain;
}

export function makeIncident(place, serial, { position, category, description, address, occurred, recorded, source, answer, state }) {
  const areas = ownersOf(place, position);
  const features = place.features.filter((one) => contains(one.geometry, position)).map((one) => ({ ...one, distance_m: 0 }));
  const assignment = route(category, areas, features, answer);
  const open = STATES.find((one) => one.slug === state).open;
  const due = state === "reported" ? null : recorded + 1.5 * DAY;
  const at_ = (level) => areas.find((area) => area.level === level)?.name ?? null;
  return {
    id: uuid(serial), number: `${dayOf(recorded).slice(2).replaceAll("-", "")}-${String(serial).padStart(5, "0")}`,
    category, category_name: CATEGORIES.find((one) => one.slug === category).name, state, position, address: address ?? null,
    description: description ?? null, source, occurred_at: iso(occurred), recorded_at: iso(recorded), due_at: iso(due),
    closed_at: open ? null : iso(recorded + DAY * 0.8), overdue: open && due != null && due < NOW,
    areas: { point: at_("point"), zone: at_("zone"), community: at_("community") }, owner: assignment.actor?.label ?? null,
    department: assignment.department, version: 1, codes: areas.map((area) => area.code), recorded, assignment,
    outcome: areas.length ? "inside" : "outside", tracking_code: `WG${uuid(serial * 7919).replaceAll("-", "").slice(-12).toUpperCase()}`,
  };
}

export function makeIncidents(place, count = 600) {
  const random = seeded(42);
  const leaves = CATEGORIES.filter((one) => one.parent);
  const spots = place.features.filter((one) => ["compound", "market", "vending_zone", "site"].includes(one.layer));
  const list = [];
  for (let serial = 1; serial <= count; serial += 1) {
    const spot = pick(random, random() < 0.35 ? spots.filter((one) => one.layer !== "compound") : spots);
    const [x, y] = metres(middle(spot.geometry));
    const spread = spot.layer === "compound" ? 30 : 45;
    const position = at(x + normal(random) * spread, y + normal(random) * spread);
    const favoured = spot.layer === "compound"
      ? ["exposed_rubbish", "graffiti", "parking", "illegal_building"]
      : ["street_vending", "unlicensed_vendor", "shop_spill", "road_dirt", "parking"];
    const category = random() < 0.75 ? pick(random, favoured) : pick(random, leaves).slug;
    const recorded = NOW - Math.floor(random() ** 1.3 * 180 * DAY);
    const old = NOW - recorded > 5 * DAY;
    const state = old && random() < 0.9 ? pick(random, ["closed", "closed", "closed", "handled_on_site", "rejected"]) : pick(random, ["reported", "filed", "dispatched", "handled", "suspended"]);
    list.push(makeIncident(place, serial, {
      position, category, recorded, occurred: recorded - 3_600_000 * random(), state, source: pick(random, SOURCES),
      address: `${spot.name}附近`, description: random() < 0.7 ? `${spot.name}旁${CATEGORIES.find((one) => one.slug === category).name.zh}` : null,
    }));
  }
  return list.sort((a, b) => b.recorded - a.recorded);
}

const many = (query, key) => query.getAll(key).flatMap((value) => value.split(",")).filter(Boolean);
const instant = (text) => (text ? Date.parse(text.length === 10 ? `${text}T00:00:00+08:00` : text) : null);

/** The filters that every incident call shares. A `to` given as a day ends before that day's midnight, as [from, until). */
export function filtered(incidents, query) {
  const categories = many(query, "category");
  const wanted = new Set(categories.flatMap((slug) => [...withDescendants(slug)]));
  const states = new Set(many(query, "state").flatMap((slug) => (slug === "open" || slug === "closed" ? STATES.filter((one) => one.open === (slug === "open")).map((one) => one.slug) : [slug])));
  const sources = new Set(many(query, "source"));
  const [from, to] = [instant(query.get("from")), instant(query.get("to"))];
  const box = query.get("bbox")?.split(",").map(Number);
  const area = query.get("area");
  const text = query.get("q");
  return incidents.filter((one) => (!wanted.size || wanted.has(one.category))
    && (!states.size || states.has(one.state)) && (!sources.size || sources.has(one.source))
    && (from == null || one.recorded >= from) && (to == null || one.recorded < to)
    && (!box || (one.position[0] >= box[0] && one.position[0] <= box[2] && one.position[1] >= box[1] && one.position[1] <= box[3]))
    && (!area || one.codes.includes(area)) && (query.get("overdue") !== "true" || one.overdue)
    && (!text || [one.number, one.description, one.address].some((field) => field?.includes(text))));
}

export const period = (query) => ({ from: query.get("from") ?? iso(NOW - 180 * DAY), to: query.get("to") ?? iso(NOW) });

export function brief(incident) {
  const rest = { ...incident };
  for (const key of ["codes", "recorded", "assignment", "tracking_code", "outcome", "events", "suspended_until", "merged_into"]) delete rest[key];
  return rest;
}

export function eventsOf(incident) {
  const events = [{ kind: "incident_reported", words: { zh: "收到上报", en: "Report received" }, from: null, to: "reported", at: incident.recorded_at, actor_role: "public", note: null }];
  const steps = ["filed", "dispatched", "handled", "closed"];
  const reach = steps.indexOf(incident.state);
  steps.slice(0, reach + 1).forEach((state, index) => events.push({
    kind: `case_${state}`, words: STATES.find((one) => one.slug === state).words, from: events.at(-1).to, to: state,
    at: iso(incident.recorded + (index + 1) * 3_600_000 * 4), actor_role: ["clerk", "clerk", "handler", "checker"][index], note: state === "handled" ? "现场已清理，附整改说明" : null,
  }));
  return events;
}

