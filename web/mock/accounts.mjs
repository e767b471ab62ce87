// Accounts of the mock: who there is, one-time links, the list for administrators, the audit log. In memory, so a restart
// forgets them. Passwords lie here in the open: nothing of this is a model for the service.
import { randomBytes, randomUUID } from "node:crypto";
import { holder, postsOf } from "./people.mjs";
import { words } from "./words.mjs";

export const ACCOUNT_ROLES = ["resident", "grid_worker", "point_head", "zone_head", "grid_chief", "department", "unit", "community_office", "administrator", "auditor"];
export const GRANTABLE = ["grid_worker", "community_office", "administrator", "auditor"];
const OF_POST = { point_head: "point_head", group_liaison: "grid_worker", zone_head: "zone_head", community_liaison: "zone_head", grid_chief: "grid_chief", directly_responsible: "community_office", jointly_responsible: "unit", enforcement: "department" };
const DAY = 86_400_000;
const iso = (time = Date.now()) => new Date(time).toISOString();

/** login, name, granted, password, role word of the demo */
const DEMO = [
  ["admin", "陈静", ["administrator"], "hongta-guanli-7", "administrator"],
  ["office", "普建国", ["community_office"], "hongta-shequ-8", "community_office"],
  ["lihua", "张丽华", [], "hongta-dianzhang-9", "point_head"],
  ["xiaomei", "杨晓梅", ["grid_worker"], "hongta-wangge-6", "grid_worker"],
  ["audit", "周敏", ["auditor"], "hongta-shenji-5", "auditor"],
];

export const problem = (status, code, zh, en, errors = [], headers = {}) => ({ status, headers, body: { type: "about:blank", title: en, status, code, detail: en, words: words(zh, en), errors, request_id: `mock-${Date.now()}` } });
export const field = (name, code, zh, en) => ({ field: name, code, words: words(zh, en) });
const invalid = (errors) => problem(400, "invalid_fields", "有内容需要改正。", "Some fields need correcting.", errors);

/** The service's own judgement, roughly. */
export function judgePassword(password, login) {
  if ([...(password ?? "")].length < 10) return field("password", "too_short", "密码至少 10 个字符。", "A password has at least 10 characters.");
  let rest = password.toLowerCase();
  for (const part of ["password", "qwerty", "admin", "woaini", "wangge", "123456", login]) if (part) rest = rest.replaceAll(part, "");
  return rest.length < 4 ? field("password", "too_common", "这个密码太常见，请换一个。", "This password is too common; choose another.") : null;
}

export function makeAccounts(place, { setup = false } = {}) {
  const accounts = new Map();
  const links = new Map();
  const audit = [];
  const parties = new Map();
  const holders = place.areas.flatMap((area) => postsOf(area)).filter((post) => post.state !== "vacant");
  for (const post of holders) for (const one of [post.person, post.unit]) if (one) parties.set(one.id, one.name);

  const log = (actor, action, subject, detail = {}) => audit.unshift({ id: randomUUID(), at: iso(), actor, action, subject, detail });
  const add = (login, name, granted, more = {}) => {
    const account = { id: randomUUID(), login, name, party: null, granted, password: null, disabled: false, created_at: iso(), last_sign_in_at: null, version: 1, ...more };
    accounts.set(account.id, account);
    return account;
  };
  if (!setup) {
    const head = holders.find((post) => post.role === "point_head" && post.person);
    for (const [login, name, granted, password] of DEMO) add(login, name, granted, { password, created_at: iso(Date.now() - 90 * DAY), party: login === "lihua" ? head.person.id : null });
    add("wangfang", "王芳", ["grid_worker"], { created_at: iso(Date.now() - 2 * DAY) });
    add("liudong", "刘东", ["community_office"], { password: "lao-mima-2024", disabled: true, created_at: iso(Date.now() - 200 * DAY), last_sign_in_at: iso(Date.now() - 60 * DAY), version: 3 });
  }

  const view = ({ password, disabled, ...account }) => ({ ...account, party_name: account.party ? (parties.get(account.party) ?? null) : null, state: disabled ? "disabled" : password ? "active" : "invited" });
  const postsFor = (account) => holders.filter((post) => account.party && [post.person?.id, post.unit?.id].includes(account.party));
  const rolesOf = (account) => {
    const all = new Set([...account.granted, ...postsFor(account).map((post) => OF_POST[post.role]).filter(Boolean)]);
    return all.size ? ACCOUNT_ROLES.filter((role) => all.has(role)) : ["resident"];
  };
  const refsOf = (account) => postsFor(account).map((post) => holder(post));
  const makeLink = (account, purpose) => {
    for (const [token, one] of links) if (one.account === account) links.delete(token);
    const token = randomBytes(24).toString("base64url");
    links.set(token, { account, purpose, expires_at: iso(Date.now() + 3 * DAY) });
    return { token, expires_at: links.get(token).expires_at };
  };
  if (setup) links.set("first-start", { account: null, purpose: "setup", expires_at: iso(Date.now() + DAY) });
  const administrators = () => [...accounts.values()].filter((one) => !one.disabled && one.password && one.granted.includes("administrator"));

  function list(request, parts, body, caller) {
    const actor = caller.account ? `${caller.account.name} (${caller.account.login})` : "127.0.0.1";
    const may = caller.roles.includes("administrator");
    if (request.method === "GET" && parts.length === 1) return { status: 200, body: { accounts: [...accounts.values()].map(view).sort((a, b) => a.login.localeCompare(b.login)) } };
    if (!may) return problem(403, "not_allowed", "只有系统管理员可以修改账号。", "Only an administrator may change accounts.");
    if (request.method === "POST" && parts.length === 1) {
      const errors = [];
      const login = String(body.login ?? "").trim().toLowerCase();
      if (!login || /\s/.test(login)) errors.push(field("login", "invalid", "登录名不能为空，也不能有空格。", "A login name is not empty and has no space."));
      else if ([...accounts.values()].some((one) => one.login === login)) errors.push(field("login", "taken", "这个登录名已经有人用了。", "This login name is taken."));
      if (!String(body.name ?? "").trim()) errors.push(field("name", "missing", "请填写姓名。", "A name is needed."));
      if (errors.length) return invalid(errors);
      const account = add(login, body.name.trim(), body.granted ?? [], { party: body.party ?? null });
      log(actor, "create_account", account.id, { login });
      return { status: 201, body: { account: view(account), link: makeLink(account, "invite") } };
    }
    const account = accounts.get(parts[1]);
    if (!account) return problem(404, "not_found", "没有这个账号。", "There is no such account.");
    if (parts[2] === "link") {
      log(actor, "account_link", account.id);
      return { status: 200, body: makeLink(account, account.password ? "reset" : "invite") };
    }
    const match = /v(\d+)/.exec(request.headers["if-match"] ?? "");
    if (!match) return problem(428, "precondition_required", "缺少 If-Match。", "If-Match is missing.");
    if (Number(match[1]) !== account.version) {
      const refusal = problem(412, "stale", "这个账号刚被别人改过。", "Somebody else has changed this account.");
      return { ...refusal, body: { ...refusal.body, version: account.version } };
    }
    const loses = body.state === "disabled" || (body.granted && !body.granted.includes("administrator"));
    const admins = administrators();
    if (loses && admins.length === 1 && admins[0] === account) return problem(409, "last_administrator", "这是最后一个系统管理员，不能停用，也不能取消管理员角色。请先让另一个人成为管理员。", "This is the last administrator: it cannot be disabled or lose that role. Make somebody else administrator first.");
    if (body.name !== undefined && !body.name.trim()) return invalid([field("name", "missing", "请填写姓名。", "A name is needed.")]);
    if (body.name !== undefined) account.name = body.name.trim();
    if (body.granted !== undefined) account.granted = body.granted;
    if (body.party !== undefined) account.party = body.party;
    if (body.state !== undefined) account.disabled = body.state === "disabled";
    account.version += 1;
    log(actor, "change_account", account.id, body);
    return { status: 200, body: view(account), headers: { etag: `"v${account.version}"` } };
  }

  return {
    accounts, links, audit, log, add, view, rolesOf, refsOf, list,
    byLogin: (login) => [...accounts.values()].find((one) => one.login === String(login ?? "").trim().toLowerCase()),
    demo: setup ? [] : DEMO.map(([login, name, , password, role]) => ({ login, password, role, name })),
    hasAdministrator: () => administrators().length > 0,
    invalid,
  };
}
