// Accounts on the stand-in of web/mock: signing in and what goes wrong, one-time links, the own account, administration, the log.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, mapStands, openPage, PHONE, shot, startBrowser, startMock } from './harness.mjs';
import { expected, fillIn, PEOPLE, signIn } from './signing_in.mjs';

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

for (const [name, options] of SCREENS) {
  test(`on a ${name} a wrong password is told in place, and a demo account fills the form`, async () => {
    const { page, context, faults } = await open({ ...options, path: '#/signin' });
    const go = page.locator('#page form').getByRole('button', { name: '登录', exact: true });
    await go.click();
    await page.getByText('请输入登录名。').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'username');
    await fillIn(page, { login: 'admin', password: 'wrong' });
    await go.click();
    await page.getByRole('alert').filter({ hasText: '登录名或密码不对' }).waitFor();
    await shot(page, `signin-wrong-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: '显示密码' }).click();
    assert.equal(await page.getByLabel('密码', { exact: true }).getAttribute('type'), 'text');
    await page.getByRole('button', { name: '点长' }).click();
    assert.equal(await page.getByLabel('登录名').inputValue(), PEOPLE.head.login);
    assert.equal(await page.getByRole('alert').count(), 0, 'what was said of another attempt goes');
    await page.keyboard.press('Enter');
    await page.locator('.who').filter({ hasText: PEOPLE.head.name }).click();
    const menu = page.locator('#account-menu');
    await menu.getByText('点长 · 第1点位').waitFor();
    assert.equal(await menu.getByText('账号管理').count(), 0, 'what a point head may not do is not offered');
    await mapStands(page);
    await shot(page, `account-menu-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.classList.contains('who')), true);
    assert.deepEqual(expected(faults, 401), []);
    await context.close();
  });
}

test('too many attempts count down on the button, and then it works', async () => {
  const { page, context, faults } = await open({ path: '#/signin' });
  const go = page.locator('#page form .primary');
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await fillIn(page, { login: PEOPLE.office.login, password: `wrong ${attempt}` });
    await Promise.all([page.waitForResponse((one) => one.request().method() === 'POST'), go.click()]);
    await page.getByRole('alert').waitFor();
  }
  await go.filter({ hasText: /请等 \d 秒后再试/ }).waitFor();
  assert.equal(await go.isDisabled(), true);
  await fillIn(page, PEOPLE.office);
  await go.filter({ hasText: '登录' }).and(page.locator(':enabled')).waitFor();
  await page.getByLabel('密码', { exact: true }).press('Enter');
  await page.locator('.who').filter({ hasText: PEOPLE.office.name }).waitFor();
  assert.deepEqual(expected(faults, 401, 429), []);
  await context.close();
});

test('Caps Lock is told while a password is typed', async () => {
  const { page, context } = await open({ path: '#/signin' });
  await page.getByLabel('密码', { exact: true }).evaluate((input) => {
    const key = new KeyboardEvent('keyup', { key: 'A', bubbles: true });
    Object.defineProperty(key, 'getModifierState', { value: (name) => name === 'CapsLock' });
    input.dispatchEvent(key);
  });
  await page.getByText('大写锁定已打开').waitFor();
  await context.close();
});

test('signing out begins the page anew, and nobody is left in it', async () => {
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.admin);
  await page.evaluate(() => { window.before = true; });
  await page.locator('.who').click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByText('已退出登录。').waitFor();
  assert.equal(await page.evaluate(() => window.before), undefined);
  assert.equal((await context.cookies()).length, 0);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the first administrator is set up by a link, with the rule of passwords told while typing', async () => {
  const fresh = await startMock(['--accounts', '--setup']);
  const { page, context, faults } = await openPage(browser, fresh.address, { viewport: PHONE, touch: true, path: '#/link/first-start' });
  await page.getByLabel('姓名').fill('陈静');
  await page.getByLabel('登录名').fill('chenjing');
  const password = page.getByLabel('密码', { exact: true });
  await password.fill('chen');
  await page.getByText('还差 6 个').waitFor();
  await password.fill('chenjing123456');
  await page.getByText('太常见，容易被猜中').waitFor();
  await page.getByLabel('再输一遍').fill('别的');
  await page.getByText('两次输入不同').waitFor();
  await shot(page, 'link-setup-phone');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '设置并登录' }).click();
  assert.match(page.url(), /first-start/, 'a password that is not good goes nowhere');
  await password.fill('红塔山下有三条狗');
  await page.getByText('还差 2 个').waitFor();
  for (const label of ['密码', '再输一遍']) await page.getByLabel(label, { exact: true }).fill('红塔山下有三条狗和猫');
  await page.getByRole('button', { name: '设置并登录' }).click();
  await page.locator('.who').filter({ hasText: '陈静' }).waitFor();
  await page.getByText('这里归谁管').waitFor();
  assert.doesNotMatch(page.url(), /link/, 'a used token stands nowhere');
  assert.deepEqual(faults, []);
  await context.close();
  await fresh.stop();
});

test('an administrator invites somebody, whose link works once', async () => {
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.admin, '#/accounts');
  await page.getByRole('button', { name: '新增账号' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '保存' }).click();
  await dialog.getByText('请填写登录名。').waitFor();
  await dialog.getByLabel('登录名').fill('admin');
  await dialog.getByLabel('姓名').fill('何青');
  await dialog.getByRole('button', { name: '保存' }).click();
  await dialog.getByText('这个登录名已经有人用了。').waitFor();
  await dialog.getByLabel('登录名').fill('heqing');
  await dialog.getByLabel('网格员').check();
  await dialog.getByRole('button', { name: '选择主体' }).click();
  await dialog.getByRole('searchbox').fill('第1点位');
  await dialog.locator('.found .row').first().click();
  await dialog.getByText('第1点位的任职').waitFor();
  await shot(page, 'accounts-party');
  assert.deepEqual(await axe(page), []);
  await dialog.locator('.found .row').first().click();
  await dialog.getByRole('button', { name: '保存' }).click();
  const secret = dialog.getByRole('textbox', { name: '邀请链接' });
  const link = await secret.inputValue();
  await shot(page, 'accounts-invite');
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole('button', { name: '关闭' }).click();
  await page.getByRole('row').filter({ hasText: 'heqing' }).getByText('待启用').waitFor();

  const guest = await openPage(browser, link, { path: link });
  for (const label of ['密码', '再输一遍']) await guest.page.getByLabel(label, { exact: true }).fill('明天早上扫完北苑路的落叶');
  await guest.page.getByRole('button', { name: '设置并登录' }).click();
  await guest.page.locator('.who').filter({ hasText: '何青' }).waitFor();
  await guest.page.goto(link);
  await guest.page.getByText('链接不能用了').waitFor();
  assert.deepEqual(await axe(guest.page), []);
  assert.deepEqual(expected(guest.faults, 404), []);
  assert.deepEqual(expected(faults, 400), []);
  await guest.context.close();
  await context.close();
});

for (const [name, options, person, login] of [[...SCREENS[0], '杨晓梅', 'xiaomei'], [...SCREENS[1], '王芳', 'wangfang']]) {
  test(`on a ${name} two administrators on one account: what was typed stays, what the other changed is told`, async () => {
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.admin, '#/accounts');
    await page.getByRole('button', { name: `编辑 ${person}` }).waitFor();
    await shot(page, `accounts-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: `编辑 ${person}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('审计员').check();
    await page.evaluate(async (wanted) => {
      const one = (await (await fetch('api/v1/accounts')).json()).accounts.find(({ login }) => login === wanted);
      await fetch(`api/v1/accounts/${one.id}`, { method: 'PATCH', body: JSON.stringify({ granted: ['community_office'] }), headers: { 'if-match': `"v${one.version}"` } });
    }, login);
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByRole('alert').filter({ hasText: '别人改了这个账号' }).waitFor();
    assert.equal(await dialog.getByLabel('审计员').isChecked(), true);
    await shot(page, `accounts-conflict-${name}`);
    assert.deepEqual(await axe(page), []);
    await dialog.getByRole('button', { name: '仍按我填写的保存' }).click();
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: '停用 陈静' }).click();
    await dialog.getByRole('button', { name: '停用' }).click();
    await dialog.getByText('这是最后一个系统管理员').waitFor();
    await shot(page, `accounts-last-${name}`);
    assert.deepEqual(expected(faults, 412, 409), []);
    await context.close();
  });
}

for (const [name, options] of SCREENS) {
  test(`on a ${name} an auditor sees accounts and the log, and changes nothing`, async () => {
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.auditor, '#/accounts');
    await page.getByText('审计员可以查看，不能修改。').waitFor();
    await page.getByText('王芳').waitFor();
    assert.equal(await page.getByRole('button', { name: /^(编辑|停用|启用|新增)/ }).count(), 0);
    assert.deepEqual(await axe(page), []);
    await page.goto(new URL('#/audit', service.address).href);
    await page.getByText('周敏 (audit)').first().waitFor();
    await page.getByLabel('查找人、事项、内容').fill('周敏');
    await page.getByText(/显示 \d+ 条/).waitFor();
    await shot(page, `audit-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('who may not look is told so, with the way to sign in', async () => {
  const { page, context, faults } = await open({ path: '#/accounts' });
  await page.getByText('请先登录。').waitFor();
  assert.deepEqual(await axe(page), []);
  await signIn(page, service.address, PEOPLE.office, '#/audit');
  await page.getByText('只有系统管理员和审计员可以查看审计记录。').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
