// Assessment and campaigns of the mock: the shipped campaigns and formulas, and numbers that follow from the names.
import { readFileSync } from "node:fs";
import { field, problem } from "./accounts.mjs";
import { readBody } from "./sessions.mjs";
import { DEPARTMENTS, words } from "./words.mjs";

const shipped = (name) => JSON.parse(readFileSync(new URL(`../../geodata/reference/${name}.json`, import.meta.url), "utf8")).entries;
const DAY = "2026-11-24";
const NAMES = { filed: "立案", closed: "结案", due: "应结案" };

/** A number that is always the same for a name. */
const chance = (text, most) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % most;

function measures(code, few) {
  const filed = few ? chance(code, 4) : 6 + chance(code, 60);
  const due = Math.max(0, filed - chance(`${code}d`, 3));
  const closed = Math.max(0, due - chance(`${code}c`, Math.max(1, Math.floor(due / 4))));
  const onTime = Math.max(0, closed - chance(`${code}t`, Math.max(1, Math.floor(closed / 3))));
  const publicly = Math.floor(filed * 0.6);
  return {
    reported: filed + 2, reported_public: publicly + 1, reported_staff: filed - publicly + 1, filed, filed_public: publicly, filed_staff: filed - publicly, filed_unlimited: 1,
    due, due_closed: closed, due_on_time: onTime, due_reworked: chance(`${code}r`, 3), closed, closed_on_time: onTime, closed_reworked: Math.min(closed, chance(`${code}r`, 3)), closed_relapsed: Math.min(closed, chance(`${code}b`, 4)),
    on_site: chance(`${code}o`, 9), on_site_relapsed: 0, overdue: due - closed, appeals: chance(`${code}a`, 2), posts: 2, posts_vacant: chance(`${code}v`, 2), median_handling_s: closed === 0 ? null : 3600 * (2 + chance(`${code}h`, 70)),
  };
}

function score(formula, counts) {
  const terms = formula.terms.map((term) => {
    let value = null;
    if (term.value.rate) {
      const { part, whole, inverted } = term.value.rate;
      if (counts[whole] >= formula.least) value = Math.round((inverted ? 100 - (100 * counts[part]) / counts[whole] : (100 * counts[part]) / counts[whole]) * 100) / 100;
    } else value = term.value.bands.bands.find((band) => band.up_to === undefined || counts[term.value.bands.measure] <= band.up_to).score;
    const points = value === null ? null : Math.round(value * term.weight) / 100;
    const told = (name) => (value === null ? `${name}: ?` : `${name}：${value} × ${term.weight}% = ${points.toFixed(2)}`);
    return { name: term.name, weight: term.weight, value, points, words: words(told(term.name.zh), told(term.name.en).replace("：", ": ")) };
  });
  const known = terms.every((term) => term.points !== null);
  const points = known ? Math.round(terms.reduce((sum, term) => sum + term.points, 0) * 100) / 100 : null;
  const sum = known ? `${terms.map((term) => term.points.toFixed(2)).join(" + ")} = ${points.toFixed(2)}` : null;
  const whole = formula.terms.map((term) => term.value.rate?.whole).find((name) => name && counts[name] < formula.least);
  return {
    formula: formula.slug, points, terms, arithmetic: known ? words(sum, sum) : words("不评分", "no score"),
    reasons: known ? [] : [{ code: "too_few", zh: `${NAMES[whole] ?? whole}仅 ${counts[whole]} 件，不足 ${formula.least} 件，不评分`, en: `only ${counts[whole]} of at least ${formula.least}, no score` }],
  };
}

const add = (list) => Object.fromEntries(Object.keys(measures("x")).map((name) => [name, name === "median_handling_s" ? 36_000 : list.reduce((sum, one) => sum + (one[name] ?? 0), 0)]));

function answer(place, campaigns, formulas, query) {
  const kind = query.get("kind");
  const areas = place.areas.filter((area) => area.level === kind);
  const subjects = kind === "department" ? DEPARTMENTS.map(({ slug, name }) => [slug, name]) : kind === "unit" ? ["市住建局", "市城管局", "玉龙物业", "洁美保洁公司"].map((name) => [name, words(name, name)]) : areas.map(({ code, name }) => [code, words(name, name)]);
  const used = formulas.map((one) => one.formula).filter((one) => one?.subjects.includes(kind));
  const parent = (code) => place.areas.find((area) => area.code === areas.find((one) => one.code === code)?.parent);
  const rows = subjects.map(([code, name], at) => {
    const [now, before] = [measures(code, at % 7 === 3), measures(`${code}-`, at % 7 === 3)];
    const above = parent(code);
    const scores = used.map((formula) => ({ place: null, previous_place: null, previous_points: score(formula, before).points, ...score(formula, now) }));
    return { code, name, parent: above ? { level: above.level, code: above.code, name: above.name } : null, measures: now, previous: before, scores };
  });
  used.forEach((_, at) => [...rows].filter((row) => row.scores[at].points !== null).sort((a, b) => b.scores[at].points - a.scores[at].points).forEach((row, n) => (row.scores[at].place = n + 1)));
  const [campaign, phase] = [campaigns.find((one) => one.slug === query.get("campaign")), query.get("phase")];
  const of = campaign?.phases.find((one) => one.slug === phase);
  const nobodys = measures("nobody", true);
  const period = (first_day, last_day, complete) => ({ from: `${first_day}T00:00:00+08:00`, until: `${DAY}T10:00:00+08:00`, first_day, last_day, complete });
  return {
    as_of: `${DAY}T10:00:00+08:00`, kind, period: period(query.get("from") ?? of?.first_day ?? "2026-11-01", "2026-11-30", false), previous: period("2026-10-01", "2026-10-31", true),
    campaign: campaign ? { slug: campaign.slug, name: campaign.name } : null, phase: of ? { slug: of.slug, name: of.name } : null, area: null, highlights: of?.dashboard ?? [], formulas: used, subjects: rows,
    totals: { measures: add([...rows.map((row) => row.measures), nobodys]), previous: null, comparison: [] }, nobodys: { measures: nobodys, previous: null, comparison: [] },
  };
}

export function makeAssessment(place) {
  const campaigns = shipped("campaigns").map((campaign) => ({ ...campaign, version: 0, phase: null }));
  // The service fills in what a file may leave out.
  for (const phase of campaigns.flatMap((one) => one.phases)) phase.patrols = phase.patrols.map((one) => ({ checks: [], note: null, ...one }));
  Object.assign(campaigns[0].phases[1], { first_day: "2026-09-01", last_day: "2026-10-31" });
  Object.assign(campaigns[0].phases[2], { first_day: "2026-11-01", last_day: "2026-12-15" });
  campaigns[0].phase = campaigns[0].phases[2].slug;
  const formulas = shipped("assessment").map((formula) => ({ slug: formula.slug, version: 0, formula, valid_from: null, coming: null }));
  const faultsOf = (formula) => {
    const sum = formula.terms.reduce((total, term) => total + term.weight, 0);
    return sum === 100 ? [] : [field("formula.terms", "faulty", `各项权重合计 ${sum}，应为 100`, `the weights of the terms make ${sum}, not 100`)];
  };
  const version = (request) => Number(/v(\d+)/.exec(request.headers["if-match"] ?? "")?.[1] ?? -1);
  const stale = () => problem(412, "stale_version", "已被他人改动。", "Changed by somebody else.");

  /** Null for other addresses. */
  const answerTo = async (request, path, query, me) => {
    if (!/^(assessment|campaigns)(\/|$)/.test(path)) return null;
    const staff = me.roles.some((role) => role !== "resident");
    const chief = me.roles.includes("administrator");
    if (path === "assessment/formulas") return { status: 200, body: { day: DAY, formulas } };
    if (!staff || (request.method !== "GET" && !chief)) return staff ? problem(403, "not_allowed", "你的角色不能做这件事。", "Your role may not do this.") : problem(401, "sign_in_required", "请先登录。", "Sign in first.");
    if (path === "assessment") return { status: 200, body: answer(place, campaigns, formulas, query) };
    if (path === "campaigns") return { status: 200, body: { day: DAY, campaigns, tiers: [{ slug: "threshold", name: words("基本时限", "threshold") }, { slug: "improved", name: words("提升时限", "improved") }] } };
    const body = await readBody(request);
    if (path === "assessment/formulas/check") return { status: 200, body: { faults: faultsOf(body.formula) } };
    const slug = path.split("/").at(-1);
    if (path.startsWith("campaigns/")) {
      const one = campaigns.find((known) => known.slug === slug);
      if (version(request) !== one.version) return stale();
      const backwards = body.campaign.phases.find((phase) => phase.last_day && phase.last_day < (phase.first_day ?? "~"));
      if (backwards) return problem(400, "invalid_fields", "有内容需要改正。", "Some fields need correcting.", [{ ...field("campaign", "faulty", `阶段「${backwards.slug}」的结束日期早于开始日期`, `phase ${backwards.slug} ends before it begins`), place: backwards.slug }]);
      const phase = body.campaign.phases.find((of) => of.first_day && of.first_day <= DAY && (of.last_day ?? "9999") >= DAY)?.slug ?? null;
      return { status: 200, body: Object.assign(one, body.campaign, { version: one.version + 1, phase }) };
    }
    const one = formulas.find((known) => known.slug === slug);
    if (version(request) !== one.version) return stale();
    const coming = body.valid_from > DAY ? { valid_from: body.valid_from, formula: body.formula } : null;
    return { status: 200, body: Object.assign(one, { version: one.version + 1 }, coming ? { coming } : { formula: body.formula, valid_from: body.valid_from, coming: null }) };
  };
  return Object.assign(answerTo, { campaigns });
}
