// The lifecycle in the mock: a shortened table of steps, whose they are, what each needs, tasks and tracking codes.
import { field, problem } from "./accounts.mjs";
import { brief, eventsOf, iso, NOW } from "./incidents.mjs";
import { STATES, words } from "./words.mjs";

// from, transition, parts, to, needs, event, its words
const TABLE = [
  ["reported", "file", "clerk", "filed", ["pre_check"], "case_filed", "已立案", "Case filed"],
  ["reported", "reject", "clerk", "rejected", ["pre_check", "reason"], "case_rejected", "已决定不予立案", "Case rejected"],
  ["reported", "merge", "clerk", "merged", ["merge_into"], "case_merged", "已并案", "Case merged"],
  ["reported", "void", "clerk", "void", ["reason"], "case_voided", "已作废", "Case voided"],
  ["reported", "edit", "clerk", "reported", ["changes"], "case_edited", "已更正", "Case edited"],
  ["filed", "dispatch", "clerk", "dispatched", ["actor"], "case_dispatched", "已派遣", "Case dispatched"],
  ["filed", "merge", "clerk", "merged", ["merge_into"], "case_merged", "已并案", "Case merged"],
  ["filed", "void", "clerk", "void", ["reason"], "case_voided", "已作废", "Case voided"],
  ["dispatched", "accept", "handler", "dispatched", [], "case_accepted", "已接收", "Case accepted"],
  ["dispatched", "return", "handler clerk", "filed", ["reason"], "case_returned", "已退回", "Case returned"],
  ["dispatched", "hand_over", "handler clerk", "dispatched", ["actor", "reason"], "case_handed_over", "已移交", "Handed over"],
  ["dispatched", "ask_help", "handler clerk", "dispatched", ["helper", "reason"], "case_help_asked", "已求助", "Help asked for"],
  ["dispatched", "handle", "handler", "handled", ["reason"], "case_handled", "已处置", "Case handled"],
  ["dispatched", "suspend", "clerk", "suspended", ["until", "reason"], "case_suspended", "已挂账", "Case suspended"],
  ["dispatched", "urge", "clerk", "dispatched", [], "case_urged", "已催办", "Case urged"],
  ["handled", "close", "checker", "closed", ["post_check"], "case_closed", "已结案", "Case closed"],
  ["handled", "rework", "checker", "dispatched", ["post_check", "reason"], "case_reworked", "已返工", "Sent back for rework"],
  ["suspended", "resume", "clerk", "dispatched", [], "case_resumed", "已恢复", "Case resumed"],
].map(([from, transition, parts, to, needs, kind, zh, en]) => ({ from, transition, parts: parts.split(" "), to, needs, kind, words: words(zh, en) }));

const FIELD = { reason: "note", pre_check: "checked", post_check: "checked", actor: "actor", helper: "helper", merge_into: "merge_into", until: "until" };
const MISSING = { note: words("请写明说明", "words are missing"), checked: words("请确认已经核实", "it has to be checked"), actor: words("请选择岗位", "a post is missing"), helper: words("请选择岗位", "a post is missing"), merge_into: words("请选择案件", "a case is missing"), until: words("请选择日期", "a day is missing") };

/** An office does clerks' and checkers' work; whoever acts handles. Point heads and grid workers find. */
function partsOf(incident, me) {
  const parts = [];
  if (me.roles.includes("community_office")) parts.push("clerk", "checker");
  const actor = incident.assignment?.actor;
  if (me.account?.party && [actor?.person?.id, actor?.unit?.id].includes(me.account.party)) parts.push("handler");
  return parts;
}

const history = (incident) => (incident.events ??= eventsOf(incident));
const staff = (me) => me.roles.some((role) => role !== "resident");

function stepsOf(incident, me) {
  const parts = partsOf(incident, me);
  return TABLE.filter((row) => row.from === incident.state && row.parts.some((part) => parts.includes(part)));
}

export function caseAnswer(incident, me) {
  return {
    ...brief(incident), description: staff(me) ? incident.description : null, assignment: incident.assignment,
    events: history(incident).map((event) => ({ ...event, note: staff(me) ? event.note : null })), outcome: incident.outcome, distance_m: null, accuracy_m: null, datum: "wgs84", edition: 1,
    suspended_until: incident.suspended_until ?? null, merged_into: incident.merged_into ?? null, relapse_of: null, photos: [],
    parts: partsOf(incident, me), steps: stepsOf(incident, me).map((row) => ({ transition: row.transition, needs: row.needs, after_photo: null })),
  };
}

/** Adds what happened, as the service does in one transaction. */
function record(incident, row, role, note) {
  history(incident).push({ kind: row.kind, words: row.words, from: incident.state, to: row.to, at: iso(NOW), actor_role: role, note: note ?? null });
  incident.state = row.to;
  incident.version += 1;
  const open = STATES.find((one) => one.slug === row.to).open;
  incident.closed_at = open ? null : iso(NOW);
  if (row.transition === "file") incident.due_at = iso(NOW + 2 * 3_600_000);
  if (!open) incident.overdue = false;
}

function stale(request, incident) {
  const match = /v(\d+)/.exec(request.headers["if-match"] ?? "");
  if (!match) return problem(428, "precondition_required", "缺少 If-Match。", "If-Match is missing.");
  if (Number(match[1]) === incident.version) return null;
  const answer = problem(412, "stale_version", "别人刚刚办理了这件问题。", "Somebody else has taken a step meanwhile.");
  const changed = history(incident).slice(-(incident.version - Number(match[1]))).map((event) => event.kind);
  return { ...answer, body: { ...answer.body, version: incident.version, changed } };
}

const done = (incident, me) => ({ status: 200, body: caseAnswer(incident, me), headers: { etag: `"v${incident.version}"` } });

export function takeStep(request, incidents, incident, transition, body, me) {
  const row = stepsOf(incident, me).find((one) => one.transition === transition);
  if (!row) return problem(partsOf(incident, me).length ? 409 : 403, partsOf(incident, me).length ? "step_refused" : "not_your_step", "这一步现在不能办理。", "This step is not open now.");
  const old = stale(request, incident);
  if (old) return old;
  const errors = row.needs.map((need) => FIELD[need]).filter((name) => !body[name] && !(name === "actor" && transition === "dispatch" && incident.assignment?.actor)).map((name) => ({ field: name, code: "missing", words: MISSING[name] }));
  const target = body.merge_into ? incidents.find((one) => one.id === body.merge_into) : null;
  if (body.merge_into && (!target || target === incident)) errors.push(field("merge_into", "unknown", "没有这个问题", "there is no such incident"));
  if (body.note === "出错") errors.push(field("note", "too_long", "不能超过 2000 字", "must not be longer than 2000 characters"));
  if (errors.length) return problem(400, "invalid_fields", "有内容需要改正。", "Some fields need correcting.", errors);
  if (target) incident.merged_into = target.id;
  incident.suspended_until = transition === "suspend" ? body.until : null;
  record(incident, row, row.parts.find((part) => partsOf(incident, me).includes(part)), body.note);
  return done(incident, me);
}

export function editCase(request, incident, body, me) {
  const old = stale(request, incident);
  if (old) return old;
  if (body.description !== undefined) incident.description = body.description;
  record(incident, { kind: "case_edited", words: words("已更正", "Case edited"), to: incident.state }, partsOf(incident, me)[0] ?? "clerk", body.note);
  return done(incident, me);
}

export function tasks(incidents, me, limit) {
  const mine = incidents.filter((one) => !one.closed_at && stepsOf(one, me).some((row) => row.needs.length > 0));
  const due = (one) => (one.due_at ? Date.parse(one.due_at) : Infinity);
  return { items: mine.sort((a, b) => due(a) - due(b)).slice(0, limit).map(brief), as_of: iso(NOW) };
}

export function track(incidents, code) {
  const found = incidents.find((one) => one.tracking_code === String(code ?? "").trim().toUpperCase());
  if (!found) return problem(404, "tracking_code_unknown", "没有这个查询码。", "There is no such tracking code.");
  const told = ["case_closed", "case_rejected"];
  return { status: 200, body: {
    number: found.number, category: found.category, category_name: found.category_name, state: found.state, state_words: STATES.find((one) => one.slug === found.state).words,
    position: found.position, recorded_at: found.recorded_at, due_at: found.due_at, owner: found.owner,
    steps: history(found).map(({ kind, words: said, at, note }) => ({ kind, words: said, at, note: told.includes(kind) ? note : null })),
  } };
}

/** What staff report on patrol is filed and dispatched at once. */
export function fileAtOnce(incident) {
  for (const transition of ["file", "dispatch"]) record(incident, TABLE.find((one) => one.transition === transition), "system", null);
}
