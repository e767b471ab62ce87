// What a phone sends in the mock: "I report the same", photos.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { problem } from "./accounts.mjs";
import { iso, NOW } from "./incidents.mjs";
import { STATES } from "./words.mjs";

const stateOf = (slug) => STATES.find((one) => one.slug === slug);
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
