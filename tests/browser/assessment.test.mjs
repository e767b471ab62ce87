// Assessment and campaigns on the stand-in of web/mock: the table, its order, the arithmetic, exports; phases and formulas.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, openPage, PHONE, shot, startBrowser, startMock } from './harness.mjs';
import { expected, PEOPLE, signIn } from './signing_in.mjs';

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
const SCREENS = [['desk', { viewport: DESK }], ['phone', { viewport: PHONE, touch: true }]];
const open = (options = {}) => openPage(browser, service.address, options);

for (const [name, options] of SCREENS) {
  test(`on a ${name} places stand side by side, sort, and show their arithmetic`, async () => {
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, '#/assessment');
    const table = page.locator('#page table');
    await table.waitFor();
    assert.match(await page.locator('#page [role=status]').first().innerText(), /2026-11-01 至 2026-11-30.*未结束/);
    assert.equal(await table.locator('tbody tr').first().locator('td').first().innerText(), '1', 'best first');
    assert.equal(await table.locator('tbody tr').last().locator('td').first().innerText(), '—', 'without a score last');
    await shot(page, `assessment-${name}`);
    assert.deepEqual(await axe(page), []);
    await table.getByRole('button', { name: '超期未处置' }).click();
    const column = await table.locator('thead th').evaluateAll((all) => all.findIndex((one) => one.getAttribute('aria-sort') === 'descending'));
    const numbers = (await table.locator(`tbody tr > :nth-child(${column + 1})`).allInnerTexts()).map((text) => Number.parseInt(text, 10));
    assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a));
    await table.locator('tbody th button').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('× 40%').first().waitFor();
    await shot(page, `assessment-how-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '部门', exact: true }).click();
    await table.getByRole('button', { name: '城市管理' }).waitFor();
    assert.match(await page.getByRole('link', { name: '导出 Excel' }).getAttribute('href'), /kind=department.*format=xlsx/);
    await page.getByRole('button', { name: '按阶段' }).click();
    await page.getByText('本阶段关注：').waitFor();
    await shot(page, `assessment-phase-${name}`);
    await page.evaluate(() => document.querySelector('.page')?.scrollTo(0, 1e6));
    await shot(page, `assessment-foot-${name}`);
    assert.equal(await page.evaluate(() => document.querySelector('.page').scrollWidth > document.querySelector('.page').clientWidth), false, 'nothing is wider than the page');
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`on a ${name} the administrator dates a phase and a formula is checked before it is written`, async () => {
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.admin, '#/campaigns');
    const card = page.locator('#page section').filter({ hasText: '创卫' }).first();
    await card.waitFor();
    await shot(page, `campaigns-${name}`);
    assert.deepEqual(await axe(page), []);
    await card.getByRole('button', { name: '修改日期' }).click();
    await card.getByLabel('第一天').first().fill('2026-11-20');
    await card.getByLabel('最后一天').first().fill('2026-11-10');
    await shot(page, `campaigns-edit-${name}`);
    await card.locator('form').evaluate((form) => { form.noValidate = true; });
    await card.getByRole('button', { name: '保存' }).click();
    await card.getByRole('alert').filter({ hasText: '结束日期早于开始日期' }).waitFor();
    await card.getByLabel('最后一天').first().fill('2026-12-10');
    await card.getByRole('button', { name: '保存' }).click();
    await card.getByText('进行中').waitFor();
    const formula = page.locator('#page section').filter({ hasText: '网格评价' }).first();
    await formula.getByRole('button', { name: '修改公式' }).click();
    await formula.getByLabel('立案数').fill('30');
    await formula.getByText('合计 110%').waitFor();
    await formula.getByRole('button', { name: '检查' }).click();
    await formula.getByText('各项权重合计 110，应为 100').waitFor();
    await shot(page, `formula-${name}`);
    assert.deepEqual(await axe(page), []);
    await formula.getByLabel('立案数').fill('20');
    await formula.getByLabel('生效日期').fill('2026-12-01');
    await formula.getByRole('button', { name: '保存' }).click();
    await formula.getByText('2026-12-01 起改用新公式').waitFor();
    assert.deepEqual(expected(faults, 400), []);
    await context.close();
  });
  // Each screen begins with the campaigns as they were shipped.
  test(`after the ${name} everything is as it was`, async () => {
    await service.stop();
    service = await startMock(['--accounts']);
  });
}

test('somebody who is not signed in is told what to do, and English has no Chinese labels', async () => {
  const { page, context } = await open({ path: '#/assessment' });
  await page.getByText('考核评比供工作人员查看。').waitFor();
  assert.equal(await page.getByRole('link', { name: '登录', exact: true }).count() > 0, true);
  await context.close();
  const english = await open({ path: '?lang=en' });
  await english.page.goto(new URL('?lang=en#/signin', service.address).href);
  await english.page.getByLabel(/login/i).first().fill(PEOPLE.admin.login);
  await english.page.locator('input[type=password]').fill(PEOPLE.admin.password);
  await english.page.locator('#page form .primary').click();
  await english.page.locator('.who').filter({ hasText: PEOPLE.admin.name }).waitFor();
  await english.page.goto(new URL('?lang=en#/assessment', service.address).href);
  await english.page.locator('#page table').waitFor();
  const heads = await english.page.locator('#page :is(thead, .tools, .about, figcaption)').allInnerTexts();
  assert.doesNotMatch(heads.join(' '), /[\u4e00-\u9fff]/);
  await shot(english.page, 'assessment-en');
  await english.context.close();
});
