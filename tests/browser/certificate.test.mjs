// The certificate of coverage: verdict, parts, numbered places, fingerprints that `wangge verify` finds again, the printed
// page, and what is said where there is nothing to prove or no answer comes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, DESK, getJson, mapStands, openPage, PHONE, root, shot, startBrowser, startEmpty, startService } from './harness.mjs';

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

test('the start screen leads to the certificate, which counts three parts and numbers what was found', async () => {
  const wanted = await getJson(service.address, 'certificate');
  const { page, context, faults } = await openPage(browser, service.address, { viewport: DESK });
  await mapStands(page);
  await page.getByRole('link', { name: '网格覆盖证明' }).click();
  await page.locator('.verdict').waitFor();
  assert.equal(await page.locator('.verdict .big').innerText(), wanted.faults === 0 ? '全覆盖、无缝隙' : `有 ${wanted.faults} 处问题`);
  const parts = await page.locator('.parts .count b').allInnerTexts();
  assert.deepEqual(parts.map(Number).reduce((sum, n) => sum + n, 0), wanted.faults);
  assert.equal(await page.locator('.findings li').count(), wanted.faults + wanted.warnings);
  await page.waitForTimeout(800);
  await shot(page, 'certificate-desk');
  assert.deepEqual(await axe(page), []);
  // A row leads to its place.
  const before = page.url();
  await page.locator('.findings button:not(:disabled)').first().click();
  await page.waitForFunction((old) => location.href !== old, before);
  await page.getByText('SHA-256', { exact: true }).scrollIntoViewIfNeeded();
  await page.locator('.steps').scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  await shot(page, 'certificate-fingerprints');
  assert.equal((await page.locator('.hex').first().innerText()).replace(/\s/g, ''), wanted.boundaries.sha256);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the files that the page offers give the same fingerprints to anybody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wangge-verify-'));
  const { page, context } = await openPage(browser, service.address, { path: '?door=certificate' });
  for (const name of ['边界 GeoJSON', '证明 JSON']) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
    await download.saveAs(join(folder, download.suggestedFilename()));
  }
  const [program, ...words] = (await page.locator('.steps code').innerText()).split(' ');
  assert.equal(program, 'wangge');
  const binary = resolve(root, process.env.WANGGE_BIN ?? 'target/debug/wangge');
  execFileSync(binary, words, { cwd: folder });
  // Other boundaries are told apart: one corner moved by a unit.
  const areas = JSON.parse(execFileSync('cat', [join(folder, 'areas.geojson')]).toString());
  const ring = areas.features.find((one) => one.geometry?.type === 'Polygon').geometry.coordinates[0];
  ring[1] = [Number((ring[1][0] + 1e-7).toFixed(7)), ring[1][1]];
  writeFileSync(join(folder, 'areas.geojson'), JSON.stringify(areas));
  assert.throws(() => execFileSync(binary, words, { cwd: folder, stdio: 'pipe' }), (fault) => fault.status === 3);
  rmSync(folder, { recursive: true });
  await context.close();
});

test('it prints alone on A4 with map, numbers, findings, fingerprints and a place for the seal', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { path: '?door=certificate' });
  await page.locator('.verdict').waitFor();
  await mapStands(page);
  await page.waitForTimeout(1000);
  await page.keyboard.press('Control+p');
  const sheet = page.getByRole('dialog', { name: '网格覆盖证明' });
  await sheet.waitFor();
  assert.ok((await sheet.locator('svg image').getAttribute('href')).length > 40_000, 'the printed map is not blank');
  assert.ok((await sheet.locator('circle.rank').count()) > 0, 'places are numbered');
  await sheet.getByText('SM3', { exact: true }).waitFor();
  await sheet.getByText('单位（盖章）').waitFor();
  await shot(page, 'certificate-preview');
  assert.deepEqual(await axe(page), []);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('#app').isVisible(), false);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.match(pdf.toString('latin1'), /MediaBox \[0 0 59[45]\.\d+ 84[12]/);
  if (process.env.WANGGE_SHOTS) {
    await page.setViewportSize({ width: 690, height: 976 });
    await sheet.locator('.page').screenshot({ path: join(process.env.WANGGE_SHOTS, 'certificate-paper.png') });
    await page.setViewportSize(DESK);
  }
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  assert.deepEqual(faults, []);
  await context.close();
});

test('on a phone and in English it says the same', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { viewport: PHONE, touch: true, path: '?door=certificate&lang=en' });
  await page.locator('.verdict').waitFor();
  await mapStands(page);
  await page.waitForTimeout(800);
  await shot(page, 'certificate-phone');
  await page.getByRole('button', { name: 'Higher' }).or(page.locator('.grip .steps button').last()).first().click();
  await page.waitForTimeout(400);
  await shot(page, 'certificate-phone-full');
  assert.deepEqual(await axe(page), []);
  const words = await page.locator('.parts').innerText();
  assert.doesNotMatch(words, /[\u4e00-\u9fff]/, words);
  assert.equal(await page.evaluate(() => document.querySelector('.scroll').scrollWidth <= document.querySelector('.scroll').clientWidth), true, 'nothing sticks out sideways');
  assert.deepEqual(faults, []);
  await context.close();
});

test('without an edition there is nothing to prove, and a failed check can be asked again', async () => {
  const empty = await startEmpty();
  try {
    const { page, context, faults } = await openPage(browser, empty.address, { path: '?door=certificate' });
    await page.getByText('还没有发布网格').waitFor();
    await shot(page, 'certificate-empty');
    assert.equal(await page.getByRole('button', { name: '打印' }).count(), 0);
    await page.getByRole('link', { name: '去画边界' }).click();
    await page.getByRole('button', { name: '新建草稿' }).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  } finally {
    await empty.stop();
  }
  const { page, context } = await openPage(browser, service.address);
  await page.route('**/api/v1/certificate', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"type":"about:blank","title":"busy","status":503,"code":"busy","words":{"zh":"服务正忙，请稍后再试。","en":"Busy."}}' }));
  await page.getByRole('link', { name: '网格覆盖证明' }).click();
  await page.getByRole('alert').filter({ hasText: '服务正忙，请稍后再试。' }).waitFor();
  await shot(page, 'certificate-error');
  await page.unroute('**/api/v1/certificate');
  await page.getByRole('button', { name: '重试' }).click();
  await page.locator('.verdict').waitFor();
  await context.close();
});
