// The own account, sessions that end in the middle of work, rights in the pages, and the footer. On the stand-in of web/mock.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, getJson, insideOf, mapStands, openPage, PHONE, pixelOf, shot, startBrowser, startMock } from './harness.mjs';
import { expected, expire, PEOPLE, signIn, signInAgain } from './signing_in.mjs';

let service;
let browser;
let spot;
before(async () => {
  service = await startMock(['--accounts', '--footer']);
  browser = await startBrowser();
  spot = insideOf((await getJson(service.address, 'areas?level=point')).features[0].geometry);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});
const open = (options = {}) => openPage(browser, service.address, options);
const SCREENS = [['desk', { viewport: DESK }], ['phone', { viewport: PHONE, touch: true }]];
const report = () => `?door=report&lon=${spot[0]}&lat=${spot[1]}&category=exposed_rubbish`;

for (const [name, options] of SCREENS) {
  test(`on a ${name} a token is shown once, devices are ended, the password is changed`, async () => {
    const elsewhere = await open();
    await signIn(elsewhere.page, service.address, PEOPLE.head);
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.head, '#/me');
    await page.getByText('这台设备').waitFor();
    await shot(page, `me-${name}`);
    assert.deepEqual(await axe(page), []);

    await page.getByRole('button', { name: '新建令牌' }).click();
    await page.getByRole('button', { name: '创建', exact: true }).click();
    await page.getByText('请写明用途。').waitFor();
    await page.getByLabel('用途').fill('12345 工单导入');
    await page.getByRole('checkbox', { name: /^上报/ }).check();
    await page.getByRole('button', { name: '创建', exact: true }).click();
    const secret = await page.getByRole('textbox', { name: '12345 工单导入' }).inputValue();
    assert.match(secret, /^wgt_/);
    await shot(page, `token-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.equal((await fetch(new URL('api/v1/session', service.address), { headers: { authorization: `Bearer ${secret}` } })).status, 200);
    await page.getByRole('button', { name: '完成' }).click();
    assert.doesNotMatch(await page.locator('#page').innerText(), /wgt_/);
    await page.getByRole('button', { name: '删除令牌 12345 工单导入' }).click();
    await page.getByRole('button', { name: '删除', exact: true }).click();
    await page.getByText('还没有令牌。').waitFor();

    await page.getByRole('button', { name: '退出 Chrome' }).first().click();
    await page.getByText('没有其他设备。').waitFor();
    await page.getByLabel('现在的密码').fill('wrong');
    for (const label of ['新密码', '再输一遍']) await page.getByLabel(label, { exact: true }).fill(PEOPLE.head.password);
    await page.getByRole('button', { name: '保存新密码' }).click();
    await page.getByText('现在的密码不对。').waitFor();
    await page.getByLabel('现在的密码').fill(PEOPLE.head.password);
    await page.getByRole('button', { name: '保存新密码' }).click();
    await page.getByText('密码已修改，其他设备已退出登录').waitFor();
    assert.equal(await page.getByLabel('现在的密码').inputValue(), '');
    assert.deepEqual(expected(faults, 400), []);
    await context.close();
    await elsewhere.context.close();
  });

  test(`on a ${name} a session that ends under a report asks on top of it, and the report goes out whole`, async () => {
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, report());
    await page.locator('.who').waitFor();
    await page.locator('.routing .actor').first().waitFor();
    await page.getByLabel('补充说明（可不填）').fill('楼下堆了三天');
    await expire(service.address);
    await page.getByRole('button', { name: '发送' }).click();
    const dialog = page.locator('dialog.sign-in');
    await dialog.getByText('已填写的内容都还在').waitFor();
    assert.equal(await dialog.getByLabel('登录名').inputValue(), PEOPLE.office.login);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('autocomplete')), 'current-password');
    await shot(page, `expired-report-${name}`);
    assert.deepEqual(await axe(page), []);

    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('没有登录，所以没有提交。').waitFor();
    assert.equal(await page.getByLabel('补充说明（可不填）').inputValue(), '楼下堆了三天');
    assert.match(page.url(), /door=report/, 'Escape closed the dialog alone');
    await shot(page, `expired-cancelled-${name}`);

    await signIn(page, service.address, PEOPLE.office);
    await page.goBack();
    await page.goto(new URL(report(), service.address).href);
    await page.locator('.routing .actor').first().waitFor();
    await page.getByLabel('补充说明（可不填）').fill('楼下堆了四天');
    await expire(service.address);
    const sent = [];
    page.on('request', (one) => { if (one.method() === 'POST' && one.url().endsWith('/incidents')) sent.push([one.postData(), one.headers()['idempotency-key']]); });
    await page.getByRole('button', { name: '发送' }).click();
    await signInAgain(page, PEOPLE.office);
    await page.locator('.number').waitFor();
    assert.equal(sent.length, 2);
    assert.deepEqual(sent[0], sent[1], 'the same report under the same key');
    assert.match(sent[0][0], /楼下堆了四天/);
    assert.deepEqual(expected(faults, 401), []);
    await context.close();
  });
}

test('a session that ends under a draft keeps what was drawn, and saves it after signing in', async () => {
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.admin);
  const home = (await getJson(service.address, 'site')).home;
  const draft = await page.evaluate(async (code) => (await fetch('api/v1/editions', { method: 'POST', body: JSON.stringify({ scope: [code], note: '' }) })).json(), home.code);
  await page.goto(`${service.address}?door=boundaries&draft=${draft.id}#map=17/${spot[1]}/${spot[0]}`);
  await mapStands(page);
  await page.getByRole('toolbar').waitFor();
  await page.waitForFunction(() => document.querySelector('.who') !== null);
  await page.mouse.click(...(await pixelOf(page, spot)));
  await page.getByRole('textbox', { name: '名称' }).fill('过期前改的名');
  await page.getByRole('textbox', { name: '名称' }).press('Tab');
  await page.locator('.bar').getByRole('button', { name: '保存', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '保存' });
  await dialog.getByLabel('修改原因').fill('核对后改名');
  await expire(service.address);
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await page.locator('dialog.sign-in').waitFor();
  await shot(page, 'expired-draft');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '暂不登录' }).click();
  await dialog.getByText('没有登录，所以没有提交。').waitFor();
  assert.equal(await dialog.getByLabel('修改原因').inputValue(), '核对后改名');
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await signInAgain(page, PEOPLE.admin);
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('已保存', { exact: false }).first().waitFor();
  const areas = await page.evaluate(async (id) => (await fetch(`api/v1/editions/${id}/areas`)).json(), draft.id);
  assert.ok(areas.features.some(({ properties }) => properties.name === '过期前改的名'));
  assert.deepEqual(expected(faults, 401), []);
  await context.close();
});

test('a page that comes up with an old cookie goes on for everybody', async () => {
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.office);
  await expire(service.address);
  await page.goto(new URL(report(), service.address).href);
  await page.getByRole('link', { name: '登录' }).waitFor();
  await page.locator('.routing .actor').first().waitFor();
  await page.getByRole('button', { name: '发送' }).click();
  await page.locator('.number').waitFor();
  assert.deepEqual(expected(faults, 401), []);
  await context.close();
});

test('what a person may not do is not offered, and comes with signing in', async () => {
  const { page, context, faults } = await open();
  await page.getByText('这里归谁管').waitFor();
  await page.getByText('网格覆盖证明').waitFor();
  assert.equal(await page.getByText('边界与版本').count(), 0);
  await page.goto(new URL('?door=boundaries', service.address).href);
  await page.getByText('修改边界需要系统管理员的账号。').waitFor();
  await page.locator('#panel').getByRole('link', { name: '登录' }).click();
  await page.locator('#page form').getByLabel('登录名').fill(PEOPLE.admin.login);
  await page.getByLabel('密码', { exact: true }).fill(PEOPLE.admin.password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '新建草稿' }).waitFor();
  assert.match(page.url(), /door=boundaries/, 'back where the person was');
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [name, options] of SCREENS) {
  test(`on a ${name} the footer says who answers for the site, on the start page and under a report`, async () => {
    const { page, context, faults } = await open(options);
    const footer = page.getByRole('region', { name: '网站信息' });
    for (const words of ['红塔区玉龙社区居民委员会', '滇ICP备2026000000号-1', '工作日']) await footer.getByText(words).waitFor();
    assert.equal(await footer.getByRole('link', { name: '0877-2600000' }).getAttribute('href'), 'tel:08772600000');
    await page.goto(new URL(report(), service.address).href);
    await footer.scrollIntoViewIfNeeded();
    await footer.getByText('主办单位').waitFor();
    await shot(page, `footer-report-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('without a sponsor, a filing and a contact there is no footer', async () => {
  const bare = await startMock(['--accounts']);
  const { page, context } = await openPage(browser, bare.address);
  await page.getByText('库内问题').waitFor();
  assert.equal(await page.getByRole('region', { name: '网站信息' }).count(), 0);
  await context.close();
  await bare.stop();
});
