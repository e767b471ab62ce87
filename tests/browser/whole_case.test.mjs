// Two cases from beginning to end on the service itself, each person on a device of his own: one that goes well, and one that is
// sent back, climbs the ladder, is done, and comes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, getJson, openPage, PHONE, shot, startBrowser, startTown } from './harness.mjs';
import { photo } from './made_photos.mjs';

const MONDAY_AFTER = '2026-11-30';
let town;
let browser;
let people;
let spot;
const opened = [];
before(async () => {
  town = await startTown('2026-11-24');
  browser = await startBrowser();
  people = Object.fromEntries((await getJson(town.address, 'site')).demo_accounts.map((one) => [one.login, one]));
  spot = await headsOwnSpot();
});
after(async () => {
  await browser?.close();
  await town?.stop();
});

const api = (page, path, body) => page.evaluate(async ([to, sent]) => {
  const answer = await fetch(`api/v1/${to}`, sent ? { method: 'POST', body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } } : {});
  return answer.json();
}, [path, body]);

/** Somebody's own phone, or the office's screen; faults of all are looked at when the story is over. */
async function device(options) {
  const one = await openPage(browser, town.address, options);
  opened.push(one);
  return one.page;
}
const phone = (more = {}) => device({ viewport: PHONE, touch: true, ...more });

/** Signs in as people do, by the name and the password that the demo shows. */
async function signedIn(page, login, then = '') {
  await page.goto(new URL('#/signin', town.address).href);
  const form = page.locator('#page form');
  await form.getByLabel('登录名').fill(people[login].login);
  await form.getByLabel('密码', { exact: true }).fill(people[login].password);
  await form.getByRole('button', { name: '登录', exact: true }).click();
  await page.locator('.who').waitFor();
  if (then) await page.goto(new URL(then, town.address).href);
  return page;
}
const open = async (login, then, options) => signedIn(await (options ? device(options) : phone()), login, then);

/** A place in the demo's point head's point where he acts himself. */
async function headsOwnSpot() {
  const page = await signedIn(await phone(), 'dianzhang');
  const { posts } = await api(page, 'session');
  const { features } = await getJson(town.address, 'areas?level=point');
  for (const { geometry, properties } of features.filter((one) => posts.some((post) => post.area?.code === one.properties.code))) {
    const ring = (geometry.type === 'MultiPolygon' ? geometry.coordinates[0] : geometry.coordinates)[0];
    const [west, south] = [0, 1].map((axis) => Math.min(...ring.map((corner) => corner[axis])));
    const [east, north] = [0, 1].map((axis) => Math.max(...ring.map((corner) => corner[axis])));
    for (let step = 0; step < 64; step += 1) {
      const place = [west + ((east - west) * ((step % 8) + 0.5)) / 8, south + ((north - south) * (Math.floor(step / 8) + 0.5)) / 8];
      const { areas, routing } = await api(page, `locate?lon=${place[0]}&lat=${place[1]}&category=exposed_rubbish`);
      const { items } = await api(page, `incidents/near?lon=${place[0]}&lat=${place[1]}&category=exposed_rubbish`);
      if (areas[0]?.code === properties.code && routing?.actor?.role === 'point_head' && items.length === 0) return place;
    }
  }
  throw new Error('the demo\'s point head acts nowhere himself');
}

const album = (page) => page.locator('input[type=file]:not([capture])');
const steps = (page) => page.locator('.case-steps');
const step = (page, name) => steps(page).getByRole('button', { name, exact: true });
const state = (page, name) => page.locator('.marks .chip.strong').filter({ hasText: name }).waitFor();
const task = (page, number) => page.locator('#page li').filter({ hasText: number });
const unread = (page) => page.locator('.bell .count').textContent({ timeout: 200 }).then(Number, () => 0);
const told = (page, before) => page.waitForFunction((known) => Number(document.querySelector('.bell .count')?.textContent ?? 0) > known, before);

/** A resident's phone: picture, place, category, sent. Gives the number and the code. */
async function reports(page, category, name) {
  await page.getByText('我要上报', { exact: true }).tap();
  await page.locator('input[type=file][capture]').setInputFiles(await photo(page, `${name}.jpg`, { at: spot, hue: 30 }));
  await page.locator('.pick li img').first().waitFor();
  await page.getByRole('button', { name: '下一步：在哪里' }).tap();
  await page.getByText(/已定位，精度约 \d+ 米/).waitFor();
  await page.getByRole('button', { name: '就在这里' }).tap();
  await page.locator('.pictures button').filter({ hasText: category }).tap();
  await page.locator('.routing .actor').first().waitFor();
  await page.getByRole('button', { name: '发送', exact: true }).tap();
  await page.locator('.number').waitFor();
  await page.locator('.photos li.sent').first().waitFor();
  await shot(page, `whole-${name}-sent`);
  const routing = await page.locator('.routing').first().innerText();
  return { number: await page.locator('.number').innerText(), code: await page.locator('.code code').innerText(), routing };
}
/** What the resident reads when he asks by his code. */
async function follows(page, code, text) {
  await page.goto(new URL('#/track', town.address).href);
  await page.getByLabel('查询码').fill(code);
  await page.keyboard.press('Enter');
  await page.locator('.found').filter({ hasText: text }).waitFor();
}
async function files(page, number) {
  const row = page.locator('.inbox-rows li').filter({ hasText: number });
  await row.locator('a').first().click();
  await page.locator('.beside').getByText(number).first().waitFor();
  await page.locator('.beside').locator('.case-steps').waitFor();
  await page.keyboard.press('f');
  await page.locator('.beside').getByRole('checkbox').check();
  await page.keyboard.press('Enter');
  await page.getByText(`${number}：已办理“立案”`).waitFor();
}
async function dispatches(page, number) {
  await page.getByRole('navigation', { name: '按状态' }).getByRole('link', { name: /^待派遣/ }).click();
  await page.locator('section.list[aria-label="待派遣"]').waitFor();
  await page.locator('.inbox-rows li').filter({ hasText: number }).locator('a').first().click();
  const beside = page.locator('.beside');
  await beside.getByText(number).first().waitFor();
  await beside.getByRole('button', { name: '派遣', exact: true }).click();
  await beside.getByRole('button', { name: '确认派遣' }).click();
  await page.getByText(`${number}：已办理“派遣”`).waitFor();
}
async function handles(page, number, words) {
  const mine = task(page, number);
  await mine.scrollIntoViewIfNeeded();
  await mine.getByRole('button', { name: '处置', exact: true }).tap();
  await mine.getByLabel('处置情况').fill(words);
  await album(page).setInputFiles(await photo(page, 'after.jpg', { hue: 110 }));
  await mine.locator('ul img').waitFor();
  await mine.getByRole('button', { name: '确认处置' }).tap();
  await page.locator('details.others li').filter({ hasText: number }).waitFor({ state: 'attached' });
}
async function closes(page, number) {
  await state(page, '处置');
  await page.locator('#panel').getByText(number).first().waitFor();
  await step(page, '结案').click();
  await steps(page).getByRole('checkbox').check();
  await step(page, '确认结案').click();
  await state(page, '结案');
}
const caseOf = async (page, number) => (await api(page, `incidents?q=${number}`)).items.find((one) => one.number === number);
const nothingWrong = (...allowed) => {
  for (const { faults } of opened) assert.deepEqual(faults.filter((one) => !allowed.some((status) => one.includes(String(status)))), []);
};

test('a resident reports, the office files, the point head handles, the liaison checks, the resident sees it closed', async () => {
  const resident = await phone({ permissions: ['geolocation'], geolocation: { longitude: spot[0], latitude: spot[1], accuracy: 8 } });
  const office = await open('office', '#/inbox', { viewport: DESK });
  await office.locator('.inbox-rows li').first().waitFor();
  await office.getByRole('status').filter({ hasText: '实时更新' }).waitFor();
  const head = await open('dianzhang', '#/tasks');
  await head.locator('.count, .none').first().waitFor();
  const headKnew = await unread(head);

  const { number, code, routing } = await reports(resident, '暴露垃圾', 'rubbish');
  assert.match(routing, /点长/, 'the resident is told the post');
  await follows(resident, code, '上报');

  // The row comes to the office by itself.
  await office.getByRole('button', { name: /1 件新/ }).or(office.locator('.inbox-rows li').filter({ hasText: number })).first().waitFor();
  await office.getByLabel('排序').selectOption('newest');
  await office.reload();
  await office.locator('.inbox-rows li').filter({ hasText: number }).waitFor();
  await files(office, number);
  await dispatches(office, number);
  await shot(office, 'whole-office-dispatched');

  // The point head is told, and it stands among his tasks, without a touch.
  await told(head, headKnew);
  await task(head, number).waitFor();
  const mine = task(head, number);
  await mine.scrollIntoViewIfNeeded();
  await mine.getByRole('button', { name: '接收' }).tap();
  await head.getByText('已办理“接收”').first().waitFor();
  await handles(head, number, '垃圾已清运，地面冲洗过');
  await shot(head, 'whole-head-handled');

  const liaison = await open('liaison');
  const { id } = await caseOf(liaison, number);
  await liaison.goto(new URL(`?incident=${id}`, town.address).href);
  await state(liaison, '处置');
  await shot(liaison, 'whole-liaison-checks');
  await closes(liaison, number);

  await follows(resident, code, '结案');
  await shot(resident, 'whole-resident-closed');
  const answer = await resident.locator('.found').innerText();
  assert.match(answer, /垃圾已清运/, 'the resident reads what was done');
  assert.doesNotMatch(answer, /1990000\d{4}/, 'and no personal phone');
  nothingWrong();
});

test('a case is sent back, climbs the ladder while nobody acts, is done, and what comes back is tied to it', async () => {
  const resident = await phone({ permissions: ['geolocation'], geolocation: { longitude: spot[0], latitude: spot[1], accuracy: 8 } });
  const { number, code } = await reports(resident, '小广告', 'ads');
  const office = await open('office', '#/inbox', { viewport: DESK });
  await office.locator('.inbox-rows li').first().waitFor();
  await office.getByLabel('排序').selectOption('newest');
  await files(office, number);
  await dispatches(office, number);

  const head = await open('dianzhang', '#/tasks');
  const mine = task(head, number);
  await mine.scrollIntoViewIfNeeded();
  await mine.getByRole('button', { name: '退回' }).tap();
  await mine.getByLabel('原因').fill('在围墙里面，归物业');
  await mine.getByRole('button', { name: '确认退回' }).tap();
  await head.locator('details.others li').filter({ hasText: number }).waitFor({ state: 'attached' });
  await office.goto(new URL('#/inbox/to_dispatch?sort=newest', town.address).href);
  await office.reload();
  await office.locator('.inbox-rows li').filter({ hasText: number }).waitFor();
  await dispatches(office, number);
  for (const { context } of opened.splice(0)) await context.close();

  // Nobody acts for some days; the sweep of the service that starts again climbs what was reached.
  await town.later(MONDAY_AFTER);
  const checker = await open('liaison', '#/messages');
  await checker.locator('#page .list > li').filter({ hasText: number }).first().waitFor();
  await shot(checker, 'whole-liaison-told');
  const { id } = await caseOf(checker, number);
  await checker.goto(new URL(`?incident=${id}`, town.address).href);
  await checker.locator('.history > li').filter({ hasText: '已退回' }).filter({ hasText: '归物业' }).waitFor({ state: 'attached' });
  for (const post of ['提醒：点长', '提醒：小组联络员', '提醒：直接责任人', '每日简报：片长']) {
    await checker.locator('.history > li').filter({ hasText: post }).first().waitFor({ state: 'attached' });
  }
  await shot(checker, 'whole-escalated');
  await checker.locator('.marks').getByText(/超时|超期/).first().waitFor();

  const again = await open('dianzhang', '#/tasks');
  await task(again, number).getByText(/超时|已超/).first().waitFor();
  await handles(again, number, '已铲除，墙面刷白');
  await checker.reload();
  await closes(checker, number);

  const neighbour = await phone({ permissions: ['geolocation'], geolocation: { longitude: spot[0], latitude: spot[1], accuracy: 8 } });
  const back = await reports(neighbour, '小广告', 'ads-again');
  const desk = await open('office', '', { viewport: DESK });
  const { id: returned } = await caseOf(desk, back.number);
  await desk.goto(new URL(`?incident=${returned}`, town.address).href);
  await desk.getByText('曾经办结，又出现：上一次是').waitFor();
  await desk.locator('dd').getByRole('link', { name: number }).click();
  await desk.getByText('办结后又出现').waitFor();
  await desk.locator('dd').getByRole('link', { name: back.number }).waitFor();
  await shot(desk, 'whole-relapse');
  await follows(neighbour, code, '结案');
  nothingWrong();
});
