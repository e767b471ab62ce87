// The bottom sheet of a phone: three heights, by buttons; the map stays reachable above it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mapStands, openPage, PHONE, shot, startBrowser, startService } from './harness.mjs';

let service;
let browser;
before(async () => {
  service = await startService();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('the sheet stands at half, goes to full and to peek, and nothing is wider than the screen', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { viewport: PHONE, touch: true, path: '?door=inspect&period=all' });
  await mapStands(page);
  const sheet = page.locator('#panel');
  const height = async () => (await sheet.boundingBox()).height;
  const half = await height();
  assert.ok(half > 300 && half < 500, `half is ${half} px`);
  await page.getByRole('button', { name: '全屏' }).tap();
  await page.waitForFunction((old) => document.querySelector('#panel').getBoundingClientRect().height > old + 200, half);
  await shot(page, 'sheet-full');
  const down = page.getByRole('button', { name: '收起' });
  await down.tap();
  await down.tap();
  await page.waitForFunction(() => document.querySelector('#panel').getBoundingClientRect().height < 180);
  await shot(page, 'sheet-peek');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  assert.deepEqual(faults, []);
  await context.close();
});
