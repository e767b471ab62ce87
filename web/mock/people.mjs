// Posts and routing of the mock: plausible holders, two vacancies, one person pending, one question.
import { CATEGORIES, DEPARTMENTS, POST_STATES, ROLES, words } from "./words.mjs";
import { uuid } from "./random.mjs";

const UNITS = ["市住建局", "市水利局", "区教体局", "市文旅局", "区财政局", "市交通局", "区民政局", "市烟草公司", "区自然资源局", "市供销社"];
const PERSONS = ["李明", "高远", "张丽华", "普建国", "王素芬", "陈刚", "赵文斌", "杨晓梅", "马志强", "周敏"];
const EXPECTED = {
  point: ["point_head", "group_liaison"],
  zone: ["zone_head", "community_liaison", "jointly_responsible"],
  community: ["grid_chief", "street_liaison", "directly_responsible"],
  street: ["first_responsible"],
  district: [],
};

const hash = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);

const party = (kind, name, seed, phone) => ({ id: uuid(seed % 0xffffff), name, kind, has_phone: phone });

function post(role, area) {
  const seed = hash(role + area.code);
  const vacant = (role === "point_head" && /-3-2$/.test(area.code)) || (role === "group_liaison" && /-5-1$/.test(area.code));
  const pending = role === "point_head" && /-2-4$/.test(area.code);
  const state = vacant ? "vacant" : pending ? "person_pending" : "filled";
  return {
    role,
    role_words: ROLES[role],
    level: area.level,
    area: { code: area.code, name: area.name },
    state,
    state_words: POST_STATES[state],
    appointment: vacant ? null : uuid(seed),
    unit: vacant ? null : party("unit", UNITS[seed % UNITS.length], seed, true),
    person: state === "filled" ? party("person", PERSONS[(seed >> 4) % PERSONS.length], seed + 1, true) : null,
    title: role === "zone_head" ? "副局长" : null,
    primary: true,
    duty_phone: vacant ? null : `0877-26${String(10000 + (seed % 89999)).slice(0, 5)}`,
    since: "2025-03-01",
  };
}

export const chainOf = (areas) => areas.flatMap((area) => (EXPECTED[area.level] ?? []).map((role) => post(role, area)));
export const postsOf = (area) => chainOf([area]);

export function holder(source, extra = {}) {
  const named = [source.role_words.zh, source.unit?.name, source.person?.name].filter(Boolean).join(" · ");
  const english = [source.role_words.en, source.unit?.name, source.person?.name].filter(Boolean).join(" · ");
  return { ...source, feature: null, department: null, label: words(named, english), ...extra };
}

export function departmentsOf(areas) {
  const zone = areas.find((area) => area.level === "zone") ?? areas[0];
  return DEPARTMENTS.map((department) => {
    const seed = hash(department.slug + (zone?.code ?? ""));
    const vacant = department.slug === "health" && /-6$/.test(zone?.code ?? "");
    const filled = zone && !vacant ? {
      role: "enforcement", role_words: ROLES.enforcement, level: zone.level, area: { code: zone.code, name: zone.name },
      state: "filled", state_words: POST_STATES.filled, appointment: uuid(seed),
      unit: party("department", `红塔区${department.name.zh}大队`, seed, true), person: party("person", PERSONS[seed % PERSONS.length], seed + 1, true),
      title: null, primary: true, duty_phone: `0877-20${String(10000 + (seed % 89999)).slice(0, 5)}`, since: "2025-03-01",
    } : null;
    return { department: department.slug, name: department.name, state: filled ? "filled" : "vacant", post: filled, inherited_from: filled ? { level: zone.level, code: zone.code, name: zone.name } : null };
  });
}

/** What the mock says about a category at a place: block, actor, limit, the one question, reasons. */
export function route(slug, areas, features, answer) {
  const category = CATEGORIES.find((one) => one.slug === slug);
  if (!category) return null;
  const reasons = [];
  const reason = (code, zh, en) => reasons.push({ code, zh, en });
  if (!areas.length) {
    reason("outside", "这里不在任何已划定的网格内，上报会进入待分派队列，不会丢失。", "No drawn area contains this place; the report waits in a queue and is not lost.");
    return { block: null, actor: null, department: category.department, copies: [], checker: null, question: null, verdict: null, limit: null, rule: "outside", reasons };
  }
  const chain = chainOf(areas);
  const filled = chain.find((one) => one.role === "point_head" && one.state === "filled") ?? chain.find((one) => one.role === "zone_head") ?? chain[0];
  const block = holder(filled);
  reason("area", `位置在「${areas[0].name}」内，属地责任人是${block.label.zh}。`, `The place is inside “${areas[0].name}”; the territorial owner is ${block.label.en}.`);
  if (chain[0]?.state === "vacant") reason("vacant", `「${areas[0].name}」点长空缺，由上一级接手。`, `The point head of “${areas[0].name}” is vacant; the next level takes over.`);
  let actor = block;
  let question = null;
  let verdict = null;
  let department = category.department;
  const zone = features.find((one) => one.layer === "vending_zone");
  const road = features.find((one) => one.layer === "road");
  const compound = features.find((one) => one.layer === "compound");
  const office = (which) => {
    const found = departmentsOf(areas).find((one) => one.department === which)?.post;
    return found ? holder(found, { department: which }) : block;
  };
  if (zone && ["street_vending", "unlicensed_vendor"].includes(slug)) {
    if (!answer) {
      question = {
        code: "line_side",
        words: words("摊位在划线以内还是以外？", "Is the stall inside or outside the painted line?"),
        options: [
          { code: "inside_line", words: words("线内", "Inside the line"), outcome: words("时段内合规，只作登记", "Allowed in opening hours; recorded only") },
          { code: "outside_line", words: words("线外", "Outside the line"), outcome: words("超线经营，转城管处置", "Over the line; goes to urban management") },
        ],
      };
    } else verdict = answer === "inside_line" ? "compliant" : "over_line";
    reason("vending_zone", `距「${zone.name}」${Math.round(zone.distance_m)} 米，需先分清线内线外。`, `${Math.round(zone.distance_m)} m from “${zone.name}”: inside or outside its line decides.`);
  }
  if (slug === "parking" && road && !answer) {
    question = {
      code: "carriageway",
      words: words("车停在车道上还是人行道上？", "Is the car on the carriageway or on the footway?"),
      options: [
        { code: "carriageway", words: words("车道", "Carriageway"), outcome: words("转交警处置", "Goes to the traffic police") },
        { code: "footway", words: words("人行道", "Footway"), outcome: words("转城管处置", "Goes to urban management") },
      ],
    };
  }
  if (slug === "parking" && answer) department = answer === "footway" ? "chengguan" : "traffic_police";
  if (category.remedy === "enforcement" && department && !(slug === "parking" && compound)) {
    actor = office(department);
    reason("enforcement", `「${category.name.zh}」属执法事项，由${actor.label.zh}处置。`, `“${category.name.en}” is a matter of enforcement: ${actor.label.en} acts.`);
  } else if (compound) {
    reason("compound", `在小区「${compound.name}」内，由${block.label.zh}组织处理。`, `Inside the compound “${compound.name}”: ${block.label.en} organises the work.`);
  } else reason("default", `没有更具体的规则，由${block.label.zh}处理。`, `No more specific rule applies: ${block.label.en} acts.`);
  const community = chain.find((one) => one.role === "directly_responsible");
  return {
    block, actor, department, copies: community ? [holder(community)] : [], checker: category.remedy === "cleaning" && community ? holder(community) : null,
    question, verdict, limit: { amount: 2, unit: "urgent_hours", words: words("2 紧急工作时", "2 urgent hours") }, rule: `mock-${slug}`, reasons,
  };
}
