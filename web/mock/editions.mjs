// Editions and drafts of the mock: kept in memory, so a restart forgets them. Checks and previews are rough and only good for screens.
import { randomUUID } from "node:crypto";
import { bounds, contains, metres } from "./place.mjs";
import { words } from "./words.mjs";

const iso = () => new Date().toISOString();
const ringM2 = (ring) => {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [metres(ring[i]), metres(ring[i + 1])];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
};
const m2 = (geometry) => (!geometry ? 0 : (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat().reduce((sum, ring) => sum + ringM2(ring), 0));
const middleOf = (geometry) => {
  const [w, s, e, n] = bounds(geometry);
  return [(w + e) / 2, (s + n) / 2];
};
const reference = ({ level, code, name }) => ({ level, code, name });

export function makeEditions(place, incidents) {
  const drafts = new Map();
  const past = [
    { number: 1, base: null, scope: [], note: "首次导入", in_force_from: "2025-03-01T00:00:00+08:00", recorded_at: "2025-02-26T10:12:00+08:00", state: "past" },
    { number: 2, base: 1, scope: ["YL-01"], note: "按四至调整北苑片区", in_force_from: "2026-01-01T00:00:00+08:00", recorded_at: "2025-12-28T16:40:00+08:00", state: "past" },
    { number: 3, base: 2, scope: [], note: "与街道核对后发布", in_force_from: "2026-07-01T00:00:00+08:00", recorded_at: "2026-06-29T09:05:00+08:00", state: "in_force" },
  ];
  const inForce = () => past.filter((one) => one.state === "in_force").at(-1)?.number ?? null;
  const childOf = (code, root) => {
    for (let area = place.areas.find((one) => one.code === code); area; area = place.areas.find((one) => one.code === area.parent)) if (area.code === root) return true;
    return false;
  };
  const scoped = (scope) => place.areas.filter((area) => scope.length === 0 || scope.some((root) => childOf(area.code, root)));
  const brief = (draft) => {
    const changes = compare(draft);
    return { id: draft.id, scheme: "duty", base: draft.base, scope: draft.scope, note: draft.note, version: draft.version, created_at: draft.created_at, changed_at: draft.changed_at, areas_changed: changes.filter((one) => one.change !== "removed").length, areas_removed: changes.filter((one) => one.change === "removed").length };
  };
  const changeOf = (before, after) => (!before ? "added" : !after ? "removed" : JSON.stringify(before.geometry) !== JSON.stringify(after.geometry) ? "reshaped" : before.name !== after.name || before.parent !== after.parent || before.extent !== after.extent ? "renamed" : null);
  function compare(draft) {
    const before = new Map(scoped(draft.scope).map((area) => [area.code, area]));
    const codes = new Set([...before.keys(), ...draft.areas.keys()]);
    return [...codes].map((code) => ({ code, before: before.get(code), after: draft.areas.get(code), change: changeOf(before.get(code), draft.areas.get(code)) })).filter((one) => one.change);
  }
  const leaves = (areas) => {
    const parents = new Set(areas.map((area) => area.parent));
    return areas.filter((area) => area.geometry && !parents.has(area.code));
  };
  const ownerAt = (areas, position) => areas.find((area) => contains(area.geometry, position));
  const headOf = (area) => (area ? words(`${area.name}点长`, `Point head of ${area.code}`) : null);

  function check(draft) {
    const areas = [...draft.areas.values()];
    const faults = [];
    for (const area of leaves(areas)) {
      if (m2(area.geometry) < 1) faults.push({ kind: "sliver", level: area.level, position: middleOf(area.geometry), width_m: 0.2, area_m2: m2(area.geometry), areas: [area.code], warning: false, words: words(`${area.name}窄如细条`, `${area.name} is a sliver`) });
    }
    const total = areas.filter((area) => area.level === "zone").reduce((sum, area) => sum + m2(area.geometry), 0);
    const points = areas.filter((area) => area.level === "point").reduce((sum, area) => sum + m2(area.geometry), 0);
    const remainder = Math.max(0, Math.round((total - points) * 100) / 100);
    return { faults, publishable: faults.every((one) => one.warning), remainder_m2: remainder, remainder_share: total > 0 ? remainder / total : 0 };
  }

  function preview(draft) {
    const before = scoped(draft.scope);
    const after = [...draft.areas.values()];
    const [was, is] = [leaves(before), leaves(after)];
    const compounds = place.features.filter((one) => one.layer === "compound");
    const households = (area) => (area?.geometry ? compounds.filter((one) => contains(area.geometry, middleOf(one.geometry))).reduce((sum, one) => (sum === null || one.attributes.households === null ? null : sum + one.attributes.households), 0) : 0);
    const roads = (area) => (area?.geometry ? place.features.filter((one) => one.layer === "road" && one.attributes.axis).reduce((sum, one) => {
      let length = 0;
      for (let i = 0; i + 1 < one.attributes.axis.length; i += 1) {
        const [a, b] = [one.attributes.axis[i], one.attributes.axis[i + 1]];
        for (let k = 0; k < 10; k += 1) {
          const at = [a[0] + ((b[0] - a[0]) * (k + 0.5)) / 10 + 2e-6, a[1] + ((b[1] - a[1]) * (k + 0.5)) / 10 + 3e-6];
          if (contains(area.geometry, at)) length += Math.hypot(...metres(a).map((v, j) => v - metres(b)[j])) / 10;
        }
      }
      return sum + length;
    }, 0) : 0);
    const moved = (position) => {
      const [from, to] = [ownerAt(was, position), ownerAt(is, position)];
      return from?.code === to?.code ? null : { position, from: from ? reference(from) : null, to: to ? reference(to) : null, from_owner: headOf(from), to_owner: headOf(to) };
    };
    const incidentMoves = incidents.filter((one) => !one.closed_at).flatMap((one) => {
      const move = moved(one.position);
      return move ? [{ id: one.id, number: one.number, category: one.category, ...move }] : [];
    });
    const featureMoves = place.features.flatMap((one) => {
      const move = moved(one.geometry.type === "Point" ? one.geometry.coordinates : middleOf(one.geometry));
      return move ? [{ layer: one.layer, code: one.code, name: one.name, ...move }] : [];
    });
    const changes = compare(draft);
    const removed = changes.filter((one) => one.change === "removed").map((one) => one.before);
    return {
      areas: changes.map(({ code, change, before: b, after: a }) => ({ code, name: (a ?? b).name, change, before_m2: b ? m2(b.geometry) : null, after_m2: a ? m2(a.geometry) : null, households_before: b ? households(b) : null, households_after: a ? households(a) : null, road_m_before: b ? roads(b) : null, road_m_after: a ? roads(a) : null })),
      incidents: { total: incidentMoves.length, moves: incidentMoves.slice(0, 1000) },
      features: { total: featureMoves.length, moves: featureMoves.slice(0, 1000) },
      appointments: removed.map((area) => {
        const heir = ownerAt(is, middleOf(area.geometry));
        return { id: randomUUID(), role: area.level === "zone" ? "zone_head" : "point_head", from: reference(area), to: heir ? reference(heir) : null };
      }),
      vacant: changes.filter((one) => one.change === "added").map(({ after: area }) => ({ role: area.level === "zone" ? "zone_head" : "point_head", area: reference(area) })),
    };
  }

  function publishAreas(draft) {
    const kept = new Set(scoped(draft.scope).map((area) => area.code));
    place.areas = [...place.areas.filter((area) => !kept.has(area.code)), ...draft.areas.values()];
  }

  const body = async (request) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    return chunks.length ? JSON.parse(Buffer.concat(chunks).toString("utf8")) : {};
  };
  const stale = (request, draft) => request.headers["if-match"]?.replace(/^W\//, "") !== `"v${draft.version}"`;

  /** Answers a request under /editions: status and body. Changes that others made are told by replaying the versions since. */
  return async function answer(request, parts) {
    const refuse = (status, code, zh, en, more = {}) => ({ status, body: { type: "about:blank", title: en, status, code, detail: en, words: words(zh, en), errors: [], request_id: "mock", ...more } });
    if (parts.length === 1) {
      if (request.method === "GET") return { status: 200, body: { in_force: inForce(), editions: [...past].reverse(), drafts: [...drafts.values()].map(brief) } };
      const { scope = [], note = "" } = await body(request);
      const draft = { id: randomUUID(), base: inForce(), scope, note, version: 1, created_at: iso(), changed_at: iso(), areas: new Map(scoped(scope).map((area) => [area.code, { ...area }])), log: [] };
      drafts.set(draft.id, draft);
      return { status: 201, body: brief(draft) };
    }
    const [, id, action] = parts;
    if (/^\d+$/.test(id)) {
      const edition = past.find((one) => one.number === Number(id));
      if (!edition) return refuse(404, "not_found", "没有这个版本。", "There is no such edition.");
      if (action === "withdraw") {
        if (edition.state !== "coming") return refuse(409, "not_coming", "只能撤回尚未生效的版本。", "Only a coming edition can be withdrawn.");
        edition.state = "withdrawn";
        return { status: 200, body: edition };
      }
      const { note = "" } = await body(request);
      for (const one of past) if (one.state === "in_force") one.state = "past";
      past.push({ ...edition, number: past.length + 1, base: past.length, note: note || `恢复第 ${edition.number} 版`, in_force_from: iso(), recorded_at: iso(), state: "in_force" });
      return { status: 201, body: { number: past.length } };
    }
    const draft = drafts.get(id);
    if (!draft) return refuse(404, "not_found", "没有这份草稿。", "There is no such draft.");
    if (request.method === "DELETE") {
      drafts.delete(id);
      return { status: 204 };
    }
    if (action === "areas") {
      const before = new Map(scoped(draft.scope).map((area) => [area.code, area]));
      return { status: 200, body: { type: "FeatureCollection", features: [...draft.areas.values()].map(({ geometry, code, name, level, parent, extent }) => ({ type: "Feature", geometry, properties: { code, name, level, parent, extent: extent ?? null, changed: changeOf(before.get(code), draft.areas.get(code)) } })) } };
    }
    if (action === "check") return { status: 200, body: check(draft) };
    if (action === "preview") return { status: 200, body: preview(draft) };
    if (request.method === "GET") return { status: 200, body: brief(draft), headers: { etag: `"v${draft.version}"` } };
    if (!request.headers["if-match"]) return refuse(428, "precondition_required", "缺少 If-Match。", "If-Match is missing.");
    if (stale(request, draft)) {
      const theirs = Number(/v(\d+)/.exec(request.headers["if-match"])?.[1] ?? 0);
      return refuse(412, "stale", "这份草稿刚被别人改过。", "Somebody else has changed this draft.", { version: draft.version, changed: [...new Set(draft.log.filter((one) => one.version > theirs).flatMap((one) => one.codes))] });
    }
    if (request.method === "PATCH") {
      const { upsert = [], remove = [], reason = "" } = await body(request);
      if (reason.trim() === "") return refuse(400, "invalid_fields", "有内容需要改正。", "Some fields need correcting.", { errors: [{ field: "reason", code: "missing", words: words("请写明原因。", "A reason is needed.") }] });
      for (const code of remove) draft.areas.delete(code);
      for (const area of upsert) draft.areas.set(area.code, { scheme: "duty", ...area });
      draft.version += 1;
      draft.changed_at = iso();
      draft.log.push({ version: draft.version, codes: [...remove, ...upsert.map((area) => area.code)] });
      return { status: 200, body: brief(draft), headers: { etag: `"v${draft.version}"` } };
    }
    if (action === "publish") {
      const { faults, publishable } = check(draft);
      if (!publishable) return refuse(422, "faulty", "边界还有问题，不能发布。", "The boundaries still have faults.", { faults });
      const { in_force_from: from, note = "" } = await body(request);
      if (!from) for (const one of past) if (one.state === "in_force") one.state = "past";
      past.push({ number: past.length + 1, base: draft.base, scope: draft.scope, note: note || draft.note, in_force_from: from ? `${from}T00:00:00+08:00` : iso(), recorded_at: iso(), state: from ? "coming" : "in_force" });
      if (!from) publishAreas(draft);
      drafts.delete(id);
      return { status: 201, body: { number: past.length } };
    }
    return refuse(405, "method_not_allowed", "此地址不接受这种请求。", "The method is not allowed here.");
  };
}
