// Pasted text on the real service: three tickets read, looked at beside the map, corrected and reported; a file with faults.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, openPage, PHONE, shot, startBrowser, startOwn } from './harness.mjs';

let service;
let browser;
before(async () => {
  service = await startOwn();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

const SCREENS = [['desk', { viewport: DESK }], ['phone', { viewport: PHONE, touch: true }]];
const NUMBERS = { desk: '2026112401', phone: '2026112402' };
const paste = (number) => `【工单编号】GD-${number}【来电人】李女士【联系电话】19900005678【诉求内容】玉兰大道与明湖路交叉口路灯不亮。

石桥菜市场西门垃圾桶满了，臭得不行

不知道是哪里，井盖坏了`;

async function open(options) {
  const opened = await openPage(browser, service.address, options);
  await opened.page.goto(new URL('#/intake', service.address).href);
  await opened.page.getByRole('button', { name: '识别' }).waitFor();
  return opened;
}

for (const [name, options] of SCREENS) {
  test(`on a ${name} three pasted tickets are read, looked at and reported`, async () => {
    const { page, context, faults } = await open(options);
    await shot(page, `intake-empty-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.getByLabel('粘贴文字').fill(paste(NUMBERS[name]));
    await page.getByRole('button', { name: '识别' }).click();
    await page.locator('.sum').getByText('共 3 件').waitFor();
    const drafts = page.locator('article');
    assert.equal(await drafts.count(), 3);
    const first = drafts.nth(0);
    await first.getByText('玉兰大道与明湖路路口').first().waitFor();
    await first.getByText(`编号 GD-${NUMBERS[name]}`).waitFor();
    const told = await first.locator('textarea').inputValue();
    assert.ok(!told.includes('李女士') && !told.includes('19900005678'), told);
    await page.locator('svg[role=application] .spot').first().waitFor();
    await page.locator('svg[role=application] text').filter({ hasText: '玉兰大道' }).first().waitFor({ state: 'attached' });
    await shot(page, `intake-drafts-${name}`);
    assert.deepEqual(await axe(page), []);

    await first.getByRole('button', { name: '确认上报' }).click();
    await first.getByText(/✓ \d{6}-\d{5}/).waitFor();
    const second = drafts.nth(1);
    await second.getByRole('button', { name: '确认上报' }).click();
    await second.getByText(/✓ \d{6}-\d{5}/).waitFor();
    // Nobody knows where the third is: a person points at it.
    const third = drafts.nth(2);
    assert.equal(await third.getByRole('button', { name: '确认上报' }).isEnabled(), false);
    const map = page.locator('svg[role=application]');
    await map.scrollIntoViewIfNeeded();
    const box = await map.boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await third.getByText('地图上选定的位置').waitFor();
    await third.locator('.owner b').waitFor();
    await shot(page, `intake-pin-${name}`);
    await third.getByRole('button', { name: '确认上报' }).click();
    await page.locator('.sum').getByText('全部处理完了').waitFor();
    await page.locator('.sum').getByText('已上报 3 件').waitFor();
    await shot(page, `intake-done-${name}`);
    assert.deepEqual(await axe(page), []);

    await page.getByRole('button', { name: '重新收件' }).click();
    await page.getByLabel('粘贴文字').fill(paste(NUMBERS[name]).split('\n')[0]);
    await page.getByRole('button', { name: '识别' }).click();
    await page.getByText(/已收过：\d{6}-\d{5}/).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('a file of tickets shows the faults of its rows, and what is sure is confirmed at once by keys and button', async () => {
  const { page, context, faults } = await open({ viewport: DESK });
  const csv = '工单编号,诉求内容,事发地址,来电时间\nB1,路灯不亮,玉兰大道与明湖路交叉口,2026-11-23 08:30\nB2,,,\nB3,垃圾桶满了,石桥农贸市场西门,昨天\nB4,井盖坏了,学府街与明湖路路口,\n';
  await page.locator('input[type=file]').setInputFiles({ name: '工单.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByText('有 2 处问题').waitFor();
  await page.getByText('第 3 行「诉求内容」没有内容').waitFor();
  await page.locator('[data-row="0"]').focus();
  await page.keyboard.press('s');
  await page.locator('.sum').getByText('已略过 1 件').waitFor();
  await page.locator('article').nth(0).getByRole('button', { name: '恢复' }).click();
  await shot(page, 'intake-file-desk');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: /^确认全部有把握的/ }).click();
  await page.locator('.sum').getByText(/已上报 [1-3] 件/).waitFor();
  await page.goto(new URL('?lang=en#/intake', service.address).href);
  await page.getByRole('button', { name: 'Read' }).waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0, 0, 0]) });
  await page.getByText(/neither a table/).first().waitFor();
  await shot(page, 'intake-english-desk');
  assert.deepEqual(faults.filter((one) => !one.includes('400')), []);
  await context.close();
});
