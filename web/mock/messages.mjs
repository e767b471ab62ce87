// Messages and channels of the mock: a few of each, in memory. A channel whose name holds 坏 takes no test message.
import { randomUUID } from "node:crypto";
import { field, problem } from "./accounts.mjs";
import { words } from "./words.mjs";

const iso = (time = Date.now()) => new Date(time).toISOString();
const MINUTE = 60_000;
const EVENTS = [
  ["incident_reported", "已上报", "incident reported", "task"], ["case_dispatched", "已派遣", "case dispatched", "task"], ["case_handled", "已处置", "case handled", "task"],
  ["case_closed", "已结案", "case closed", "notice"], ["case_due_soon", "即将超期", "due soon", "warning"], ["case_overdue", "已超期", "overdue", "warning"], ["daily_digest", "每日汇总", "daily digest", "notice"],
].map(([slug, zh, en, severity]) => ({ slug, name: words(zh, en), severity }));
const USUAL = { wecom: 20, dingtalk: 20, feishu: 100, webhook: null, email: null };

export function makeMessages(incidents, book) {
  const cases = incidents.filter((one) => !one.closed_at).slice(0, 6);
  const told = (one, index) => ({
    id: randomUUID(), event: index % 3 === 1 ? "case_overdue" : "case_dispatched", severity: index % 3 === 1 ? "warning" : "task",
    title: index % 3 === 1 ? words(`【网格】案件 ${one.number} 已超期`, `Wangge: case ${one.number} is overdue`) : words(`【网格】案件 ${one.number} 已派遣，请处置`, `Wangge: case ${one.number} dispatched, please act`),
    text: words(`事项：${one.category_name.zh}\n地点：${one.address}\n办结时限：2026-11-24 18:00`, `Category: ${one.category_name.en}\nPlace: ${one.address}\nDue: 2026-11-24 18:00`),
    at: iso(Date.parse(one.recorded_at) + 5 * MINUTE), incident: one.id, cases: [], read: index > 3,
  });
  const inbox = cases.map(told);
  inbox.splice(1, 0, { id: randomUUID(), event: "daily_digest", severity: "notice", title: words("【网格】今日案件汇总", "Wangge: cases of the day"), text: words("地点：一片区\n未办结：12 件\n已超期：2 件", "Place: zone 1\nOpen: 12\nOverdue: 2"), at: inbox[0].at, incident: null, cases: cases.slice(0, 2).map(({ id, number }) => ({ id, number })), read: false });
  const unread = () => inbox.filter((one) => !one.read).length;

  const channels = [];
  const shown = { url_shown: null, secret_set: false, host: null, port: null, security: null, user: null, password_set: false, from: null, hello: null, to: [] };
  const make = (wish) => {
    const channel = { id: randomUUID(), enabled: true, language: "zh", events: [], areas: [], departments: [], per_minute: null, settings: { ...shown }, created_at: iso(), changed_at: iso(), waiting: 0, last_attempt_at: null, last_outcome: null, version: 0 };
    change(channel, wish);
    channels.push(channel);
    return channel;
  };
  function change(channel, { settings = {}, ...wish }) {
    Object.assign(channel, wish, { version: channel.version + 1, per_minute_usual: USUAL[wish.kind ?? channel.kind] });
    const { url, secret, password, ...open } = settings;
    if (url) channel.settings.url_shown = new URL(url).origin;
    if (secret !== undefined) channel.settings.secret_set = Boolean(secret);
    if (password !== undefined) channel.settings.password_set = Boolean(password);
    Object.assign(channel.settings, open);
  }
  const group = make({ name: "城管一中队群", kind: "wecom", events: ["case_dispatched", "case_overdue"], settings: { url: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k" } });
  Object.assign(group, { last_attempt_at: iso(Date.now() - 12 * MINUTE), last_outcome: "sent" });
  const centre = make({ name: "市指挥中心", kind: "webhook", settings: { url: "https://zhihui.example.gov.cn/hook", secret: "x".repeat(16) } });
  Object.assign(centre, { last_attempt_at: iso(Date.now() - 3 * MINUTE), last_outcome: "unreachable", waiting: 2 });
  const away = words("连不上接收方，稍后自动重试", "the receiver cannot be reached; it will be tried again");
  const attempt = (number, minutes, more) => ({ attempt: number, at: iso(Date.now() - minutes * MINUTE), outcome: "sent", status: 200, words: null, answer: '{"errcode":0,"errmsg":"ok"}', took_ms: 84, ...more });
  const deliveries = inbox.slice(0, 4).map((one, index) => {
    const sent = index % 2 === 0;
    const failed = { outcome: "unreachable", status: null, words: away, answer: null, took_ms: 5012 };
    return {
      id: randomUUID(), channel: (sent ? group : centre).id, channel_name: (sent ? group : centre).name, state: sent ? "sent" : index === 1 ? "given_up" : "waiting", event: one.event, title: one.title, incident: one.incident, created_at: one.at,
      next_at: sent || index === 1 ? null : iso(Date.now() + 40 * MINUTE), sent_at: sent ? one.at : null, given_up_at: null, last_error: sent ? null : "unreachable",
      attempts: sent ? [attempt(1, 12)] : [attempt(1, 30, failed), attempt(2, 3, failed)],
    };
  });

  function own(request, parts, query, body) {
    if (parts[1] === "count") return { status: 200, body: { unread: unread() } };
    if (parts[1] === "read") {
      for (const one of inbox) if (body.all || body.ids?.includes(one.id)) one.read = true;
      return { status: 200, body: { unread: unread() } };
    }
    return { status: 200, body: { items: inbox.filter((one) => !query.get("unread") || !one.read), next_cursor: null, unread: unread() } };
  }

  function route(request, parts, query, body, me) {
    if (parts[0] === "messages") return own(request, parts, query, body);
    const actor = me.account ? `${me.account.name} (${me.account.login})` : "127.0.0.1";
    if (parts[0] === "deliveries") {
      if (parts.length === 1) return { status: 200, body: { items: deliveries.filter((one) => (!query.get("channel") || one.channel === query.get("channel")) && (!query.get("state") || one.state === query.get("state"))), next_cursor: null } };
      const found = deliveries.find((one) => one.id === parts[1]);
      Object.assign(found, { state: "waiting", next_at: iso(), last_error: null });
      book?.log(actor, "replay_message", found.id, { channel: found.channel });
      return { status: 200, body: found };
    }
    if (parts.length === 1 && request.method === "GET") return { status: 200, body: { channels, events: EVENTS } };
    if (!me.roles.includes("administrator")) return problem(403, "not_allowed", "只有系统管理员可以修改通道。", "Only an administrator may change channels.");
    const errors = [];
    const kind = body.kind ?? channels.find((one) => one.id === parts[1])?.kind;
    if (body.settings && parts.length === 1 && kind !== "email" && !body.settings.url) errors.push(field("settings.url", "missing", "不能为空", "is missing"));
    if (/127\.0\.0\.1|\/\/10\./.test(body.settings?.url ?? "")) errors.push(field("settings.url", "address_refused", "该地址指向本机，已拒绝连接；确为本单位接收方时，请管理员把其网段加入允许名单", "the address is this machine and is not connected to; an administrator can add its network to the allow list"));
    if (errors.length) return problem(400, "invalid_fields", "有内容需要改正。", "Some fields need correcting.", errors);
    if (parts.length === 1) return { status: 201, body: make(body) };
    const channel = channels.find((one) => one.id === parts[1]);
    if (!channel) return problem(404, "not_found", "没有这个通道。", "There is no such channel.");
    if (parts[2] === "test") {
      const bad = channel.name.includes("坏");
      Object.assign(channel, { last_attempt_at: iso(), last_outcome: bad ? "robot_gone" : "sent" });
      return { status: 200, body: { ok: !bad, code: bad ? "robot_gone" : null, words: bad ? words("群机器人不存在或已停用（错误码 93000），请在群设置里核对机器人地址", "the group robot does not exist or is switched off (code 93000); check its URL in the group's settings") : words("接收方已收下测试消息", "the receiver has taken the test message"), status: 200, answer: bad ? '{"errcode":93000,"errmsg":"invalid webhook url"}' : '{"errcode":0,"errmsg":"ok"}', took_ms: 84 } };
    }
    if (Number(/v(\d+)/.exec(request.headers["if-match"] ?? "")?.[1]) !== channel.version) return problem(412, "stale_version", "这个通道刚被别人改过。", "Somebody else has changed this channel.");
    if (request.method === "DELETE") {
      channels.splice(channels.indexOf(channel), 1);
      return { status: 204, body: null };
    }
    change(channel, body);
    return { status: 200, body: channel };
  }
  return { route };
}
