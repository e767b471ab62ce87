// Without WebGL2 the lists, the plan and the owner card answer all the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, openPage, shot, startBrowser, startService } from './harness.mjs';

let service;
let browser;
before(async () => {
  service = await startService();
  browser = await startBrowser(['--disable-3d-apis']);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('the plan has a link for every area, and the keyboard opens an owner', async () => {
  const { page, context, faults } = await openPage(browser, service.address);
  const links = page.locator('.area svg a');
  await links.first().waitFor({ state: 'attached' });
  assert.equal(await page.locator('.maplibregl-canvas').count(), 0);
  await page.waitForTimeout(800);
  await shot(page, 'fallback');
  assert.deepEqual(await axe(page), []);
  await links.first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/sel=area|door=owner/);
  await page.locator('#panel h2').first().waitFor();
  assert.deepEqual(faults.filter((one) => !/map:|WebGL/.test(one)), []);
  await context.close();
});

test('inspection without a map says so and still ranks', async () => {
  const { page, context } = await openPage(browser, service.address, { path: '?door=inspect&period=all' });
  await page.getByText('此设备没有交互地图').waitFor();
  await page.locator('.ranking li').first().waitFor({ state: 'attached' });
  await shot(page, 'fallback-inspect');
  assert.deepEqual(await axe(page), []);
  await context.close();
});
