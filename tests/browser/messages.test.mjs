// Messages on the stand-in of web/mock: the bell, the list, channels with their forms and tests, deliveries.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, openPage, PHONE, shot, startBrowser, startMock } from './harness.mjs';
import { expected, PEOPLE, signIn } from './signing_in.mjs';

let service;
let browser;
before(async () => {
  service = await startMock(['--accounts', '--wait', '2']);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});
const SCREENS = [['desk', { viewport: DESK }], ['phone', { viewport: PHONE, touch: true }]];
const open = (options = {}) => openPage(browser, service.address, options);
const part = (page, text) => page.locator('#page').getByText(text, { exact: true });

test('who is not signed in has no bell, and the page says why', async () => {
  const { page, context, faults } = await open({ path: '#/messages' });
  await page.getByText('登录后可以查看消息。').waitFor();
  assert.equal(await page.locator('.bell').count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [name, options] of SCREENS) {
  test(`on a ${name} the bell counts, a message leads to its case and is read, and all can be`, async () => {
    const fresh = await startMock(['--accounts']);
    const { page, context, faults } = await openPage(browser, fresh.address, options);
    await signIn(page, fresh.address, PEOPLE.head);
    const bell = page.locator('.bell');
    await page.getByRole('link', { name: '消息，5 条未读' }).waitFor();
    await shot(page, `messages-bell-${name}`);
    await bell.click();
    const rows = page.locator('#page .list > li');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 7);
    await shot(page, `messages-${name}`);
    assert.deepEqual(await axe(page), []);
    await rows.first().locator('.message').click();
    await page.locator('.marks').waitFor();
    await page.getByRole('link', { name: '消息，4 条未读' }).waitFor();
    await bell.click();
    await page.locator('.which').getByRole('button', { name: '未读' }).click();
    await page.waitForFunction(() => document.querySelectorAll('#page .list > li').length === 4);
    await page.getByRole('button', { name: '全部标为已读' }).click();
    await page.getByRole('link', { name: '消息', exact: true }).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
    await fresh.stop();
  });

  test(`on a ${name} a channel is made, what is wrong is told in its field, and the receiver's answer is shown`, async () => {
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.admin);
    await page.locator('.who').click();
    await page.getByRole('link', { name: '消息通道' }).click();
    await page.getByText('城管一中队群').first().waitFor();
    await shot(page, `channels-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: '新建通道' }).click();
    const form = page.locator('dialog form');
    const save = form.getByRole('button', { name: '保存', exact: true });
    await save.click();
    await form.getByText('请填写名称。').waitFor();
    await form.getByLabel('类型').selectOption('dingtalk');
    await form.getByLabel('名称').fill(`坏的群 ${name}`);
    await form.getByLabel('Webhook 地址').fill('http://127.0.0.1/hook');
    await form.getByLabel('加签密钥').fill('SEC123456789');
    await save.click();
    await form.getByText('该地址指向本机，已拒绝连接', { exact: false }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id.endsWith('-url')), true, 'the field in question has the focus');
    await shot(page, `channel-form-${name}`);
    assert.deepEqual(await axe(page), []);
    await form.getByLabel('Webhook 地址').fill('https://oapi.dingtalk.com/robot/send?access_token=SECRETTOKEN');
    await form.getByText('自己选').click();
    await form.getByText('已派遣').waitFor();
    await save.click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    const card = page.locator('article').filter({ hasText: `坏的群 ${name}` });
    await card.getByText('https://oapi.dingtalk.com').waitFor();
    assert.equal((await page.content()).includes('SECRETTOKEN'), false, 'what is secret is not shown again');
    await card.getByRole('button', { name: `向 坏的群 ${name} 发测试消息` }).click();
    await card.getByText('群机器人不存在或已停用（错误码 93000）', { exact: false }).waitFor();
    await card.getByText('invalid webhook url', { exact: false }).waitFor();
    await card.scrollIntoViewIfNeeded();
    await shot(page, `channel-tested-${name}`);
    assert.deepEqual(await axe(page), []);
    await card.getByRole('button', { name: `编辑 坏的群 ${name}` }).click();
    await form.getByText('现为 https://oapi.dingtalk.com，留空则不变').waitFor();
    await form.getByLabel('名称').fill(`好的群 ${name}`);
    await save.click();
    const mended = page.locator('article').filter({ hasText: `好的群 ${name}` });
    await mended.getByRole('button', { name: `向 好的群 ${name} 发测试消息` }).click();
    await mended.getByText('对方已收下，用时 84 毫秒').waitFor();
    await mended.getByRole('button', { name: '停用', exact: true }).click();
    await mended.getByText('已停用').waitFor();
    await mended.getByRole('button', { name: `删除 好的群 ${name}` }).click();
    await page.locator('dialog').getByRole('button', { name: '删除', exact: true }).click();
    await mended.waitFor({ state: 'detached' });
    assert.deepEqual(expected(faults, 400), []);
    await context.close();
  });

  test(`on a ${name} e-mail asks for what a mail server needs`, async () => {
    const { page, context, faults } = await open({ ...options, path: '?lang=en' });
    await signIn(page, service.address, PEOPLE.admin, '?lang=en#/channels');
    await page.getByRole('button', { name: 'New channel' }).click();
    const form = page.locator('dialog form');
    await form.getByLabel('Kind').selectOption('email');
    await form.getByLabel('Encryption').selectOption('starttls');
    assert.equal(await form.getByLabel('Port').inputValue(), '587');
    await shot(page, `channel-mail-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`on a ${name} deliveries tell why they failed and are sent again`, async () => {
    const fresh = await startMock(['--accounts']);
    const { page, context, faults } = await openPage(browser, fresh.address, options);
    await signIn(page, fresh.address, PEOPLE.admin, '#/channels/deliveries');
    const row = page.locator('.log > li').filter({ has: page.getByText('已放弃') });
    await row.getByText('连不上接收方，稍后自动重试').first().waitFor();
    await row.getByText('2 次尝试').click();
    await shot(page, `deliveries-${name}`);
    assert.deepEqual(await axe(page), []);
    await row.getByRole('button', { name: '重新投递' }).click();
    await page.getByText('已排入投递').waitFor();
    assert.deepEqual(faults, []);
    await context.close();
    await fresh.stop();
  });
}

test('an auditor looks and changes nothing', async () => {
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.auditor, '#/channels');
  await part(page, '审计员可以查看，不能修改。').waitFor();
  assert.equal(await page.getByRole('button', { name: '新建通道' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: '编辑' }).count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});
