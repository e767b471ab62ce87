// A stand-in for the service while the front end is developed: the HTTP contract with invented fixtures. Never shipped.
// Usage: node mock/server.mjs [--port 8787] [--dist dist] [--open-edit] [--demo folder with areas.geojson and features.geojson]
//   --accounts [--setup] [--wait seconds] [--footer]   people sign in; rights follow from roles unless editing is open
//   POST /mock/expire ends every session, as time would; POST /mock/drop breaks every live line.
import { createServer } from "node:http";
import { createReadStream, existsSync, statSync } from "node:fs";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { bounds, loadPlace } from "./place.mjs";
import { makeAccounts, problem as refusal } from "./accounts.mjs";
import { makeAssessment } from "./assessment.mjs";
import { caseAnswer, editCase, fileAtOnce, takeStep, tasks, track } from "./cases.mjs";
import { brief, filtered, iso, makeIncident, makeIncidents, NOW } from "./incidents.mjs";
import { makeLive, overview, picture, takeSteps } from "./desk.mjs";
import { makeEditions } from "./editions.mjs";
import { makeMessages } from "./messages.mjs";
import { density, histogram, ranking } from "./hotspots.mjs";
import { areaDossier, featureDossier, locate, search } from "./locate.mjs";
import { holder, postsOf } from "./people.mjs";
import { makePatrols } from "./patrols.mjs";
import { photo, voice } from "./phone.mjs";
import { makeSessions, readBody } from "./sessions.mjs";
import { CATEGORIES, DEPARTMENTS, LAYER_WORDS, PICTURES, ROLES, STATES, words } from "./words.mjs";

const option = (name, fallback) => {
  const index = process.argv.indexOf(`--${name}`);
  return index > 0 ? process.argv[index + 1] : fallback;
};
const here = dirname(fileURLToPath(import.meta.url));
const dist = option("dist", join(here, "../dist"));
const place = loadPlace(option("demo", null));
const incidents = makeIncidents(place, Number(option("incidents", 600)));
const replays = new Map();
const live = makeLive();
const flag = (name) => process.argv.includes(`--${name}`);
const book = flag("accounts") ? makeAccounts(place, { setup: flag("setup") }) : null;
const sessions = book ? makeSessions(book, { open: flag("open-edit"), wait: Number(option("wait", 60)) }) : null;
const OPEN = { account: null, session: null, roles: ["community_office", "administrator"] };
const mayEdit = (me) => (book ? me.roles.some((role) => role === "administrator") : flag("open-edit"));
const mayReveal = (me) => !book || me.roles.some((role) => !["resident", "auditor"].includes(role));
const told = makeMessages(incidents, book);
const editions = makeEditions(place, incidents);
const assessed = makeAssessment(place);
const beats = makePatrols(place, assessed.campaigns, book);
// Home is the community that is divided further; its neighbours are not.
const community = place.areas.find((area) => area.level === "community" && place.areas.some((other) => other.parent === area.code));

const CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; worker-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json", ".woff2": "font/woff2", ".png": "image/png", ".ico": "image/x-icon", ".webmanifest": "application/manifest+json" };

const json = (response, status, body, headers = {}) => {
  response.writeHead(status, { "content-type": status >= 400 ? "application/problem+json" : "application/json", ...headers });
  response.end(JSON.stringify(body));
};
const problem = (response, status, code, zh, en, errors = []) =>
  json(response, status, { type: "about:blank", title: en, status, code, detail: en, words: words(zh, en), errors, request_id: `mock-${Date.now()}` });

function site(me) {
  const first = incidents.at(-1);
  const homeBounds = community ? bounds(community.geometry) : null;
  return {
    name: words(community?.name ?? "社区", "Demo community"), product: "wangge", version: "0.1.0", zone: "Asia/Shanghai", demo: true, open_private: mayReveal(me), loopback_only: true, may_edit: mayEdit(me),
    accounts: book !== null && book.hasAdministrator(), demo_accounts: book?.demo ?? [],
    footer: flag("footer") ? { sponsor: "红塔区玉龙社区居民委员会", icp: "滇ICP备2026000000号-1", complaints: "0877-2600000（工作日 8:30–17:30）" } : { sponsor: null, icp: null, complaints: null },
    map_approval: null, bounds: homeBounds, home: community ? { code: community.code, name: community.name, level: "community" } : null,
    incident_span: { from: first.recorded_at, to: incidents[0].recorded_at, total: incidents.length }, now: iso(NOW), limits: { max_accuracy_m: 50 },
    glossary: ROLES, states: STATES, departments: DEPARTMENTS,
  };
}

const collection = (features) => ({ type: "FeatureCollection", features, levels_left_out: [] });

function areas(query) {
  const level = query.get("level");
  return collection(place.areas.filter((area) => !level || area.level === level).map((area) => {
    const posts = postsOf(area);
    const head = posts.find((one) => one.state !== "vacant");
    return {
      type: "Feature", geometry: area.geometry,
      properties: { scheme: "duty", level: area.level, code: area.code, name: area.name, parent: area.parent, area_m2: 45000, drawn: Boolean(area.geometry), head: head ? holder(head).label : null, vacant: posts.some((one) => one.state === "vacant"), open_incidents: incidents.filter((one) => one.codes.includes(area.code) && !one.closed_at).length },
    };
  }));
}

function layer(name) {
  return collection(place.features.filter((one) => one.layer === name).map((one) => ({
    type: "Feature", geometry: one.geometry,
    properties: { layer: one.layer, code: one.code, name: one.name, ...one.attributes, owner_label: words("点长 · 市住建局", "Point head · Housing bureau") },
  })));
}

function points(query) {
  const found = filtered(incidents, query);
  const categories = [...new Set(found.map((one) => one.category))];
  const states = [...new Set(found.map((one) => one.state))];
  return {
    as_of: iso(NOW), count: found.length, capped: false, ids: found.map((one) => one.id), lon: found.map((one) => one.position[0]), lat: found.map((one) => one.position[1]),
    category: found.map((one) => categories.indexOf(one.category)), state: found.map((one) => states.indexOf(one.state)), at: found.map((one) => Math.round(one.recorded / 1000)), categories, states, shared_default: [],
  };
}

function list(request, response, query) {
  const found = filtered(incidents, query);
  const format = query.get("format");
  if (format === "csv" || format === "xlsx") {
    const rows = [["序号", "编号", "问题", "地点", "来源", "责任单位", "状态"], ...found.map((one, index) => [index + 1, one.number, one.category_name.zh, one.address, one.source, one.owner?.zh ?? "", one.state])];
    response.writeHead(200, { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="incidents.${format}"` });
    response.end(`\uFEFF${rows.map((row) => row.join(",")).join("\r\n")}`);
    return;
  }
  if (format === "geojson") {
    json(response, 200, collection(found.map((one) => ({ type: "Feature", geometry: { type: "Point", coordinates: one.position }, properties: brief(one) }))), { "content-disposition": 'attachment; filename="incidents.geojson"' });
    return;
  }
  const limit = Number(query.get("limit") ?? 50);
  const start = Number(query.get("cursor") ?? 0);
  json(response, 200, { items: found.slice(start, start + limit).map(brief), next_cursor: start + limit < found.length ? String(start + limit) : null, total: found.length });
}

async function create(request, response, me) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  let body;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    problem(response, 400, "malformed_body", "请求正文不是有效的 JSON。", "The body is not valid JSON.");
    return;
  }
  const key = request.headers["idempotency-key"];
  if (key && replays.has(key)) {
    json(response, 201, replays.get(key), { "idempotent-replayed": "true" });
    return;
  }
  const errors = [];
  if (!Number.isFinite(body.lon) || Math.abs(body.lon) > 180) errors.push({ field: "lon", code: "out_of_range", words: words("经度应在 −180 到 180 之间。", "Longitude must be within −180 and 180.") });
  if (!Number.isFinite(body.lat) || Math.abs(body.lat) > 90) errors.push({ field: "lat", code: "out_of_range", words: words("纬度应在 −90 到 90 之间。", "Latitude must be within −90 and 90.") });
  if (!CATEGORIES.some((one) => one.slug === body.category)) errors.push({ field: "category", code: "unknown_category", words: words("没有这个事项类别。", "There is no such category.") });
  if ((body.description ?? "").length > 500) errors.push({ field: "description", code: "too_long", words: words("说明最多 500 字。", "At most 500 characters.") });
  if (body.occurred_at && Date.parse(body.occurred_at) > NOW + 86_400_000) errors.push({ field: "occurred_at", code: "in_future", words: words("发生时间不能在将来。", "The time cannot be in the future.") });
  if (errors.length) {
    problem(response, 400, "invalid_fields", "有内容需要改正。", "Some fields need correcting.", errors);
    return;
  }
  const incident = makeIncident(place, incidents.length + 1, {
    position: [body.lon, body.lat], category: body.category, description: body.description, address: body.address, answer: body.answer,
    occurred: body.occurred_at ? Date.parse(body.occurred_at) : NOW, recorded: NOW, source: body.source ?? "public", state: "reported",
  });
  incidents.unshift(incident);
  live.tell(incident.id);
  if (incident.source === "patrol" && me.account) fileAtOnce(incident);
  const answer = { id: incident.id, number: incident.number, tracking_code: incident.tracking_code, state: incident.state, recorded_at: incident.recorded_at, outcome: incident.outcome, areas: incident.codes.map((code) => place.areas.find((area) => area.code === code)).map(({ level, code, name }) => ({ level, code, name })), assignment: incident.assignment, version: 1 };
  if (key) replays.set(key, answer);
  json(response, 201, answer, { location: `api/v1/incidents/${incident.id}` });
}

const send = (response, { status, body, headers = {} }) => (status === 204 ? response.writeHead(204, headers).end() : json(response, status, body, headers));
const notFor = (me, zh, en) => (me.account || !book ? refusal(403, "not_allowed", zh, en) : refusal(401, "sign_in_required", "请先登录。", "Sign in first."));

/** Accounts, sessions, the audit log; null for other addresses. */
async function people(request, parts, query, me) {
  const own = await sessions.route(request, parts, me);
  if (own) return own;
  if (parts[0] === "messages") {
    if (!me.account) return notFor(me, "请先登录。", "Sign in first.");
    return told.route(request, parts, query, request.method === "GET" ? {} : await readBody(request), me);
  }
  if (!["accounts", "audit", "channels", "deliveries"].includes(parts[0])) return null;
  if (!me.roles.some((role) => ["administrator", "auditor"].includes(role))) return notFor(me, "只有系统管理员和审计员可以查看。", "Only administrators and auditors may look.");
  if (parts[0] === "audit") return { status: 200, body: { entries: book.audit.slice(0, Number(query.get("limit") ?? 100)) } };
  if (parts[0] === "channels" || parts[0] === "deliveries") return told.route(request, parts, query, request.method === "GET" ? {} : await readBody(request), me);
  return book.list(request, parts, request.method === "GET" ? {} : await readBody(request), me);
}

async function api(request, response, path, query) {
  const parts = path.split("/").filter(Boolean);
  const number = (name) => Number(query.get(name));
  const me = sessions?.caller(request) ?? OPEN;
  if (book) {
    const entering = (path === "session" && request.method === "POST") || parts[0] === "links";
    if (me.expired && !entering && request.method !== "GET") return send(response, refusal(401, "session_expired", "登录已过期，请重新登录。", "The session has expired. Sign in again.", [], sessions.GONE));
    const answer = await people(request, parts, query, me);
    if (answer) return send(response, answer);
  }
  const table = await assessed(request, path, query, me);
  if (table) return send(response, table);
  if (path === "patrols") return send(response, await beats.answer(request, query, me, replays));
  if (path === "site") return json(response, 200, site(me));
  if (path === "locate" && request.method === "GET") {
    const errors = ["lon", "lat"].filter((name) => !query.get(name) || !Number.isFinite(number(name))).map((field) => ({ field, code: "missing", words: words("缺少坐标。", "The coordinate is missing.") }));
    if (errors.length) return problem(response, 400, "invalid_fields", "位置不完整。", "The place is incomplete.", errors);
    return json(response, 200, locate(place, incidents, query));
  }
  if (path === "areas") return json(response, 200, areas(query));
  if (path === "areas/edges") return json(response, 200, collection(place.edges));
  if (path === "layers") return json(response, 200, Object.entries(LAYER_WORDS).map(([name, label]) => ({ layer: name, words: label, count: place.features.filter((one) => one.layer === name).length })));
  if (path === "categories") return json(response, 200, { categories: CATEGORIES.map((one) => ({ ...one, department: undefined })), pictures: PICTURES });
  if (parts[0] === "editions") {
    if (!mayEdit(me)) return send(response, notFor(me, "没有编辑权限。", "Editing is not open."));
    return send(response, await editions(request, parts));
  }
  if (path === "search") return json(response, 200, search(place, query));
  if (path === "incidents" && request.method === "POST") return create(request, response, me);
  if (path === "incidents") return list(request, response, query);
  if (path === "incidents/points") return json(response, 200, points(query));
  if (path === "incidents/histogram") return json(response, 200, histogram(incidents, query));
  if (path === "hotspots/density") return json(response, 200, density(incidents, query));
  if (path === "hotspots/ranking") return json(response, 200, ranking(place, incidents, query));
  if (parts[0] === "areas" && parts.length === 2) {
    const found = areaDossier(place, incidents, decodeURIComponent(parts[1]));
    return found ? json(response, 200, found) : problem(response, 404, "not_found", "没有这个网格。", "There is no such area.");
  }
  if (parts[0] === "layers" && parts.length === 2) return json(response, 200, layer(parts[1]));
  if (parts[0] === "layers" && parts.length === 3) {
    const found = featureDossier(place, incidents, parts[1], decodeURIComponent(parts[2]));
    return found ? json(response, 200, found) : problem(response, 404, "not_found", "没有这个要素。", "There is no such feature.");
  }
  const staff = me.roles.some((role) => role !== "resident");
  if (path === "live") return staff ? live.listen(request, response) : send(response, notFor(me, "请先登录。", "Sign in first."));
  if (path === "overview") return staff ? json(response, 200, overview(place, incidents, query, beats.counts(query.get("area")))) : send(response, notFor(me, "请先登录。", "Sign in first."));
  if (path === "incidents/steps") {
    const answer = takeSteps(incidents, await readBody(request), me);
    live.tell(...answer.items.filter((one) => one.ok).map((one) => one.incident));
    return json(response, 200, answer);
  }
  if (parts[0] === "photos") {
    response.writeHead(200, { "content-type": "image/svg+xml" });
    return void response.end(picture(parts[1]));
  }
  if (path === "incidents/count") return json(response, 200, { total: filtered(incidents, query).length });
  if (path === "incidents/near") return json(response, 200, { items: [] });
  if (path === "tasks") return me.account ? json(response, 200, tasks(incidents, me, Number(query.get("limit") ?? 100))) : send(response, notFor(me, "请先登录。", "Sign in first."));
  if (path === "samples") return json(response, 200, { items: [], of: 0, seed: 0, as_of: iso(NOW) });
  if (path === "track" && request.method === "POST") return send(response, track(incidents, (await readBody(request)).code));
  if (parts[0] === "incidents" && parts.length <= 3) {
    const found = incidents.find((one) => one.id === parts[1] || one.number === parts[1]);
    if (!found) return problem(response, 404, "not_found", "没有这个编号的问题。", "There is no such incident.");
    if (parts[2] === "photos") return send(response, await photo(request, found, query));
    if (parts[2] === "voices") return send(response, voice(request, found));
    const told = (answer) => {
      if (answer.status === 200) live.tell(found.id);
      return send(response, answer);
    };
    if (parts.length === 3) return told(takeStep(request, incidents, found, parts[2], await readBody(request), me));
    if (request.method === "PATCH") return told(editCase(request, incidents, found, await readBody(request), me));
    return json(response, 200, caseAnswer(incidents, found, me));
  }
  if (parts[0] === "parties" && parts[2] === "reveal" && !mayReveal(me)) return send(response, notFor(me, "没有查看本人电话的权限。", "Personal phones are not open to you."));
  if (parts[0] === "parties" && parts[2] === "reveal") return json(response, 200, { id: parts[1], name: "李明", mobile: "19900001234" });
  return problem(response, 404, "not_found", "没有这个地址。", "There is no such address.");
}

function file(response, path) {
  const wanted = normalize(path).replace(/^(\.\.[/\\])+/, "");
  const found = join(dist, wanted);
  const isAsset = extname(wanted) !== "";
  const target = existsSync(found) && statSync(found).isFile() ? found : isAsset ? null : join(dist, "index.html");
  if (!target || !existsSync(target)) {
    response.writeHead(404, { "content-type": "text/plain" });
    response.end("not found");
    return;
  }
  response.writeHead(200, { "content-type": TYPES[extname(target)] ?? "application/octet-stream", "content-security-policy": CSP, "x-content-type-options": "nosniff" });
  createReadStream(target).pipe(response);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, "http://mock");
  const match = /^\/api\/v1\/(.*)$/.exec(url.pathname);
  if (match) Promise.resolve().then(() => api(request, response, match[1], url.searchParams)).catch((error) => problem(response, 500, "internal", "服务内部出错。", String(error)));
  else if (url.pathname === "/mock/expire" && sessions) {
    sessions.expire();
    response.writeHead(204).end();
  } else if (url.pathname === "/mock/drop") {
    live.drop();
    response.writeHead(204).end();
  } else if (url.pathname === "/healthz") json(response, 200, { status: "ok" });
  else file(response, url.pathname);
});
server.listen(Number(option("port", 8787)), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
