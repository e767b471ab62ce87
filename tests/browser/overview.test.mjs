// The leaders' page on the stand-in of web/mock: today, now, who is late, two weeks, and one page of paper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, openPage, PHONE, shot, startBrowser, startMock } from './harness.mjs';
import { PEOPLE, signIn } from './signing_in.mjs';

let service;
let browser;
before(async () => {
  service = await startMock(['--accounts']);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});
const open = (options = {}) => openPage(browser, service.address, options);

for (const [name, options] of [['desk', { viewport: DESK }], ['phone', { viewport: PHONE, touch: true }]]) {
  test(`on a ${name} the leaders see today, what stands where, and who is late`, async () => {
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, '#/overview');
    await page.getByRole('heading', { name: '各片区超期' }).waitFor();
    await page.getByText('没有 2027 年的工作日历').waitFor();
    await page.locator('.phase').getByText('创文 · 集中迎检').waitFor();
    await page.locator('.phase').getByText('2026年11月1日 至 2026年12月15日 · 还有 21 天').waitFor();
    // The measures of the phase, in its own order.
    await page.locator('.phase dd').first().waitFor();
    assert.deepEqual(await page.locator('.phase dt').allInnerTexts(), ['超期未处置', '结案后反弹', '应结案中按期处置', '自行处置', '群众上报']);
    await page.getByRole('heading', { name: '各片区巡查' }).waitFor();
    await shot(page, `overview-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.locator('.days').scrollIntoViewIfNeeded();
    await shot(page, `overview-${name}-below`);
    await page.getByTitle('界面语言').click();
    await page.getByRole('heading', { name: 'Overdue by zone' }).waitFor();
    await page.locator('#page').evaluate((box) => box.scrollTo(0, 0));
    await shot(page, `overview-${name}-en`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('one zone is looked at by itself, and its late cases are one step away', async () => {
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.office, '#/overview');
  const all = await page.locator('.now dd').first().textContent();
  await page.getByLabel('看哪个片区').selectOption({ label: '东风片区' });
  await page.waitForFunction((before) => document.querySelector('.now dd').textContent !== before, all);
  await page.locator('header .small').filter({ hasText: '东风片区' }).waitFor();
  const overdue = await page.locator('.now .bad a').textContent();
  await page.locator('.now .bad a').click();
  await page.locator('.inbox-rows li').first().waitFor();
  await page.waitForFunction((wanted) => document.querySelector('nav a[aria-current] .num')?.textContent === wanted, overdue);
  assert.equal(await page.locator('.inbox-rows li').count(), Number(overdue));
  assert.deepEqual(faults, []);
  await context.close();
});

test('it prints on one page of A4', async () => {
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.office, '#/overview');
  await page.getByRole('heading', { name: '各片区超期' }).waitFor();
  const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 688, height: 1017 });
  await shot(page, 'overview-print');
  assert.equal(Number(/\/Type \/Pages[^>]*?\/Count (\d+)/.exec(paper.toString('latin1'))?.[1]), 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('numbers follow what happens', async () => {
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.office, '#/overview');
  const reported = page.locator('.today dd.num').first();
  const before = Number(await reported.textContent());
  await page.evaluate(async () => {
    const [ring] = (await (await fetch('api/v1/areas?level=point')).json()).features[3].geometry.coordinates;
    await fetch('api/v1/incidents', { method: 'POST', body: JSON.stringify({ lon: ring[0][0], lat: ring[0][1], category: 'exposed_rubbish' }) });
  });
  await page.waitForFunction((wanted) => document.querySelector('.today dd.num').textContent === String(wanted), before + 1);
  assert.deepEqual(faults, []);
  await context.close();
});
