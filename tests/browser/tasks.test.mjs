// Tasks in the hand, on the service itself: what is due first, the way there, accepted and handled with a photo where one is wanted,
// returned with a reason. And the same problem reported twice is one case with two voices.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, getJson, insideOf, openPage, PHONE, shot, startBrowser, startService } from './harness.mjs';
import { photo } from './made_photos.mjs';

let service;
let browser;
let head;
let spot;
before(async () => {
  service = await startService();
  browser = await startBrowser();
  head = (await getJson(service.address, 'site')).demo_accounts.find((one) => one.role === 'point_head');
});
after(async () => {
  await browser?.close();
  await service?.stop();
});
const open = (options = {}) => openPage(browser, service.address, { viewport: PHONE, touch: true, ...options });
const album = (page) => page.locator('input[type=file]:not([capture])');

/** Whoever is signed in on a page asks from it. */
const ask = (page, path, body, headers = {}) => page.evaluate(async ([to, sent, more]) => {
  const answer = await fetch(`api/v1/${to}`, sent ? { method: 'POST', body: JSON.stringify(sent), headers: { 'content-type': 'application/json', ...more } } : {});
  return answer.json();
}, [path, body, headers]);

/** The demo's point head signs in; then another page of the app. */
async function enter(page, then = '') {
  await ask(page, 'session', { login: head.login, password: head.password, remember: false });
  await page.goto(new URL(then, service.address).href);
  await page.reload();
  await page.locator('.who').waitFor();
}
/** A place within a point of the demo's point head where he acts himself: in a compound its manager would. */
async function ownSpot(page) {
  if (spot) return spot;
  const { posts } = await ask(page, 'session');
  const { features } = await getJson(service.address, 'areas?level=point');
  const own = features.filter((one) => posts.some((post) => post.area?.code === one.properties.code));
  for (const { geometry, properties } of own) {
    const ring = (geometry.type === 'MultiPolygon' ? geometry.coordinates[0] : geometry.coordinates)[0];
    const [west, south] = [0, 1].map((axis) => Math.min(...ring.map((corner) => corner[axis])));
    const [east, north] = [0, 1].map((axis) => Math.max(...ring.map((corner) => corner[axis])));
    for (let step = 0; step < 64; step += 1) {
      const place = [west + ((east - west) * ((step % 8) + 0.5)) / 8, south + ((north - south) * (Math.floor(step / 8) + 0.5)) / 8];
      const acts = async (category) => {
        const found = await ask(page, `locate?lon=${place[0]}&lat=${place[1]}&category=${category}`);
        return found.areas?.[0]?.code === properties.code && found.routing?.actor?.role === 'point_head';
      };
      if ((await acts('exposed_rubbish')) && (await acts('small_ads'))) return (spot = place);
    }
  }
  throw new Error('the demo\'s point head acts nowhere himself');
}

test('a point head reports, accepts and handles on the phone, with a photo where one is wanted', async () => {
  const { page, context, faults } = await open();
  await enter(page);
  const [lon, lat] = await ownSpot(page);
  const made = await ask(page, 'incidents', { lon, lat, category: 'exposed_rubbish', source: 'patrol', description: '垃圾桶旁堆着家具' });
  assert.equal(made.state, 'dispatched');
  await page.goto(new URL('#/tasks', service.address).href);
  const task = page.locator('#page li').filter({ hasText: made.number });
  // What may be done is asked for when a task is seen, and this one may stand below.
  await task.scrollIntoViewIfNeeded();
  await task.getByRole('button', { name: '接收' }).waitFor();
  await shot(page, 'tasks-phone-real');
  assert.deepEqual(await axe(page), []);
  await task.getByRole('button', { name: /^去这里/ }).tap();
  const gaode = await task.getByRole('link', { name: '高德地图' }).getAttribute('href');
  const [, east] = /to=([\d.]+),/.exec(gaode);
  assert.ok(Number(east) - lon > 0.0005, 'the place is in the frame of the map that is opened');
  await shot(page, 'tasks-guide');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await task.getByRole('button', { name: '接收' }).tap();
  await page.getByText('已办理“接收”').first().waitFor();
  await task.getByRole('button', { name: '处置', exact: true }).tap();
  await task.getByLabel('处置情况').fill('家具已清运，地面冲洗过');
  await task.getByText('垃圾是否清净').waitFor();
  await task.getByRole('button', { name: '确认处置' }).tap();
  await task.locator('.bad:not(:empty)').first().waitFor();
  await album(page).setInputFiles(await photo(page, 'after.jpg', { hue: 90 }));
  await task.locator('ul img').waitFor();
  await task.scrollIntoViewIfNeeded();
  await shot(page, 'tasks-handle');
  assert.deepEqual(await axe(page), []);
  await task.getByRole('button', { name: '确认处置' }).tap();
  await page.locator('details.others li').filter({ hasText: made.number }).waitFor({ state: 'attached' });
  const { state, photos } = await ask(page, `incidents/${made.id}`);
  assert.equal(state, 'handled');
  assert.deepEqual(photos.map(({ kind }) => kind), ['after']);
  assert.deepEqual(faults.filter((one) => !/400/.test(one)), []);
  await context.close();
});

test('what is not mine goes back with a reason; what somebody else does meanwhile shows', async () => {
  const { page, context } = await open();
  await enter(page);
  const [lon, lat] = await ownSpot(page);
  const made = await ask(page, 'incidents', { lon: lon + 0.00001, lat, category: 'small_ads', source: 'patrol' });
  await page.goto(new URL('#/tasks', service.address).href);
  const task = page.locator('#page li').filter({ hasText: made.number });
  // What may be done is asked for when a task is seen, and this one may stand below.
  await task.scrollIntoViewIfNeeded();
  await task.getByRole('button', { name: '退回' }).tap();
  await task.getByLabel('原因').fill('在小区围墙里，由物业处置');
  await task.getByRole('button', { name: '确认退回' }).tap();
  await page.locator('details.others li').filter({ hasText: made.number }).waitFor({ state: 'attached' });
  assert.equal((await ask(page, `incidents/${made.id}`)).state, 'filed');
  // Reported from somewhere else, it comes by itself.
  const next = await ask(page, 'incidents', { lon, lat: lat + 0.00003, category: 'exposed_rubbish', source: 'patrol' });
  await page.locator('#page li').filter({ hasText: next.number }).getByRole('button', { name: '接收' }).waitFor();
  await page.locator('details.others summary').tap();
  await shot(page, 'tasks-others');
  assert.deepEqual(await axe(page), []);
  await context.close();
});

test('who leads a zone finds the samples of the day, takes one and sees it marked', async () => {
  const leader = (await getJson(service.address, 'site')).demo_accounts.find((one) => one.role === 'zone_head');
  const { page, context, faults } = await open();
  await ask(page, 'session', { login: leader.login, password: leader.password, remember: false });
  await page.goto(new URL('#/tasks', service.address).href);
  await page.reload();
  const samples = page.getByRole('region', { name: '今日抽查' });
  await samples.locator('li').nth(4).waitFor();
  await samples.scrollIntoViewIfNeeded();
  await shot(page, 'tasks-samples');
  assert.deepEqual(await axe(page), []);
  const drawn = await samples.locator('li').allInnerTexts();
  await samples.locator('li a').first().tap();
  const steps = page.locator('.case-steps');
  await steps.getByRole('button', { name: '抽查', exact: true }).tap();
  await steps.getByLabel('抽查结果').selectOption('passed');
  await steps.getByRole('button', { name: '确认抽查' }).tap();
  await steps.getByText(/已办理“抽查”/).waitFor();
  await page.goto(new URL('#/tasks', service.address).href);
  await samples.locator('li').filter({ hasText: '今天已抽查' }).waitFor();
  const number = (text) => /\d{6}-\d{5}/.exec(text)[0];
  assert.deepEqual((await samples.locator('li').allInnerTexts()).map(number), drawn.map(number), 'the draw stands');
  assert.deepEqual(faults, []);
  await context.close();
});

test('pulled down by the thumb the list is read again', async () => {
  const { page, context } = await open();
  await enter(page, '#/tasks');
  await page.locator('.count, .none').first().waitFor();
  const [asked] = await Promise.all([
    page.waitForRequest((one) => one.url().includes('/api/v1/tasks')),
    page.locator('#page').evaluate((box) => {
      const touch = (y) => new Touch({ identifier: 1, target: box, clientX: 100, clientY: y });
      for (const [name, y] of [['touchstart', 120], ['touchmove', 180], ['touchmove', 260], ['touchend', 260]]) box.dispatchEvent(new TouchEvent(name, { touches: name === 'touchend' ? [] : [touch(y)], changedTouches: [touch(y)], bubbles: true }));
    }),
  ]);
  assert.ok(asked);
  await page.getByText(/已刷新，\d+ 件。/).waitFor();
  await context.close();
});

test('in English and on a desk the tasks are as complete', async () => {
  const { page, context, faults } = await open({ viewport: DESK, touch: false });
  await enter(page);
  const [lon, lat] = await ownSpot(page);
  const made = await ask(page, 'incidents', { lon, lat: lat + 0.00002, category: 'small_ads', source: 'patrol' });
  await page.goto(new URL('?lang=en#/tasks', service.address).href);
  const task = page.locator('#page li').filter({ hasText: made.number });
  // What may be done is asked for when a task is seen, and this one may stand below.
  await task.scrollIntoViewIfNeeded();
  await task.getByRole('button', { name: 'Accept' }).waitFor();
  await shot(page, 'tasks-desk-en');
  assert.deepEqual(await axe(page), []);
  await page.setViewportSize(PHONE);
  await shot(page, 'tasks-phone-en');
  for (const box of await task.getByRole('button').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ right, height }) => [right, height]))) assert.ok(box[0] <= 390 && box[1] >= 44, `a button of ${box}`);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the same problem reported by a second resident is one case with two voices', async () => {
  const zone = insideOf((await getJson(service.address, 'areas?level=point')).features[3].geometry);
  const first = await (await fetch(new URL('api/v1/incidents', service.address), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ lon: zone[0], lat: zone[1], category: 'exposed_rubbish', source: 'public' }) })).json();
  const total = async () => (await getJson(service.address, 'incidents/count')).total;
  const before = await total();
  const { page, context, faults } = await open({ path: `?door=report&lon=${zone[0] + 0.00005}&lat=${zone[1]}&category=exposed_rubbish` });
  await page.locator('.same li').filter({ hasText: first.number }).getByRole('button', { name: '就是这个，我也反映' }).tap();
  await album(page).setInputFiles(await photo(page, 'voice.jpg', { hue: 60 }));
  await page.locator('.pick li img').waitFor();
  await page.getByRole('button', { name: '我也反映', exact: true }).tap();
  await page.locator('.number').getByText(first.number).waitFor();
  await page.locator('.photos li.sent').waitFor();
  await page.locator('.routing .actor').first().waitFor();
  await shot(page, 'voice-done');
  assert.deepEqual(await axe(page), []);
  const code = await page.locator('.code code').innerText();
  assert.notEqual(code, first.tracking_code);
  assert.equal(await total(), before);
  const track = await (await fetch(new URL('api/v1/track', service.address), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) })).json();
  assert.equal(track.number, first.number);
  assert.deepEqual(faults, []);
  await context.close();
});
