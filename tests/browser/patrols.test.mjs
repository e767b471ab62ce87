// Patrols in the hand, on the service itself: what is asked of a point head, a patrol recorded with and without a line and a
// session, and what leaders see of it. The demo's 创文 is in the phase 整改完善.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, getJson, insideOf, openPage, PHONE, shot, startBrowser, startOwn } from './harness.mjs';
import { expected, signInAgain } from './signing_in.mjs';

let service;
let browser;
let people;
before(async () => {
  service = await startOwn();
  browser = await startBrowser();
  const all = (await getJson(service.address, 'site')).demo_accounts;
  people = Object.fromEntries(all.map((one) => [one.role, one]));
  // A grid worker without a post; the liaison, who has one, is of the same role.
  [people.worker, people.liaison] = ['worker', 'liaison'].map((login) => all.find((one) => one.login === login));
});
after(async () => {
  await browser?.close();
  await service?.stop();
});
const open = (options = {}) => openPage(browser, service.address, { viewport: PHONE, touch: true, ...options });
const ask = (page, path, body) => page.evaluate(async ([to, sent]) => {
  const answer = await fetch(`api/v1/${to}`, sent ? { method: 'POST', body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } } : {});
  return answer.json();
}, [path, body]);

async function enter(page, { login, password }, then) {
  await ask(page, 'session', { login, password, remember: false });
  await page.goto(new URL(then, service.address).href);
  await page.reload();
  await page.locator('.who').waitFor();
}
/** The first place that is still to be visited today, and how the service counts it. */
const today = async (page) => (await ask(page, 'patrols?mine=true')).asked.filter((one) => one.every === 'day');
const made = async (page, code) => (await today(page)).find((one) => one.place.code === code).made;
/** What stands at a place in the list. */
const counted = (page, name) => page.locator('section li').filter({ has: page.locator('b', { hasText: name }) }).locator('.count').first();

test('a point head records a patrol on the phone and the count goes up', async () => {
  const { page, context, faults } = await open();
  await enter(page, people.point_head, '#/tasks');
  await page.getByRole('heading', { name: '我的巡查' }).waitFor();
  const [first] = await today(page);
  assert.equal(first.made, 0, 'the demo\'s day has just begun');
  await counted(page, first.place.name).getByText('今日应巡 1 次，已巡 0 次').waitFor();
  await shot(page, 'patrols-phone');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: `在“${first.place.name}”记一次巡查` }).tap();
  const form = page.getByRole('dialog');
  await form.getByText('未发现问题').tap();
  await form.getByLabel('备注').fill('逐户看过，门前整洁');
  await shot(page, 'patrols-form-phone');
  assert.deepEqual(await axe(page), []);
  await form.getByRole('button', { name: '记下' }).tap();
  await page.getByText(`已记录：${first.place.name}`).first().waitFor();
  await page.locator('details summary').getByText('已完成的 1 处').waitFor();
  await counted(page, first.place.name).getByText('今日应巡 1 次，已巡 1 次').waitFor();
  await shot(page, 'patrols-phone-done');
  assert.deepEqual(await axe(page), []);
  const { patrols } = await ask(page, 'patrols?mine=true');
  assert.deepEqual([patrols[0].note, patrols[0].nothing, patrols[0].role, patrols[0].mine], ['逐户看过，门前整洁', true, 'point_head', true]);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a session that ended in between loses nothing, and it is counted once', async () => {
  const { page, context, faults } = await open();
  await enter(page, people.point_head, '#/tasks');
  const name = (await today(page))[0].place;
  const before = await made(page, name.code);
  await page.locator('header').getByRole('button', { name: '记一次巡查', exact: true }).tap();
  const form = page.getByRole('dialog');
  await form.getByLabel('地点').selectOption({ label: name.name });
  await form.getByText('今天早些时候').tap();
  await form.getByLabel('巡查时间').fill('00:00');
  await form.getByLabel('备注').fill('会话结束前写的');
  await context.clearCookies();
  await form.getByRole('button', { name: '记下' }).tap();
  await page.locator('dialog.sign-in').waitFor();
  await shot(page, 'patrols-sign-in-again');
  assert.equal(await form.first().getByLabel('备注').inputValue(), '会话结束前写的');
  await signInAgain(page, people.point_head);
  await page.getByText(`已记录：${name.name}`).first().waitFor();
  assert.equal(await made(page, name.code), before + 1);
  const { patrols } = await ask(page, 'patrols?mine=true');
  assert.equal(patrols.filter((one) => one.note === '会话结束前写的').length, 1);
  assert.deepEqual(expected(faults, 401), []);
  await context.close();
});

test('without a line it waits on the phone and goes by itself', async () => {
  const { page, context } = await open();
  await enter(page, people.point_head, '#/tasks');
  await page.getByRole('heading', { name: '我的巡查' }).waitFor();
  const name = (await today(page))[0].place;
  const before = await made(page, name.code);
  await context.setOffline(true);
  await page.locator('header').getByRole('button', { name: '记一次巡查', exact: true }).tap();
  const form = page.getByRole('dialog');
  await form.getByLabel('地点').selectOption({ label: name.name });
  await form.getByRole('button', { name: '记下' }).tap();
  await page.getByText('没有信号，已存在手机里').first().waitFor();
  await context.setOffline(false);
  for (let wait = 0; (await made(page, name.code)) === before; wait += 1) {
    assert.ok(wait < 100, 'it has not gone');
    await page.waitForTimeout(100);
  }
  assert.equal(await made(page, name.code), before + 1);
  await page.goto(new URL('#/outbox', service.address).href);
  await page.getByText('巡查记录').first().waitFor();
  await shot(page, 'patrols-outbox');
  assert.deepEqual(await axe(page), []);
  await context.close();
});

test('the point under the live position is the place of a grid worker, who goes anywhere', async () => {
  const { features } = await getJson(service.address, 'areas?level=point');
  const [longitude, latitude] = insideOf(features[2].geometry);
  const { page, context, faults } = await open({ geolocation: { longitude, latitude, accuracy: 8 }, permissions: ['geolocation'] });
  await enter(page, people.worker, '?lang=en#/tasks');
  await page.getByRole('button', { name: 'Record a patrol', exact: true }).tap();
  const form = page.getByRole('dialog');
  await page.waitForFunction(() => /Where I am/.test(document.querySelector('dialog select')?.selectedOptions[0]?.text ?? ''));
  await shot(page, 'patrols-form-en');
  assert.deepEqual(await axe(page), []);
  const chosen = await form.getByLabel('Place').inputValue();
  await form.getByRole('button', { name: 'Record', exact: true }).tap();
  await page.getByText(/Recorded: /).first().waitFor();
  const code = chosen.replace('/', '');
  const { asked } = await ask(page, `patrols?area=${encodeURIComponent(code)}`);
  assert.equal(asked.find((one) => one.place.code === code && one.every === 'day').made, 1, 'it counts in place of the point head');
  // The liaison stands outside of his own point, which is not taken for the place.
  await enter(page, people.liaison, '#/tasks');
  await page.locator('header').getByRole('button', { name: '记一次巡查', exact: true }).tap();
  await form.getByText(/不在您的责任范围内/).waitFor();
  await shot(page, 'patrols-not-yours');
  assert.equal(await form.getByLabel('地点').inputValue(), '');
  await form.getByRole('button', { name: '记下' }).tap();
  await form.locator('.bad').getByText('请选择地点').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('on the desk the leaders see the phase, its measures and who is behind; a zone has numbers of its own', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { viewport: DESK });
  await enter(page, people.grid_chief, '#/overview');
  const phase = page.locator('.phase');
  await phase.getByText('创文 · 整改完善').waitFor();
  await phase.getByText('还有 16 天').waitFor();
  await phase.locator('dd').first().waitFor();
  const labels = await phase.locator('dt').allInnerTexts();
  assert.deepEqual(labels, ['应结案', '应结案中已结案', '应结案中按期处置', '应结案中返工', '超期未处置']);
  const numbers = async () => (await phase.locator('dd').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
  const whole = await numbers();
  const told = await ask(page, 'assessment?kind=zone&campaign=civilised_city&phase=rectification');
  assert.deepEqual(whole, told.highlights.map((one) => told.totals.measures[one]), 'what the assessment counts');
  await page.locator('.patrols li').nth(1).waitFor();
  assert.match(await page.locator('.patrols li').first().innerText(), /合计[\s\S]*上期欠巡 \d+ 处[\s\S]*应巡 \d+ 次，已巡 \d+ 次/);
  await shot(page, 'overview-phase-desk');
  assert.deepEqual(await axe(page), []);
  await page.locator('.patrols').scrollIntoViewIfNeeded();
  await shot(page, 'overview-patrols-desk');
  // The zone's own numbers, of every part of the page.
  const standing = () => page.locator('.now dd').allInnerTexts();
  const all = await standing();
  const { areas } = await ask(page, 'overview');
  const zone = areas.find((one) => one.code !== null && one.open > 0);
  await page.getByLabel('看哪个片区').selectOption(zone.code);
  await page.waitForFunction((before) => document.querySelector('.now dd')?.textContent !== before, all[0]);
  const own = await ask(page, `overview?area=${encodeURIComponent(zone.code)}`);
  assert.deepEqual((await standing()).map(Number), ['open', 'pre_check', 'to_dispatch', 'in_hand', 'post_check', 'suspended', 'warning', 'overdue'].map((name) => own.now[name]));
  assert.equal(own.now.open, zone.open, 'its part of the whole');
  const part = await ask(page, `assessment?kind=zone&campaign=civilised_city&phase=rectification&area=${encodeURIComponent(zone.code)}`);
  await page.waitForFunction((wanted) => [...document.querySelectorAll('.phase dd')].map((one) => one.textContent.replaceAll(',', '')).join() === wanted, part.highlights.map((one) => part.totals.measures[one]).join());
  assert.ok(part.totals.measures.due < told.totals.measures.due);
  assert.equal(await page.locator('.patrols li').count(), 1);
  assert.deepEqual(faults, []);
  await context.close();
});
