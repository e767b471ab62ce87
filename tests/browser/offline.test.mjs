// The app without a line: it opens, names the place by the map it has, and keeps the report; nothing private is among what is kept.
// And staff whose session ends while a report waits.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, getJson, insideOf, mapStands, openPage, PHONE, root, shot, startBrowser, startMock, startService } from './harness.mjs';
import { photo } from './made_photos.mjs';
import { expire, PEOPLE, signIn, signInAgain } from './signing_in.mjs';

let service;
let mock;
let browser;
let here;
before(async () => {
  [service, mock] = [await startService(), await startMock(['--accounts'])];
  browser = await startBrowser();
  here = insideOf((await getJson(service.address, 'layers/vending_zone')).features[0].geometry);
});
after(async () => {
  await browser?.close();
  await service?.stop();
  await mock?.stop();
});
const KEPT = 10;
const album = (page) => page.locator('input[type=file]:not([capture])');
const send = (page) => page.getByRole('button', { name: '发送', exact: true });
/** Everything the worker was asked to keep is kept. */
async function kept(page) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await page.evaluate(async () => (await (await caches.open('wangge-ground')).keys()).length) >= KEPT) return;
    await page.waitForTimeout(100);
  }
  throw new Error('the worker kept too little');
}

test('after one report screen the app opens without a line, and a report made then arrives later', async () => {
  const { page, context } = await openPage(browser, service.address, {
    viewport: PHONE, touch: true, serviceWorkers: 'allow', permissions: ['geolocation'], geolocation: { longitude: here[0], latitude: here[1], accuracy: 8 }, path: '?door=report',
  });
  await kept(page);
  const { shells, urls } = await page.evaluate(async () => ({
    shells: (await caches.keys()).filter((name) => name.startsWith('wangge-shell-')),
    urls: (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat(),
  }));
  assert.equal(shells.length, 1);
  if (!process.env.WANGGE_URL || service.address.includes('127.0.0.1')) assert.ok((await (await fetch(new URL('sw.js', service.address))).text()).includes(shells[0].slice('wangge-shell-'.length)));
  const answers = urls.filter((path) => path.includes('/api/')).sort();
  assert.equal(answers.length, KEPT);
  for (const path of answers) assert.match(path, /^\/api\/v1\/(site|categories|areas(\/edges)?|layers(\/\w+)?)$/);

  await context.setOffline(true);
  await page.goto(service.address);
  await page.getByText('我要上报', { exact: true }).waitFor();
  await mapStands(page);
  await shot(page, 'offline-start');
  await page.getByText('我要上报', { exact: true }).tap();
  await album(page).setInputFiles(await photo(page, 'offline.jpg'));
  await page.locator('.pick li img').waitFor();
  await page.getByRole('button', { name: '下一步：在哪里' }).tap();
  await page.getByText('没有信号，按手机里的地图判断').waitFor();
  await shot(page, 'offline-place');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '就在这里' }).tap();
  await page.locator('.pictures button').filter({ hasText: '暴露垃圾' }).tap();
  await page.getByText('现在没有信号，发出后由系统告知归谁处理。').waitFor();
  await shot(page, 'offline-send');
  assert.deepEqual(await axe(page), []);
  await send(page).tap();
  await page.locator('.kept').getByText('已存在手机里').waitFor();
  await page.goto(new URL('#/outbox', service.address).href);
  await page.reload();
  await page.locator('.chip').filter({ hasText: '等待发送' }).waitFor();
  await context.setOffline(false);
  await page.locator('.chip').filter({ hasText: '已送达' }).waitFor();
  await page.locator('.num').filter({ hasText: /\d{6}-\d{5}/ }).first().waitFor();
  await context.close();
});

test('the list of kept files is that of the build', () => {
  const worker = readFileSync(join(root, 'web/dist/sw.js'), 'utf8');
  const files = JSON.parse(/\[".\/"[^\]]*\]/.exec(worker)[0]);
  assert.ok(files.some((name) => /maplibre-gl-worker/.test(name)) && files.some((name) => /Report-/.test(name)), files.join(' '));
  for (const name of files.filter((one) => one !== './')) readFileSync(join(root, 'web/dist', name));
});

test('a report of staff whose session has ended waits for them, and is sent once they are back', async () => {
  const spot = insideOf((await getJson(mock.address, 'areas?level=point')).features[0].geometry);
  const { page, context } = await openPage(browser, mock.address, { viewport: PHONE, touch: true });
  await signIn(page, mock.address, PEOPLE.head, `?door=report&lon=${spot[0]}&lat=${spot[1]}&category=exposed_rubbish`);
  const posts = [];
  page.on('response', (answer) => { if (answer.request().method() === 'POST' && answer.url().endsWith('/api/v1/incidents')) posts.push([answer.status(), answer.request().headers()['idempotency-key']]); });
  await page.getByLabel('怎么发现的').waitFor();
  await page.getByLabel('补充说明（可不填）').fill('巡查时发现');
  await expire(mock.address);
  await send(page).tap();
  const dialog = page.locator('dialog.sign-in');
  await dialog.waitFor();
  await shot(page, 'expired-report');
  await dialog.getByRole('button', { name: '暂不登录' }).click();
  await page.locator('.kept').getByText('等待登录后发送').waitFor();
  await shot(page, 'expired-kept');
  assert.deepEqual(await axe(page), []);
  await page.reload();
  await page.locator('.kept').getByText('等待登录后发送').waitFor();
  await page.getByRole('link', { name: '看待发送' }).tap();
  await page.getByText('需要您处理').waitFor();
  await page.locator('#page').getByText('这件是张丽华上报的').waitFor();
  await shot(page, 'expired-queue');
  assert.deepEqual(await axe(page), []);

  // Somebody else signs in on this phone: it is not theirs to send.
  await signIn(page, mock.address, PEOPLE.office, '#/outbox');
  await page.locator('#page').getByText('这件是张丽华上报的').waitFor();
  assert.deepEqual(posts.map(([status]) => status), [401]);
  await context.clearCookies();
  await page.reload();
  await signIn(page, mock.address, PEOPLE.head, '#/outbox');
  await page.locator('.chip').filter({ hasText: '已送达' }).waitFor();
  assert.deepEqual(posts.map(([status]) => status), [401, 201]);
  assert.equal(posts[0][1], posts[1][1], 'one key from the beginning to the end');
  const { items } = await getJson(mock.address, 'incidents?q=' + encodeURIComponent('巡查时发现'));
  assert.deepEqual(items.map(({ source }) => source), ['patrol']);
  await context.close();
});

test('whose session ends while a report is written signs in on top of it, and it goes through', async () => {
  const spot = insideOf((await getJson(mock.address, 'areas?level=point')).features[0].geometry);
  const { page, context } = await openPage(browser, mock.address, { viewport: PHONE, touch: true });
  await signIn(page, mock.address, PEOPLE.head, `?door=report&lon=${spot[0]}&lat=${spot[1]}&category=exposed_rubbish`);
  await album(page).setInputFiles(await photo(page, 'patrol.jpg'));
  await page.locator('.pick li img').waitFor();
  await expire(mock.address);
  await send(page).tap();
  await signInAgain(page, PEOPLE.head);
  await page.getByText('已直接立案并派遣。').waitFor();
  await page.locator('.photos li.sent').waitFor();
  await context.close();
});

test('over plain http the cross and the names of the place are enough', async () => {
  const plain = await startBrowser(['--host-resolver-rules=MAP wangge.test 127.0.0.1']);
  try {
    const address = mock.address.replace('127.0.0.1', 'wangge.test');
    const { page, context, faults } = await openPage(plain, address, { viewport: PHONE, touch: true, path: '?door=report' });
    assert.equal(await page.evaluate(() => isSecureContext), false);
    await album(page).setInputFiles(await photo(page, 'plain.jpg'));
    await page.locator('.pick li img').waitFor();
    await page.getByRole('button', { name: '下一步：在哪里' }).tap();
    await page.getByText('此地址不是 https').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.locator('.found b').waitFor();
    await shot(page, 'plain-place');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: '就在这里' }).tap();
    await page.locator('.pictures button').filter({ hasText: '暴露垃圾' }).tap();
    await send(page).tap();
    await page.locator('.photos li.sent').waitFor();
    await page.getByRole('button', { name: '复制', exact: true }).tap();
    await page.getByText(/已复制|请长按选中后复制/).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  } finally {
    await plain.close();
  }
});
