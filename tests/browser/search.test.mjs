// Search: pinyin initials, the keyboard, and what a choice does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, getJson, mapStands, openPage, shot, startBrowser, startService } from './harness.mjs';

// Initials of the demo's community and of the mock's, by hand from a dictionary.
const INITIALS = { 玉兰社区: 'ylsq', 水巷社区: 'sxsq' };
let service;
let browser;
let home;
before(async () => {
  service = await startService();
  browser = await startBrowser();
  home = (await getJson(service.address, 'site')).home;
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

test('pinyin initials find the community; Enter opens its dossier and moves the map', async () => {
  const typed = INITIALS[home.name];
  assert.ok(typed, `no initials known for ${home.name}`);
  const { page, context, faults } = await openPage(browser, service.address);
  await mapStands(page);
  const box = page.getByRole('combobox');
  await box.fill(typed);
  const first = page.getByRole('option').first();
  await first.filter({ hasText: home.name }).waitFor();
  assert.equal(await box.getAttribute('aria-expanded'), 'true');
  await shot(page, 'search');
  assert.deepEqual(await axe(page), []);
  await box.press('Enter');
  await page.waitForURL(new RegExp(`sel=area/${home.code}`));
  await page.locator('#panel h2').filter({ hasText: home.name }).waitFor();
  assert.equal(await box.getAttribute('aria-expanded'), 'false');
  assert.deepEqual(faults, []);
  await context.close();
});

test('arrows walk the answers and wrap, Escape closes them', async () => {
  const { page, context } = await openPage(browser, service.address);
  const box = page.getByRole('combobox');
  await box.fill('小区');
  await page.getByRole('option').nth(1).waitFor();
  assert.equal(await box.getAttribute('aria-activedescendant'), 'search-0');
  await box.press('ArrowDown');
  assert.equal(await box.getAttribute('aria-activedescendant'), 'search-1');
  await box.press('ArrowUp');
  await box.press('ArrowUp');
  const last = (await page.getByRole('option').count()) - 1;
  assert.equal(await box.getAttribute('aria-activedescendant'), `search-${last}`);
  await box.press('Escape');
  assert.equal(await box.getAttribute('aria-expanded'), 'false');
  await context.close();
});

test('nothing found is said in words', async () => {
  const { page, context } = await openPage(browser, service.address);
  await page.getByRole('combobox').fill('zzzzqqqq');
  await page.getByText(/没有找到“zzzzqqqq”/).first().waitFor();
  await context.close();
});

test('a number of an incident opens its page', async () => {
  const list = await getJson(service.address, 'incidents?limit=1');
  const { page, context } = await openPage(browser, service.address);
  const box = page.getByRole('combobox');
  await box.fill(list.items[0].number);
  await page.getByRole('option').first().filter({ hasText: list.items[0].number }).waitFor();
  await box.press('Enter');
  await page.waitForURL(/incident=/);
  await page.locator('#panel').getByText(list.items[0].number).first().waitFor();
  await context.close();
});
