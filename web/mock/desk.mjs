// What the desk asks of the mock: many steps at once, the live line, the leaders' numbers, pictures of photos.
import { takeStep } from "./cases.mjs";
import { brief, dayOf, dueStatus, iso, NOW } from "./incidents.mjs";
import { DEPARTMENTS, STATES, words } from "./words.mjs";

const DAY = 86_400_000;

/** Each case by itself; one that fails does not hold the others. */
export function takeSteps(incidents, body, me) {
  const { transition, items = [], ...rest } = body;
  return { items: items.map(({ incident: id, version }) => {
    const found = incidents.find((one) => one.id === id);
    if (!found) return { incident: id, ok: false, version: null, problem: { code: "not_found", errors: [], changed: [], words: words("没有这个问题", "There is no such incident") } };
    const answer = takeStep({ headers: { "if-match": `"v${version}"` } }, incidents, found, transition, rest, me);
    if (answer.status === 200) return { incident: id, ok: true, version: found.version, problem: null };
    return { incident: id, ok: false, version: found.version, problem: { code: answer.body.code, words: answer.body.words, errors: answer.body.errors, changed: answer.body.changed ?? [] } };
  }) };
}

/** The live line: who listens, and what is told to all of them. */
export function makeLive() {
  const listeners = new Set();
  let seq = 1;
  const say = (response, event, data) => response.write(`id: ${seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  return {
    listen(request, response) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      listeners.add(response);
      say(response, "hello", { seq });
      request.on("close", () => listeners.delete(response));
    },
    tell(...ids) {
      seq += 1;
      for (const response of listeners) say(response, "incidents", { seq, incidents: ids });
    },
    /** Every line breaks, as when a server between them restarts. */
    drop() {
      for (const response of listeners) response.end();
      listeners.clear();
    },
  };
}

export function overview(place, incidents, query, patrols = null) {
  const area = query.get("area");
  const all = incidents.filter((one) => !area || one.codes.includes(area));
  const today = all.filter((one) => dayOf(one.recorded) === dayOf(NOW));
  const open = all.filter((one) => !one.closed_at);
  const by = (state) => open.filter((one) => one.state === state).length;
  const late = (list, status) => list.filter((one) => dueStatus(one) === status).length;
  const figures = (list) => {
    const due = list.filter((one) => dueStatus(one) === "overdue").map((one) => one.due_at).sort();
    return { open: list.length, warning: late(list, "warning"), overdue: due.length, oldest_due_at: due[0] ?? null };
  };
  const most = (a, b) => b.overdue - a.overdue || b.open - a.open;
  const days = Array.from({ length: 14 }, (_, index) => dayOf(NOW - (13 - index) * DAY));
  return {
    as_of: iso(NOW), day: dayOf(NOW), patrols,
    today: { reported: today.length, reported_public: today.filter((one) => one.source === "public").length, filed: today.filter((one) => one.state !== "reported").length, closed: all.filter((one) => one.closed_at && dayOf(Date.parse(one.closed_at)) === dayOf(NOW)).length, handled_on_site: today.filter((one) => one.state === "handled_on_site").length },
    now: { open: open.length, pre_check: by("reported"), to_dispatch: by("filed"), in_hand: by("dispatched"), post_check: by("handled"), suspended: by("suspended"), warning: late(open, "warning"), overdue: late(open, "overdue") },
    areas: place.areas.filter((one) => one.level === "zone").map((zone) => ({ code: zone.code, name: words(zone.name, zone.name), ...figures(open.filter((one) => one.codes.includes(zone.code))) })).sort(most),
    departments: DEPARTMENTS.map(({ slug, name }) => ({ slug, name, ...figures(open.filter((one) => one.department === slug)) })).filter((one) => one.open > 0).sort(most),
    days: days.map((day) => ({ day, reported: all.filter((one) => dayOf(one.recorded) === day).length, closed: all.filter((one) => one.closed_at && dayOf(Date.parse(one.closed_at)) === day).length })),
    no_calendar: [2027],
  };
}

/** Photos of a case: two before, and one afterwards once it was handled. */
export function photosOf(incident) {
  const taken = ["handled", "closed"].includes(incident.state) ? ["before", "before", "after"] : ["before"];
  return taken.map((kind, index) => ({ id: `${incident.id.slice(0, -1)}${index}`, kind, width: 1600, height: 1200, uploaded_at: iso(Date.parse(incident.recorded_at) + index * 600_000), taken_at: null, position: null, direction: null }));
}

/** A drawn street: littered before, swept afterwards. */
export function picture(id) {
  const after = id.endsWith("2");
  const heap = after ? "" : '<path d="M520 900l90-150 120 40 80-70 110 120 60 80z" fill="#6b5a45"/><circle cx="640" cy="800" r="40" fill="#c94f3d"/><rect x="720" y="780" width="90" height="70" fill="#4a78a8"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" viewBox="0 0 1600 1200"><rect width="1600" height="1200" fill="#cfd8dc"/><rect y="700" width="1600" height="500" fill="#8d9499"/><rect x="120" y="180" width="520" height="520" fill="#b98f6a"/><rect x="700" y="260" width="420" height="440" fill="#a9b7a0"/><rect x="1180" y="120" width="320" height="580" fill="#9fa8b8"/><path d="M0 960h1600" stroke="#fff" stroke-width="14" stroke-dasharray="90 60"/>${heap}<text x="60" y="110" font-size="64" fill="#37474f">${after ? "After" : "Before"} ${Number(id.slice(-1)) + 1}</text></svg>`;
}

const STEP = { lon: 111_320 * Math.cos((24.35 * Math.PI) / 180), lat: 111_320 };
export function nearCases(incidents, incident) {
  const apart = (other) => Math.hypot((other.position[0] - incident.position[0]) * STEP.lon, (other.position[1] - incident.position[1]) * STEP.lat);
  return incidents.filter((one) => one !== incident && !one.closed_at && one.category === incident.category && apart(one) <= 60)
    .sort((a, b) => apart(a) - apart(b)).slice(0, 5)
    .map((one) => ({ ...Object.fromEntries(["id", "number", "category", "category_name", "state", "position", "address", "recorded_at", "voices"].map((key) => [key, brief(one)[key]])), state_words: STATES.find((state) => state.slug === one.state).words, distance_m: Math.round(apart(one)) }));
}
export const ref = (one) => (one ? { id: one.id, number: one.number, state: one.state } : null);
