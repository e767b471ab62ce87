// What a phone asks in the mock: cases nearby, "I report the same", photos.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { problem } from "./accounts.mjs";
import { iso, NOW } from "./incidents.mjs";
import { STATES } from "./words.mjs";

const stateOf = (slug) => STATES.find((one) => one.slug === slug);
const NEAR_M = 50;

function metres([ax, ay], [bx, by]) {
  return Math.hypot((bx - ax) * Math.cos((ay * Math.PI) / 180), by - ay) * 111_320;
}

export function near(incidents, query) {
  const place = [Number(query.get("lon")), Number(query.get("lat"))];
  const items = incidents
    .filter((one) => stateOf(one.state).open && (!query.get("category") || one.category === query.get("category")))
    .map((one) => ({ one, distance_m: metres(place, one.position) }))
    .filter(({ distance_m }) => distance_m <= NEAR_M)
    .sort((a, b) => a.distance_m - b.distance_m)
    .slice(0, 5)
    .map(({ one: { id, number, category, category_name, state, position, address, recorded_at, voices = 1 }, distance_m }) => ({ id, number, category, category_name, state, state_words: stateOf(state).words, position, address, recorded_at, distance_m, voices }));
  return { items };
}

const voices = new Map();
export function voice(request, incident) {
  if (!stateOf(incident.state).open) return problem(409, "case_ended", "这一件已经办结。", "This one has ended.");
  const key = request.headers["idempotency-key"];
  if (key && voices.has(key)) return { status: 201, body: voices.get(key) };
  incident.voices = (incident.voices ?? 1) + 1;
  const body = { incident: incident.id, number: incident.number, tracking_code: `WG${randomBytes(6).toString("hex").toUpperCase()}`, state: incident.state, voices: incident.voices };
  if (key) voices.set(key, body);
  return { status: 201, body };
}

const photos = new Map();
export async function photo(request, incident, query) {
  const hash = createHash("sha256");
  for await (const chunk of request) hash.update(chunk);
  const key = `${incident.id} ${query.get("kind")} ${hash.digest("hex")}`;
  if (!photos.has(key)) photos.set(key, { id: randomUUID(), kind: query.get("kind") ?? "before", width: 1200, height: 900, uploaded_at: iso(NOW), taken_at: null, position: null, direction: null });
  return { status: 201, body: photos.get(key) };
}
