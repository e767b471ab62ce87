// Who is calling the mock, and everything that a caller does with the own account: signing in and out, links, devices,
// password, tokens. `--open-edit` lets callers without a session count as office and administrator.
import { randomBytes, randomUUID } from "node:crypto";
import { field, judgePassword, problem } from "./accounts.mjs";

const DAY = 86_400_000;
const COOKIE = "wangge_session";
const GONE = { "set-cookie": `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0` };
const SCOPES = ["read", "report", "cases", "boundaries", "private"];
/** Wrong passwords for one login before the wait. */
const TRIES = 5;
const iso = (time = Date.now()) => new Date(time).toISOString();

export async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString("utf8")) : {};
}

function deviceOf(request) {
  const agent = request.headers["user-agent"] ?? "";
  const browser = /Edg\//.test(agent) ? "Edge" : /MicroMessenger/.test(agent) ? "微信" : /Chrome\//.test(agent) ? "Chrome" : /Firefox\//.test(agent) ? "Firefox" : "Safari";
  const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Windows/.test(agent) ? "Windows" : /Mac OS/.test(agent) ? "macOS" : "Linux";
  return `${browser} · ${system}`;
}

export function makeSessions(book, { open, wait }) {
  const sessions = new Map();
  const tokens = new Map();
  const failures = new Map();

  function caller(request) {
    const bearer = /^Bearer (wgt_\S+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (bearer) {
      const token = tokens.get(bearer);
      const account = token ? book.accounts.get(token.account) : null;
      return account ? { account, session: null, roles: book.rolesOf(account) } : { account: null, session: null, roles: ["resident"], expired: true };
    }
    const key = new RegExp(`${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? "")?.[1];
    const session = key ? sessions.get(key) : null;
    const account = session ? book.accounts.get(session.account) : null;
    if (account && !account.disabled) {
      session.last_seen_at = iso();
      return { account, session, roles: book.rolesOf(account) };
    }
    return { account: null, session: null, roles: open ? ["community_office", "administrator"] : ["resident"], expired: Boolean(key) };
  }

  const answer = (account, roles) => ({ account: account ? { id: account.id, login: account.login, name: account.name, party: account.party } : null, roles, posts: account ? book.refsOf(account) : [] });

  function begin(request, account, remember) {
    const key = randomBytes(24).toString("base64url");
    account.last_sign_in_at = iso();
    sessions.set(key, { id: randomUUID(), account: account.id, device: deviceOf(request), address: "127.0.0.1", created_at: iso(), last_seen_at: iso(), expires_at: iso(Date.now() + (remember ? 30 * DAY : DAY / 2)) });
    return { status: 200, body: answer(account, book.rolesOf(account)), headers: { "set-cookie": `${COOKIE}=${key}; Path=/; HttpOnly; SameSite=Lax${remember ? `; Max-Age=${30 * DAY / 1000}` : ""}` } };
  }

  function signIn(request, { login, password, remember }) {
    const name = String(login ?? "").trim().toLowerCase();
    const failed = failures.get(name);
    if (failed?.until > Date.now()) {
      const seconds = Math.ceil((failed.until - Date.now()) / 1000);
      return problem(429, "too_many_attempts", `尝试次数过多，请 ${seconds} 秒后再试。`, `Too many attempts. Try again in ${seconds} seconds.`, [], { "retry-after": String(seconds) });
    }
    const account = book.byLogin(name);
    if (!account || account.disabled || !account.password || account.password !== password) {
      const count = (failed?.until ? 0 : (failed?.count ?? 0)) + 1;
      failures.set(name, { count, until: count >= TRIES ? Date.now() + wait * 1000 : 0 });
      return problem(401, "sign_in_failed", "登录名或密码不对。", "The login name or the password is wrong.");
    }
    failures.delete(name);
    book.log(`${account.name} (${account.login})`, "sign_in", account.id, { device: deviceOf(request), address: "127.0.0.1" });
    return begin(request, account, remember === true);
  }

  function redeem(request, body) {
    const link = book.links.get(body.token);
    if (!link) return problem(404, "link_invalid", "链接无效：可能已用过、已过期，或没有复制完整。", "The link is not valid: used, expired, or not copied whole.");
    const login = link.account?.login ?? String(body.login ?? "").trim().toLowerCase();
    const errors = [];
    if (!link.account && !login) errors.push(field("login", "missing", "请填写登录名。", "A login name is needed."));
    if (!link.account && !String(body.name ?? "").trim()) errors.push(field("name", "missing", "请填写姓名。", "A name is needed."));
    const weak = judgePassword(body.password, login);
    if (weak) errors.push(weak);
    if (errors.length) return book.invalid(errors);
    const account = link.account ?? book.add(login, body.name.trim(), ["administrator"]);
    account.password = body.password;
    book.links.delete(body.token);
    for (const [key, one] of sessions) if (one.account === account.id) sessions.delete(key);
    book.log(`${account.name} (${account.login})`, "redeem_link", account.id, { purpose: link.purpose });
    return begin(request, account, false);
  }

  /** What belongs to the own account; null for other addresses. */
  async function route(request, parts, me) {
    const [what, id] = parts;
    const { method } = request;
    if (what === "session" && method === "GET") return { status: 200, body: answer(me.account, me.roles) };
    if (what === "session" && method === "POST") return signIn(request, await readBody(request));
    if (what === "links" && id === "look") {
      const link = book.links.get((await readBody(request)).token);
      return link ? { status: 200, body: { purpose: link.purpose, login: link.account?.login ?? null, name: link.account?.name ?? null, expires_at: link.expires_at } } : problem(404, "link_invalid", "链接无效：可能已用过、已过期，或没有复制完整。", "The link is not valid: used, expired, or not copied whole.");
    }
    if (what === "links" && id === "redeem") return redeem(request, await readBody(request));
    if (!["session", "sessions", "password", "tokens"].includes(what)) return null;
    if (!me.account) return problem(401, "sign_in_required", "请先登录。", "Sign in first.");
    const mine = [...sessions].filter(([, one]) => one.account === me.account.id);
    if (what === "session" && method === "DELETE") {
      for (const [key, one] of mine) if (one === me.session) sessions.delete(key);
      return { status: 204, headers: GONE };
    }
    if (what === "sessions" && method === "GET") return { status: 200, body: { devices: mine.map(([, { account, ...one }]) => ({ ...one, current: one.id === me.session?.id })).sort((a, b) => Number(b.current) - Number(a.current)) } };
    if (what === "sessions" && id) {
      for (const [key, one] of mine) if (one.id === id) sessions.delete(key);
      return { status: 204 };
    }
    if (what === "sessions") {
      const others = mine.filter(([, one]) => one !== me.session);
      for (const [key] of others) sessions.delete(key);
      return { status: 200, body: { ended: others.length } };
    }
    if (what === "password") {
      const { current, password } = await readBody(request);
      const errors = [];
      if (current !== me.account.password) errors.push(field("current", "wrong", "现在的密码不对。", "The present password is wrong."));
      const weak = judgePassword(password, me.account.login);
      if (weak) errors.push(weak);
      if (errors.length) return book.invalid(errors);
      me.account.password = password;
      for (const [key, one] of mine) if (one !== me.session) sessions.delete(key);
      return { status: 204 };
    }
    const own = [...tokens].filter(([, one]) => one.account === me.account.id);
    if (method === "GET") return { status: 200, body: { tokens: own.map(([, { account, ...one }]) => one) } };
    if (method === "DELETE") {
      for (const [secret, one] of own) if (one.id === id) tokens.delete(secret);
      return { status: 204 };
    }
    const { name, scopes, expires_at: expires } = await readBody(request);
    if (!String(name ?? "").trim()) return book.invalid([field("name", "missing", "请写明用途。", "A name is needed.")]);
    if (!Array.isArray(scopes) || !scopes.length || scopes.some((one) => !SCOPES.includes(one))) return book.invalid([field("scopes", "missing", "至少选一项权限。", "Choose at least one scope.")]);
    const secret = `wgt_${randomBytes(30).toString("base64url")}`;
    const token = { id: randomUUID(), name: name.trim(), scopes, created_at: iso(), expires_at: expires ?? null, last_used_at: null };
    tokens.set(secret, { ...token, account: me.account.id });
    return { status: 201, body: { token, secret } };
  }

  return { caller, route, GONE, expire: () => sessions.clear() };
}
