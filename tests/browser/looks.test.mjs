// Faults that were once seen on the screen: cut words, numbers on top of each other, silence, a map that is not painted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, getJson, insideOf, mapStands, openPage, PHONE, startBrowser, startService } from './harness.mjs';

let service;
let browser;
let place;
before(async () => {
  service = await startService();
  browser = await startBrowser();
  const points = await getJson(service.address, 'areas?level=point');
  place = insideOf(points.features.find((one) => one.geometry).geometry);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('a refusal reaches the browser in the words of the service', async () => {
  const { page, context } = await openPage(browser, service.address);
  // The browser asks for gzip by itself; a refusal that says it is packed and is not cannot be read at all.
  const answer = await page.evaluate(async () => {
    const response = await fetch('api/v1/areas/NOPE');
    return [response.status, (await response.json()).code];
  });
  assert.deepEqual(answer, [404, 'not_found']);
  await context.close();
});

test('an address with a list that does not exist shows a list, not a wait without end', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { path: '?list=nonsense' });
  await page.locator('#panel .rows li').first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [name, options] of [['desk', { viewport: DESK }], ['phone', { viewport: PHONE, touch: true }]]) {
  for (const lang of ['zh', 'en']) {
    test(`a chosen category stands whole on its button, on a ${name} in ${lang}`, async () => {
      const { page, context } = await openPage(browser, service.address, { ...options, path: `?door=inspect&category=street_vending&lang=${lang}` });
      const chosen = page.locator('.heads .set .text');
      await chosen.waitFor({ state: 'attached' });
      const [needed, given] = await chosen.evaluate((text) => [text.scrollWidth, text.clientWidth]);
      assert.ok(needed <= given, `${needed} px of words in ${given} px`);
      await context.close();
    });
  }
}

test('rank numbers on the brief do not cover each other', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { path: '?door=inspect&period=all' });
  await page.locator('.ranking li').first().waitFor();
  await mapStands(page);
  await page.keyboard.press('Control+p');
  await page.locator('.sheet .map .rank').first().waitFor();
  const discs = await page.locator('.sheet .map .rank').evaluateAll((all) => all.map((one) => ['cx', 'cy', 'r'].map((name) => Number(one.getAttribute(name)))));
  assert.ok(discs.length > 10);
  for (const [i, [x, y, r]] of discs.entries()) {
    for (const [u, v] of discs.slice(i + 1)) assert.ok(Math.hypot(x - u, y - v) >= 2 * r, `${x},${y} covers ${u},${v}`);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('the brief of a tall window fills the paper with map and asks the engine for no more than it draws', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { viewport: { width: 794, height: 1123 }, path: '?door=inspect&period=all' });
  await page.locator('.ranking li').first().waitFor();
  await mapStands(page);
  await page.keyboard.press('Control+p');
  const map = page.locator('.sheet .map');
  await map.waitFor();
  const [, , width, height] = (await map.getAttribute('viewBox')).split(' ').map(Number);
  assert.ok(height <= width * 0.77, `${width} × ${height}`);
  const [box, sheet] = [await map.boundingBox(), await page.locator('.sheet .page').boundingBox()];
  assert.ok(box.width > sheet.width * 0.8);
  assert.deepEqual(faults, []);
  await context.close();
});

test('without an answer the map says so in a line that can be read on a phone', async () => {
  const { page, context } = await openPage(browser, service.address, { viewport: PHONE, touch: true });
  await page.route('**/api/v1/**', (route) => route.abort());
  await page.reload();
  const alert = page.getByRole('alert').filter({ hasText: '重试' }).first();
  await alert.waitFor();
  const box = await alert.boundingBox();
  assert.ok(box.width > 300 && box.height < 100, JSON.stringify(box));
  await context.close();
});

test('the map stays painted below an open list of search results', async () => {
  const { page, context } = await openPage(browser, service.address);
  await mapStands(page);
  await page.waitForTimeout(1000);
  await page.getByRole('combobox').fill('ljx');
  await page.getByRole('option').nth(8).waitFor();
  await page.waitForTimeout(500);
  const drop = await page.getByRole('listbox').boundingBox();
  const below = await page.screenshot({ clip: { x: drop.x + 20, y: drop.y + drop.height + 20, width: drop.width - 120, height: 768 - drop.y - drop.height - 60 } });
  assert.ok(below.length > 8_000, `${below.length} bytes: blank`);
  await context.close();
});

test('labels of the service begin with a capital in English', async () => {
  const { page, context } = await openPage(browser, service.address, { path: `?door=owner&lon=${place[0]}&lat=${place[1]}&lang=en` });
  const line = page.locator('#panel .acting p').first();
  await line.waitFor();
  assert.match(await line.innerText(), /^[A-Z\u4e00-\u9fff]/);
  await context.close();
});

test('the owner card says what the other names are', async () => {
  const { page, context } = await openPage(browser, service.address, { path: `?door=owner&lon=${place[0]}&lat=${place[1]}` });
  await page.locator('#panel .acting').getByText(/^另有点长：/).waitFor();
  await context.close();
});
