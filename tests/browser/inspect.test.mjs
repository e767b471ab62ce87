// Before an inspection: starts, filters in the URL and back, ranking, downloads, the printed brief.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, getJson, mapStands, openPage, PHONE, shot, startBrowser, startService } from './harness.mjs';

let service;
let browser;
/** Thirty days up to the newest record, so that the tests do not depend on today's date. */
let period;
before(async () => {
  service = await startService();
  browser = await startBrowser();
  const { to } = (await getJson(service.address, 'site')).incident_span;
  const last = to.slice(0, 10);
  period = `from=${new Date(Date.parse(`${last}T00:00:00Z`) - 29 * 86_400_000).toISOString().slice(0, 10)}&to=${last}`;
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

for (const [name, options] of [['desk', { viewport: DESK }], ['phone', { viewport: PHONE, touch: true }]]) {
  test(`heat, legend and ranking stand on a ${name} without a fault`, async () => {
    const { page, context, faults } = await openPage(browser, service.address, { ...options, path: `?door=inspect&${period}` });
    await page.locator('.ranking li').first().waitFor({ state: 'attached' });
    await mapStands(page);
    await page.locator('.legend').filter({ hasText: '件/平方公里' }).waitFor();
    await page.waitForTimeout(1500);
    await shot(page, `inspect-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('a start becomes filters in the URL, filters can be changed, and Back undoes each', async () => {
  const { page, context, faults } = await openPage(browser, service.address);
  await page.getByText('占道经营', { exact: true }).first().click();
  await page.waitForURL(/door=inspect&category=street_vending/);
  await page.locator('.sum b').filter({ hasText: /共 [\d,]+ 件/ }).waitFor();
  const before = await page.locator('.sum b').innerText();
  await page.getByRole('button', { name: '全部', exact: true }).click();
  await page.waitForURL(/period=all/);
  await page.waitForFunction((text) => document.querySelector('.sum b')?.textContent !== text, before);
  await page.getByRole('button', { name: /^状态/ }).click();
  await page.getByLabel('未结', { exact: true }).check();
  await page.waitForURL(/state=open/);
  await page.goBack();
  assert.doesNotMatch(page.url(), /state=/);
  await page.goBack();
  assert.doesNotMatch(page.url(), /period=/);
  await page.waitForFunction((text) => document.querySelector('.sum b')?.textContent === text, before);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a link with filters opens with them', async () => {
  const { page, context } = await openPage(browser, service.address, { path: '?door=inspect&by=compound&from=2026-11-01&to=2026-11-10&state=closed&show=clusters' });
  await page.locator('.sum').filter({ hasText: '2026年11月1日 – 2026年11月10日' }).waitFor();
  assert.equal(await page.getByRole('button', { name: '小区', exact: true }).getAttribute('aria-pressed'), 'true');
  assert.equal(await page.getByRole('button', { name: '聚合', exact: true }).getAttribute('aria-pressed'), 'true');
  const link = await page.locator('a', { hasText: 'CSV' }).getAttribute('href');
  assert.match(link, /state=closed/);
  assert.match(link, /from=2026-11-01T00%3A00%3A00%2B08%3A00/);
  assert.match(link, /to=2026-11-11T00%3A00%3A00%2B08%3A00/, 'the last day is included');
  const answer = await fetch(new URL(link, service.address));
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /csv/);
  await context.close();
});

test('the brush moves by keyboard', async () => {
  const { page, context } = await openPage(browser, service.address, { path: '?door=inspect&period=all' });
  await page.locator('.brush .bar').first().waitFor({ state: 'attached' });
  const slider = page.getByLabel('开始日期');
  await slider.focus();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
  await page.waitForURL(/from=\d{4}-\d{2}-\d{2}/);
  assert.match(await slider.getAttribute('aria-valuetext'), /\d{4}年/);
  await context.close();
});

test('a row of the ranking moves the map and stays marked', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { path: `?door=inspect&by=compound&${period}` });
  await mapStands(page);
  const row = page.locator('.ranking li button').first();
  await row.waitFor();
  const view = new URL(page.url()).hash;
  await row.click();
  await page.waitForFunction((old) => location.hash !== old && location.hash !== '', view);
  assert.equal(await row.getAttribute('aria-pressed'), 'true');
  await page.waitForTimeout(1200);
  await shot(page, 'inspect-row-desk');
  assert.deepEqual(faults, []);
  await context.close();
});

test('unmanaged compounds are all listed, also those without a report', async () => {
  const { page, context } = await openPage(browser, service.address, { path: '?door=inspect&start=unmanaged' });
  await page.waitForURL(/only=unmanaged/);
  await page.locator('.ranking li').first().waitFor({ state: 'attached' });
  const answer = await (await fetch(new URL('api/v1/layers/compound', service.address))).json();
  const wanted = answer.features.filter((one) => ['unmanaged', 'abandoned', 'semi_managed'].includes(one.properties.management_type)).length;
  assert.equal(await page.locator('.ranking li').count(), wanted);
  await context.close();
});

test('the brief has a map, a scale bar, an approval line and a table, prints alone on A4, and Escape closes it', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { path: `?door=inspect&${period}` });
  await page.locator('.ranking li').first().waitFor();
  await mapStands(page);
  await page.waitForTimeout(1500);
  await page.keyboard.press('Control+p');
  const sheet = page.getByRole('dialog', { name: '迎检简报' });
  await sheet.waitFor();
  const picture = await sheet.locator('svg image').getAttribute('href');
  assert.match(picture, /^data:image\/png/);
  assert.ok(picture.length > 40_000, 'the printed map is not blank');
  await sheet.getByText(/\d+ (米|公里)/).first().waitFor();
  await sheet.getByText(/审图号/).first().waitFor();
  assert.ok((await sheet.locator('tbody tr').count()) > 0);
  await shot(page, 'brief-preview');
  assert.deepEqual(await axe(page), []);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('#app').isVisible(), false);
  assert.equal(await sheet.locator('.bar').isVisible(), false);
  assert.equal(await sheet.locator('thead').evaluate((head) => getComputedStyle(head).display), 'table-header-group');
  await shot(page, 'brief-print');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.match(pdf.toString('latin1'), /MediaBox \[0 0 59[45]\.\d+ 84[12]/);
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  assert.equal(await page.locator('#app').isVisible(), true);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a service that does not answer is told in words, with a way to try again', async () => {
  const { page, context } = await openPage(browser, service.address);
  await page.route('**/api/v1/hotspots/ranking**', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"type":"about:blank","title":"busy","status":503,"code":"busy","words":{"zh":"服务正忙，请稍后再试。","en":"Busy."}}' }));
  await page.locator('.starts').getByText('本周最多', { exact: true }).click();
  await page.getByRole('alert').filter({ hasText: '服务正忙，请稍后再试。' }).waitFor();
  await page.unroute('**/api/v1/hotspots/ranking**');
  await page.getByRole('button', { name: '全部', exact: true }).click();
  await page.locator('.ranking li').first().waitFor({ state: 'attached' });
  await context.close();
});
