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
    await card.getByRole('button', { name: '修改', exact: true }).click();
    await card.getByLabel('第一天').first().fill('2026-11-20');
    await card.getByLabel('最后一天').first().fill('2026-11-10');
    await shot(page, `campaigns-edit-${name}`);
    await card.getByRole('button', { name: '保存' }).click();
    await card.getByRole('alert').filter({ hasText: '最后一天早于第一天' }).waitFor();
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
  test(`on a ${name} the administrator changes patrols, measures and weights; a conflict is told and nothing typed is lost`, async () => {
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.admin, '#/campaigns');
    const card = page.locator('#page section').filter({ hasText: '创卫' }).first();
    await card.getByRole('button', { name: '修改', exact: true }).click();
    const phase = card.locator('fieldset.part').first();
    await phase.locator('summary').first().click();
    await phase.getByRole('button', { name: /^给.*添加巡查要求/ }).click();
    const patrol = phase.getByRole('listitem', { name: /第 2 项巡查/ });
    await patrol.getByLabel('巡查哪里').selectOption('level:zone');
    await patrol.getByLabel('由谁巡查').selectOption('zone_head');
    await patrol.getByLabel('周期').selectOption('week');
    await patrol.getByLabel('次数').fill('0');
    await patrol.getByLabel('检查项').selectOption({ index: 1 });
    await phase.getByRole('button', { name: '“立案”上移' }).click();
    await phase.getByRole('button', { name: '删除“空缺岗位”' }).click();
    await phase.getByLabel(/^给.*添加关注项/).selectOption('on_site');
    await shot(page, `campaigns-patrols-${name}`);
    assert.deepEqual(await axe(page), []);
    await card.getByRole('button', { name: '添加一版手册的权重' }).click();
    await card.getByRole('button', { name: '保存' }).click();
    // Each fault at its part.
    await phase.getByRole('alert').filter({ hasText: '巡查次数应为 1 到 99 的整数' }).waitFor();
    await card.locator('.set').last().getByRole('alert').filter({ hasText: '请写明依据' }).waitFor();
    await shot(page, `campaigns-faults-${name}`);
    await patrol.getByLabel('次数').fill('2');
    const weights = card.locator('.set').last();
    await weights.getByLabel('手册年份').fill('2027');
    await weights.getByLabel('自哪天起').fill('2027-01-01');
    await weights.getByLabel('依据', { exact: true }).fill('测评操作手册 2027 年版');
    await weights.getByLabel('第 1 项权重（%）').fill('180');
    await weights.scrollIntoViewIfNeeded();
    await shot(page, `campaigns-weights-${name}`);
    assert.deepEqual(await axe(page), []);
    // Somebody else saves in between.
    await page.evaluate(async () => {
      const { version, phase: _, ...campaign } = (await (await fetch('api/v1/campaigns')).json()).campaigns.find((one) => one.slug === 'hygienic_city');
      await fetch('api/v1/campaigns/hygienic_city', { method: 'PUT', headers: { 'if-match': `"v${version}"` }, body: JSON.stringify({ campaign }) });
    });
    await card.getByRole('button', { name: '保存' }).click();
    await card.getByRole('alert').filter({ hasText: '别人刚改过这项活动' }).waitFor();
    await shot(page, `campaigns-conflict-${name}`);
    assert.equal(await patrol.getByLabel('次数').inputValue(), '2');
    await card.getByRole('button', { name: '保存' }).click();
    await card.getByText('片长：片区每周 2 次').or(card.getByText(/zone_head|每周 2 次/)).first().waitFor();
    const saved = await page.evaluate(async () => (await (await fetch('api/v1/campaigns')).json()).campaigns.find((one) => one.slug === 'hygienic_city'));
    assert.deepEqual(saved.phases[0].dashboard, ['filed', 'reported', 'closed', 'overdue', 'on_site']);
    assert.deepEqual([saved.phases[0].patrols[1].times, saved.phases[0].patrols[1].every, saved.phases[0].patrols[1].checks.length], [2, 'week', 1]);
    assert.deepEqual([saved.weights.at(-1).handbook_year, saved.weights.at(-1).from, saved.weights.at(-1).categories[0].percent], [2027, '2027-01-01', 180]);
    assert.equal(await page.evaluate(() => document.querySelector('.page').scrollWidth > document.querySelector('.page').clientWidth), false, 'nothing is wider than the page');
    assert.deepEqual(expected(faults, 412), []);
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
