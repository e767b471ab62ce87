// Cases on the stand-in of web/mock: the steps of the lifecycle in the panel, tasks in the hand, following a report.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, mapStands, openPage, PHONE, shot, startBrowser, startMock } from './harness.mjs';
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

/** A resident's report in the place of the demo's point head. */
async function reported(more = {}) {
  const { posts } = await call('session', { login: PEOPLE.head.login, password: PEOPLE.head.password });
  const { features } = await call('areas?level=point');
  const [ring] = features.find((one) => one.properties.code === posts[0].area.code).geometry.coordinates;
  const middle = (axis) => ring.slice(1).reduce((sum, vertex) => sum + vertex[axis], 0) / (ring.length - 1);
  return call('incidents', { lon: middle(0), lat: middle(1), category: 'exposed_rubbish', description: '垃圾桶旁堆着家具', ...more });
}
async function call(path, body) {
  const answer = await fetch(new URL(`api/v1/${path}`, service.address), body ? { method: 'POST', body: JSON.stringify(body) } : {});
  return answer.json();
}
const steps = (page) => page.locator('.case-steps');
const step = (page, name) => steps(page).getByRole('button', { name, exact: true });
const state = (page, name) => page.locator('.marks .chip.strong').filter({ hasText: name }).waitFor();
/** Somebody else takes a step. */
const elsewhere = (page, id, transition, body) => page.evaluate(async ([wanted, name, sent]) => {
  const { version } = await (await fetch(`api/v1/incidents/${wanted}`)).json();
  return (await fetch(`api/v1/incidents/${wanted}/${name}`, { method: 'POST', body: JSON.stringify(sent), headers: { 'if-match': `"v${version}"` } })).status;
}, [id, transition, body]);

for (const [name, options] of SCREENS) {
  test(`on a ${name} the office files and dispatches a report, and the history tells it`, async () => {
    const { id } = await reported();
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, `?incident=${id}`);
    await state(page, '上报');
    await step(page, '立案').waitFor();
    assert.equal(await step(page, '并案').isVisible(), false, 'rare steps are folded away');
    await step(page, '更多').click();
    await step(page, '并案').waitFor();
    await steps(page).scrollIntoViewIfNeeded();
    await shot(page, `case-steps-${name}`);
    assert.deepEqual(await axe(page), []);
    await step(page, '立案').click();
    await step(page, '确认立案').click();
    await steps(page).getByText('请先到现场看过，再勾选。').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('type')), 'checkbox', 'the field in question has the focus');
    await shot(page, `case-form-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Space');
    await step(page, '确认立案').click();
    await steps(page).getByText('已办理“立案”，现在是“立案”。').waitFor();
    await step(page, '派遣').click();
    await steps(page).getByLabel('由谁处置').waitFor();
    await steps(page).locator('optgroup[label=执法部门]').waitFor({ state: 'attached' });
    await shot(page, `case-dispatch-${name}`);
    assert.deepEqual(await axe(page), []);
    await step(page, '确认派遣').click();
    await state(page, '派遣');
    await shot(page, `case-done-${name}`);
    assert.deepEqual(await axe(page), []);
    await step(page, '看经过').click();
    await page.locator('.history > li').filter({ hasText: '已派遣' }).filter({ hasText: '受理派遣员' }).waitFor();
    await shot(page, `case-history-${name}`);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`on a ${name} what somebody else did meanwhile is told, and what was typed stays`, async () => {
    const { id } = await reported();
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, `?incident=${id}`);
    await step(page, '不予立案').click();
    await steps(page).getByLabel('原因').fill('不属于本社区');
    await steps(page).getByRole('checkbox').check();
    assert.equal(await elsewhere(page, id, 'dispatch', {}), 409, 'what is not open is refused');
    assert.equal(await page.evaluate(async (wanted) => {
      const { version } = await (await fetch(`api/v1/incidents/${wanted}`)).json();
      return (await fetch(`api/v1/incidents/${wanted}`, { method: 'PATCH', body: JSON.stringify({ note: '电话问过，就在门口' }), headers: { 'if-match': `"v${version}"` } })).status;
    }, id), 200);
    await step(page, '确认不予立案').click();
    await steps(page).getByRole('alert').filter({ hasText: '电话问过，就在门口' }).waitFor();
    assert.equal(await steps(page).getByLabel('原因').inputValue(), '不属于本社区');
    assert.equal(await steps(page).getByRole('checkbox').isChecked(), true);
    await shot(page, `case-stale-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.equal(await elsewhere(page, id, 'file', { checked: true }), 200);
    await step(page, '确认不予立案').click();
    await steps(page).getByText('这一步现在不能办理了。').first().waitFor();
    assert.equal(await step(page, '确认不予立案').isDisabled(), true);
    await page.keyboard.press('Escape');
    await state(page, '立案');
    assert.deepEqual(expected(faults, 412, 409, 400), []);
    await context.close();
  });
}

test('a merge finds its target among those nearby or by its number', async () => {
  const { id } = await reported();
  const other = await reported();
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.office, `?incident=${id}`);
  await step(page, '更多').click();
  await step(page, '并案').click();
  const number = steps(page).getByLabel('并入哪一件');
  await number.fill('261124-99999');
  await step(page, '确认并案').click();
  await steps(page).getByText('没有编号为“261124-99999”的问题。').waitFor();
  await steps(page).locator('.row').filter({ hasText: other.number }).click();
  assert.equal(await number.inputValue(), other.number);
  assert.equal(await number.getAttribute('aria-invalid'), 'false', 'what was said of another number goes');
  await shot(page, 'case-merge');
  assert.deepEqual(await axe(page), []);
  await step(page, '确认并案').click();
  await state(page, '并案');
  await page.locator('dd').getByRole('link', { name: other.number }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('what the service finds wrong stands beside its field', async () => {
  const { id } = await reported();
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.office, `?incident=${id}`);
  await step(page, '不予立案').click();
  await steps(page).getByRole('checkbox').check();
  await steps(page).getByLabel('原因').fill('出错');
  await step(page, '确认不予立案').click();
  await steps(page).getByText('不能超过 2000 字').waitFor();
  assert.equal(await steps(page).getByLabel('原因').getAttribute('aria-invalid'), 'true');
  assert.deepEqual(expected(faults, 400), []);
  await context.close();
});

test('a resident is offered no step', async () => {
  const { id } = await reported();
  const { page, context, faults } = await open({ path: `?incident=${id}` });
  await page.locator('.history > li').first().waitFor();
  assert.equal(await steps(page).count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [name, options] of SCREENS) {
  test(`on a ${name} a point head goes from the tasks to the case, accepts and handles it`, async () => {
    const { id, number } = await reported();
    const office = await open();
    await signIn(office.page, service.address, PEOPLE.office);
    await elsewhere(office.page, id, 'file', { checked: true });
    await elsewhere(office.page, id, 'dispatch', {});
    await office.context.close();
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.head);
    await page.getByRole('link', { name: '我的待办' }).click();
    const task = page.locator('#page li').filter({ hasText: number });
    await task.getByText('今天到期').waitFor();
    await shot(page, `tasks-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: '刷新' }).click();
    await page.getByText(/已刷新，\d+ 件。/).waitFor();
    await task.getByRole('button', { name: /^去这里/ }).click();
    assert.equal(await task.getByRole('link', { name: '手机自带地图' }).count(), name === 'phone' ? 1 : 0);
    await page.keyboard.press('Escape');
    await task.locator('.case').click();
    await step(page, '接收').click();
    await steps(page).getByText('已办理“接收”，现在是“派遣”。').waitFor();
    await step(page, '处置').click();
    await steps(page).getByLabel('处置情况').fill('家具已清运，地面冲洗过');
    await shot(page, `case-handle-${name}`);
    await step(page, '确认处置').click();
    await state(page, '处置');
    await page.locator('.history > li').filter({ hasText: '家具已清运' }).filter({ hasText: '处置方' }).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`on a ${name} a resident follows a report by its code`, async () => {
    const { tracking_code: code, number } = await reported();
    const { page, context, faults } = await open(options);
    await page.getByRole('link', { name: '查询上报进度' }).click();
    await page.getByRole('button', { name: '查询', exact: true }).click();
    await page.getByText('请输入查询码。').waitFor();
    await page.getByLabel('查询码').fill('WG000');
    await page.keyboard.press('Enter');
    await page.getByText('没有这个查询码。').waitFor();
    await shot(page, `track-unknown-${name}`);
    await page.getByLabel('查询码').fill(code.toLowerCase());
    await page.keyboard.press('Enter');
    await page.locator('.found').getByText(number).waitFor();
    await shot(page, `track-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(expected(faults, 404), []);
    await context.close();
  });
}

test('tasks: who is not signed in is led to the door, and none is said in words', async () => {
  const { page, context, faults } = await open({ viewport: PHONE, touch: true, path: '#/tasks' });
  await page.getByText('登录后才能看待办。').waitFor();
  await shot(page, 'tasks-door');
  await signIn(page, service.address, PEOPLE.auditor, '#/tasks');
  await page.getByText('没有待办。').waitFor();
  await shot(page, 'tasks-none');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a report of staff is from patrol, and the receipt says that it was dispatched at once', async () => {
  const { position: [lon, lat] } = await call(`incidents/${(await reported()).id}`);
  const { page, context, faults } = await open({ viewport: PHONE, touch: true });
  await signIn(page, service.address, PEOPLE.head, `?door=report&lon=${lon}&lat=${lat}&category=exposed_rubbish`);
  await page.getByLabel('怎么发现的').waitFor();
  assert.equal(await page.getByLabel('怎么发现的').inputValue(), 'patrol');
  await page.getByLabel('怎么发现的').scrollIntoViewIfNeeded();
  await shot(page, 'report-staff');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '发送' }).click();
  await page.getByText('已直接立案并派遣。').waitFor();
  await shot(page, 'report-staff-done');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('link', { name: '查询进度' }).click();
  await page.locator('.found').getByText('派遣', { exact: true }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [name, options] of SCREENS) {
  test(`on a ${name} a correction moves the pin and the kind, says who would act, and the history tells what changed`, async () => {
    const { id } = await reported();
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, `?incident=${id}`);
    await step(page, '更多').click();
    await step(page, '更正').click();
    const form = steps(page).getByRole('form', { name: '更正' });
    await form.getByLabel('说明').waitFor();
    await form.getByRole('button', { name: '保存更正' }).click();
    await form.getByText('没有改动。改了哪一项，再保存。').waitFor();
    await form.getByLabel('类别').selectOption('shop_spill');
    await form.getByText(/保存后由.*处置/).waitFor();
    await form.getByRole('button', { name: '改位置' }).click();
    const map = form.getByRole('application', { name: '位置' });
    await map.focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift+ArrowRight');
    await form.getByText('位置移动了 30 米').waitFor();
    await map.scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    await shot(page, `case-edit-${name}`);
    assert.deepEqual(await axe(page), []);
    const box = await map.boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await form.getByText(/位置移动了 [0-3](\.\d)? 米/).waitFor();
    await page.keyboard.press('Shift+ArrowUp');
    await form.getByRole('button', { name: '保存更正' }).click();
    await page.locator('.history > li').filter({ hasText: '类别：暴露垃圾 → 店外经营' }).waitFor();
    const after = await call(`incidents/${id}`);
    assert.equal(after.category, 'shop_spill');
    await page.getByText('责任链', { exact: true }).click();
    await page.locator('#panel details .post').first().waitFor();
    await page.locator('#panel details[open]').first().scrollIntoViewIfNeeded();
    await shot(page, `case-chain-${name}`);
    await page.locator('.history').scrollIntoViewIfNeeded();
    await shot(page, `case-edited-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`on a ${name} two corrections meet: what both changed stands side by side, and nothing typed is lost`, async () => {
    const { id } = await reported();
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, `?incident=${id}`);
    await step(page, '更多').click();
    await step(page, '更正').click();
    const form = steps(page).getByRole('form', { name: '更正' });
    await form.getByLabel('说明').fill('东门垃圾桶旁堆着旧家具');
    assert.equal(await page.evaluate(async (wanted) => {
      const { version } = await (await fetch(`api/v1/incidents/${wanted}`)).json();
      return (await fetch(`api/v1/incidents/${wanted}`, { method: 'PATCH', body: JSON.stringify({ description: '西门堆着家具', category: 'road_dirt' }), headers: { 'if-match': `"v${version}"` } })).status;
    }, id), 200);
    // The live line tells it before anything is sent.
    await form.getByRole('alert').filter({ hasText: '西门堆着家具' }).waitFor();
    assert.equal(await form.getByLabel('说明').inputValue(), '东门垃圾桶旁堆着旧家具');
    assert.equal(await form.getByLabel('类别').inputValue(), 'road_dirt', 'what was left alone follows');
    await form.getByText('别人已把这一项改成：').waitFor();
    await form.getByText('别人已把这一项改成：').scrollIntoViewIfNeeded();
    await shot(page, `case-edit-clash-${name}`);
    assert.deepEqual(await axe(page), []);
    await form.getByRole('button', { name: '保存更正' }).click();
    await page.locator('.history > li').filter({ hasText: '东门垃圾桶旁堆着旧家具' }).first().waitFor();
    const { description, category } = await call(`incidents/${id}`);
    assert.deepEqual([category, description], ['road_dirt', null], 'a resident reads no words; the other kind stays');
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`on a ${name} photos open large, turn by keys and stand side by side`, async () => {
    const { id } = (await call('incidents?state=handled&limit=1')).items[0];
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, `?incident=${id}`);
    await page.locator('.groups img').nth(2).waitFor();
    await page.locator('.groups').scrollIntoViewIfNeeded();
    await shot(page, `case-photos-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: /看大图：处置前/ }).first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByText('第 1 张，共 3 张').waitFor();
    await page.keyboard.press('ArrowRight');
    await dialog.getByText('第 2 张，共 3 张').waitFor();
    await page.keyboard.press('c');
    await page.waitForFunction(() => document.querySelectorAll('dialog figure').length === 2);
    await page.waitForTimeout(200);
    await shot(page, `case-photos-both-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`on a ${name} possible duplicates are offered and one is merged into`, async () => {
    const first = await reported({ category: 'graffiti', description: '墙上有小广告' });
    const second = await reported({ category: 'graffiti', description: '墙上贴满小广告' });
    const { page, context, faults } = await open(options);
    await signIn(page, service.address, PEOPLE.office, `?incident=${second.id}`);
    const near = page.locator('.near');
    await near.getByText(first.number).waitFor();
    await near.scrollIntoViewIfNeeded();
    await shot(page, `case-near-${name}`);
    assert.deepEqual(await axe(page), []);
    await near.locator('li').filter({ hasText: first.number }).getByRole('button', { name: '并入这一件' }).click();
    assert.equal(await steps(page).getByLabel('并入哪一件').inputValue(), first.number);
    await step(page, '确认并案').click();
    await state(page, '并案');
    await page.locator('dd').getByRole('link', { name: first.number }).click();
    await page.locator('header .small').filter({ hasText: first.number }).waitFor();
    await page.locator('dd').filter({ hasText: second.number }).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('an open case follows what others do, and so do the points on the map', async () => {
  const { id } = await reported();
  const { page, context, faults } = await open();
  await signIn(page, service.address, PEOPLE.office, `?incident=${id}`);
  await state(page, '上报');
  await mapStands(page);
  await page.waitForTimeout(500);
  const again = page.waitForRequest((request) => request.url().includes('incidents/points'), { timeout: 15_000 });
  assert.equal(await elsewhere(page, id, 'file', { checked: true }), 200);
  await state(page, '立案');
  await again;
  assert.deepEqual(faults, []);
  await context.close();
});
