// A report from a phone: place, picture, owner, the one question, sent, number. Then what goes wrong.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, getJson, insideOf, mapStands, openPage, PHONE, shot, startBrowser, startService } from './harness.mjs';

let service;
let browser;
let stall;
before(async () => {
  service = await startService();
  browser = await startBrowser();
  const zones = await getJson(service.address, 'layers/vending_zone');
  stall = insideOf(zones.features[0].geometry);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Nothing is reported nearby; what is, the tests of the outbox look at. */
const prepare = (context) => context.route('**/api/v1/incidents/near?**', (route) => route.fulfill({ json: { items: [] } }));
const open = (options) => openPage(browser, service.address, { prepare, ...options });

test('a stall beside a vending zone is reported with the question, and gets a number and an owner', async () => {
  const { page, context, faults } = await open({ viewport: PHONE, touch: true, path: `?door=report&lon=${stall[0]}&lat=${stall[1]}` });
  const pictures = page.locator('.pictures button');
  await pictures.nth(11).waitFor();
  assert.equal(await pictures.count(), 12);
  for (const box of await pictures.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)))) assert.ok(box >= 44, `a target of ${box} px`);
  await shot(page, 'report-pictures-phone');
  assert.deepEqual(await axe(page), []);
  await pictures.filter({ hasText: '占道经营' }).tap();

  await page.getByRole('radio').first().waitFor();
  const send = page.getByRole('button', { name: '发送' });
  assert.equal(await send.isDisabled(), true, 'sending waits for the answer');
  await page.locator('.routing .actor').first().waitFor();
  await shot(page, 'report-question-phone');
  assert.deepEqual(await axe(page), []);
  await page.locator('label').filter({ hasText: '线外' }).tap();
  await page.waitForLoadState('networkidle');
  await page.getByLabel('补充说明（可不填）').fill('浏览器测试');
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === 'POST' && one.url().includes('/api/v1/incidents')), send.tap()]);
  assert.match(request.headers()['idempotency-key'] ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  await page.locator('.number').waitFor();
  assert.match(await page.locator('.number').innerText(), /^\d{6}-\d{5}$/);
  await page.locator('.routing .actor').first().waitFor();
  await page.locator('code').first().waitFor();
  await shot(page, 'report-receipt-phone');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);

  await page.getByText('看这件问题').tap();
  await page.locator('.history li').first().waitFor({ state: 'attached' });
  assert.match(page.url(), /incident=/);
  await page.getByText('浏览器测试').waitFor();
  await shot(page, 'incident-phone');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('steps follow from the URL: the place first, Back goes one step back', async () => {
  const { page, context, faults } = await open({ viewport: DESK, path: '?door=report' });
  await mapStands(page);
  await page.getByRole('button', { name: '就在这里' }).click();
  await page.waitForURL(/lon=/);
  await page.locator('.pictures button').filter({ hasText: '暴露垃圾' }).click();
  await page.waitForURL(/category=exposed_rubbish/);
  await page.locator('.routing .actor').first().waitFor();
  await shot(page, 'report-send-desk');
  assert.deepEqual(await axe(page), []);
  await page.goBack();
  await page.locator('.pictures button').first().waitFor();
  await page.goBack();
  await page.getByRole('button', { name: '就在这里' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a lost answer keeps the content and the key; other content gets another key', async () => {
  const { page, context } = await open({ path: `?door=report&lon=${stall[0]}&lat=${stall[1]}&category=exposed_rubbish` });
  const keys = [];
  await page.route('**/api/v1/incidents', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    return route.abort();
  });
  await page.getByRole('button', { name: '发送' }).click();
  await page.locator('.kept').getByText('已存在手机里').waitFor();
  const again = (request) => request.method() === 'POST' && request.url().endsWith('/api/v1/incidents');
  await Promise.all([page.waitForRequest(again), page.getByRole('button', { name: '现在发送' }).click()]);
  await page.getByRole('button', { name: '再报一件' }).click();
  await page.goto(new URL(`?door=report&lon=${stall[0]}&lat=${stall[1]}&category=dirty_road`, service.address).href);
  await page.getByRole('button', { name: '发送' }).click();
  await page.locator('.kept').getByText('已存在手机里').waitFor();
  assert.ok(keys.length >= 3, `${keys.length} attempts`);
  assert.equal(keys[0], keys[1]);
  assert.equal(new Set(keys).size, 2);
  await context.close();
});

test('what the server refuses stands beside its field', async () => {
  const { page, context } = await open({ path: `?door=report&lon=${stall[0]}&lat=${stall[1]}&category=exposed_rubbish` });
  await page.route('**/api/v1/incidents', (route) => (route.request().method() === 'POST'
    ? route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: 'x', status: 400, code: 'invalid_fields', words: { zh: '有内容需要改正。', en: 'x' }, errors: [{ field: 'description', code: 'x', words: { zh: '说明里有不能用的字符。', en: 'x' } }] }) })
    : route.continue()));
  await page.getByRole('button', { name: '发送' }).click();
  await page.locator('#report-words-error').filter({ hasText: '说明里有不能用的字符。' }).waitFor();
  assert.equal(await page.locator('#report-words').getAttribute('aria-invalid'), 'true');
  await context.close();
});

test('the browser position becomes the place, with its accuracy', async () => {
  const { page, context, faults } = await open({
    viewport: PHONE, touch: true, path: '?door=report', geolocation: { longitude: stall[0], latitude: stall[1], accuracy: 12 }, permissions: ['geolocation'],
  });
  await page.getByRole('button', { name: '不拍照，直接选位置' }).tap();
  await page.getByText('已定位，精度约 12 米').waitFor();
  await page.getByRole('button', { name: '就在这里' }).tap();
  await page.waitForURL(/accuracy_m=12/);
  assert.match(page.url(), new RegExp(`lon=${stall[0]}`));
  await page.locator('.pictures button').first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
