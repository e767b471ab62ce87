// Patrols of the mock: what the phases of its campaigns ask today, what was made, and how the overview counts it. Seeded so that
// some places are behind. Days only by the mock's own day; weeks begin on Monday.
import { randomUUID } from "node:crypto";
import { field, problem } from "./accounts.mjs";
import { readBody } from "./sessions.mjs";
import { CATEGORIES, words } from "./words.mjs";

const TODAY = "2026-11-24";
const at = (day, add) => new Date(Date.parse(`${day}T00:00:00Z`) + add * 86_400_000).toISOString().slice(0, 10);
const daysOf = (every, day) => {
  if (every === "day") return [day, day];
  if (every === "month") return [`${day.slice(0, 7)}-01`, at(`${at(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`, -1)];
  const monday = at(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  return [monday, at(monday, 6)];
};
const chance = (text, most) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % most;

export function makePatrols(place, campaigns, book) {
  const up = (code) => {
    const own = place.areas.find((one) => one.code === code);
    return own ? [own, ...up(own.parent)] : [];
  };
  const inside = (feature) => up(place.areas.find((one) => one.level === "point")?.code).filter(() => feature);
  const refs = (areas) => areas.map(({ level, code, name }) => ({ level, code, name }));
  const placeOf = (layer, code) => {
    if (!layer) {
      const areas = up(code);
      return areas.length ? { layer: null, code, name: areas[0].name, areas: refs(areas) } : null;
    }
    const feature = place.features.find((one) => one.layer === layer && one.code === code);
    return feature ? { layer, code, name: feature.name, areas: refs(inside(feature)) } : null;
  };
  const made = [];
  const write = (layer, code, role, day, more = {}) => made.push({ id: randomUUID(), layer, code, role, day, visited_at: `${day}T09:30:00+08:00`, recorded_at: `${day}T09:35:00+08:00`, checks: [], nothing: true, incidents: [], note: null, owner: null, ...more });
  for (const area of place.areas.filter((one) => one.level === "point")) {
    for (let back = 1; back < 6; back += 1) if (chance(`${area.code}${back}`, 5) > 0) write(null, area.code, "point_head", at(TODAY, -back));
  }

  const phases = () => campaigns.flatMap((campaign) => campaign.phases.filter((one) => one.first_day && one.first_day <= TODAY && (one.last_day ?? "9999") >= TODAY).map((phase) => ({ campaign, phase })));
  function standings(me) {
    const posts = me?.account ? book.refsOf(me.account) : [];
    return phases().flatMap(({ campaign, phase }) => phase.patrols.flatMap((patrol) => {
      const goals = patrol.place.level ? place.areas.filter((one) => one.level === patrol.place.level).map((one) => placeOf(null, one.code)) : place.features.filter((one) => one.layer === patrol.place.layer).map((one) => placeOf(one.layer, one.code));
      const cut = ([first, last]) => [first < phase.first_day ? phase.first_day : first, phase.last_day && last > phase.last_day ? phase.last_day : last];
      const now = cut(daysOf(patrol.every, TODAY));
      const eve = at(daysOf(patrol.every, TODAY)[0], -1);
      const before = eve >= phase.first_day ? cut(daysOf(patrol.every, eve)) : null;
      return goals.map((goal) => {
        const here = made.filter((one) => one.layer === goal.layer && one.code === goal.code && (one.role === null || one.role === patrol.role));
        const within = ([first, last]) => here.filter((one) => one.day >= first && one.day <= last);
        const seen = new Set(within(now).flatMap((one) => one.checks));
        return {
          campaign: { slug: campaign.slug, name: campaign.name }, phase: { slug: phase.slug, name: phase.name }, place: goal, role: patrol.role, every: patrol.every, checks: patrol.checks, note: patrol.note,
          first_day: now[0], last_day: now[1], required: patrol.times, made: within(now).length, missed: before ? Math.max(0, patrol.times - within(before).length) : null,
          unseen: patrol.checks.filter((one) => !seen.has(one)), mine: posts.some((post) => post.role === patrol.role && goal.areas.some((area) => area.code === post.area?.code)),
        };
      });
    }));
  }
  const view = (one, me) => ({ id: one.id, place: placeOf(one.layer, one.code), role: one.role, visited_at: one.visited_at, recorded_at: one.recorded_at, checks: one.checks, nothing: one.nothing, incidents: one.incidents, note: one.note, mine: one.owner !== null && one.owner === me.account?.id });

  function counts(area) {
    const all = standings(null).filter((one) => !area || one.place.areas.some((up) => up.code === area));
    if (all.length === 0) return null;
    const sum = (code, name, list) => ({
      code, name, asked: list.length, done: list.filter((one) => one.made >= one.required).length, required: list.reduce((n, one) => n + one.required, 0), made: list.reduce((n, one) => n + Math.min(one.made, one.required), 0),
      behind: list.every((one) => one.missed === null) ? null : list.filter((one) => one.missed > 0).length,
    });
    const zones = [...new Set(all.map((one) => one.place.areas.find((up) => up.level === "zone")?.code).filter(Boolean))];
    const rows = zones.map((code) => sum(code, words(placeOf(null, code).name, placeOf(null, code).name), all.filter((one) => one.place.areas.some((up) => up.code === code))));
    return { totals: sum(null, words("合计", "total"), all), zones: rows.sort((a, b) => b.behind - a.behind || b.required - b.made - (a.required - a.made)) };
  }

  async function answer(request, query, me, replays) {
    const staff = me.roles.some((role) => role !== "resident");
    if (!staff) return problem(401, "sign_in_required", "请先登录。", "Sign in first.");
    if (request.method === "GET") {
      const area = query.get("area");
      const mine = query.get("mine") === "true";
      const asked = standings(me).filter((one) => (!mine || one.mine) && (!area || one.place.areas.some((up) => up.code === area) || one.place.code === area));
      const since = (query.get("since") ?? TODAY).slice(0, 10);
      const list = made.filter((one) => one.day >= since && (!mine || one.owner === me.account?.id)).map((one) => view(one, me)).reverse();
      return { status: 200, body: { as_of: `${TODAY}T10:00:00+08:00`, day: TODAY, asked, patrols: list, total: list.length } };
    }
    const key = `patrol ${me.account?.id} ${request.headers["idempotency-key"] ?? ""}`;
    const body = await readBody(request);
    const goal = placeOf(body.layer ?? null, body.code);
    const errors = [];
    if (!goal) errors.push(field("code", "unknown", `没有这个地方「${body.code}」，可能网格已经调整，请重新选择`, `there is no place “${body.code}”; boundaries may have changed, choose again`));
    if (Date.parse(body.visited_at ?? "") > Date.parse(`${TODAY}T23:59:59+08:00`)) errors.push(field("visited_at", "in_the_future", "巡查时间晚于现在，请检查手机时钟", "lies in the future; check the clock"));
    (body.checks ?? []).forEach((slug, n) => { if (!CATEGORIES.some((one) => one.slug === slug)) errors.push(field(`checks[${n}]`, "unknown", `没有事项类别「${slug}」`, `there is no category “${slug}”`)); });
    if (errors.length) return problem(400, "invalid_fields", "有内容需要改正。", "Some fields need correcting.", errors);
    if (!replays.has(key)) {
      const post = book?.refsOf(me.account).find((one) => goal.areas.some((area) => area.code === one.area?.code));
      write(body.layer ?? null, body.code, post?.role ?? null, TODAY, { visited_at: body.visited_at, checks: body.checks ?? [], nothing: body.nothing ?? false, incidents: body.incidents ?? [], note: body.note ?? null, owner: me.account?.id ?? null });
      replays.set(key, made.at(-1));
    }
    const one = replays.get(key);
    return { status: 201, body: { id: one.id, visited_at: one.visited_at, recorded_at: one.recorded_at, place: goal, asked: standings(me).filter((other) => other.place.code === one.code && other.place.layer === one.layer) } };
  }
  return { answer, counts };
}
