// Who owns this spot: a click on the map, a link, a way into a report.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, getJson, insideOf, mapStands, openPage, PHONE, shot, startBrowser, startService } from './harness.mjs';

let service;
let browser;
let place;
let expected;
before(async () => {
  service = await startService();
  browser = await startBrowser();
  const points = await getJson(service.address, 'areas?level=point');
  place = insideOf(points.features.find((one) => one.geometry).geometry);
  expected = await getJson(service.address, `locate?lon=${place[0]}&lat=${place[1]}`);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('a click on the map opens the owner card, and Back closes it', async () => {
  const { page, context, faults } = await openPage(browser, service.address);
  const box = await mapStands(page);
  await page.mouse.click(box.x + box.width * 0.45, box.y + box.height * 0.5);
  await page.waitForURL(/door=owner&lon=[\d.]+&lat=[\d.]+/);
  const url = new URL(page.url());
  const answer = await getJson(service.address, `locate?lon=${url.searchParams.get('lon')}&lat=${url.searchParams.get('lat')}`);
  await page.locator('#panel').getByText(answer.areas[0].name).first().waitFor();
  await page.goBack();
  await page.getByText('迎检先看', { exact: true }).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [name, options] of [['desk', { viewport: DESK }], ['phone', { viewport: PHONE, touch: true }]]) {
  test(`a link to a place shows its area, its chain and its departments on a ${name}`, async () => {
    const { page, context, faults } = await openPage(browser, service.address, { ...options, path: `?door=owner&lon=${place[0]}&lat=${place[1]}` });
    const panel = page.locator('#panel');
    for (const area of expected.areas.slice(0, 3)) await panel.getByText(area.name).first().waitFor({ state: 'attached' });
    for (const department of expected.departments) await panel.getByText(department.name.zh).first().waitFor({ state: 'attached' });
    await mapStands(page);
    await page.waitForTimeout(1200);
    await shot(page, `owner-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('a place outside every area says so and invents no owner', async () => {
  const site = await getJson(service.address, 'site');
  const [w, s] = site.bounds;
  const { page, context } = await openPage(browser, service.address, { path: `?door=owner&lon=${(w - 0.05).toFixed(7)}&lat=${(s - 0.05).toFixed(7)}` });
  await page.locator('#panel').getByText(/不在任何网格内/).first().waitFor();
  await context.close();
});

test('the owner card leads into a report of the same place', async () => {
  const { page, context } = await openPage(browser, service.address, { path: `?door=owner&lon=${place[0]}&lat=${place[1]}` });
  await page.locator('#panel').getByText('在此上报').first().click();
  await page.waitForURL(/door=report/);
  assert.match(page.url(), new RegExp(`lon=${place[0]}`));
  await page.locator('.pictures button').nth(11).waitFor();
  await context.close();
});
