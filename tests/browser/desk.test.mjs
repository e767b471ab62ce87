// The office's desk on the stand-in of web/mock: the inbox by keyboard, mouse and touch, many at once, and news that move nothing.
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
const open = (options = {}) => openPage(browser, service.address, options);
async function call(path, body) {
  const answer = await fetch(new URL(`api/v1/${path}`, service.address), body ? { method: 'POST', body: JSON.stringify(body) } : {});
  return answer.json();
}
/** A resident's report near the middle of the community. */
async function reported(more = {}) {
  const { features } = await call('areas?level=point');
  const [ring] = features[3].geometry.coordinates;
  const middle = (axis) => ring.slice(1).reduce((sum, vertex) => sum + vertex[axis], 0) / (ring.length - 1);
  return call('incidents', { lon: middle(0), lat: middle(1), category: 'exposed_rubbish', description: '垃圾桶旁堆着家具', ...more });
}
/** Somebody else takes a step. */
const elsewhere = (page, id, transition, body) => page.evaluate(async ([wanted, name, sent]) => {
  const { version } = await (await fetch(`api/v1/incidents/${wanted}`)).json();
  return (await fetch(`api/v1/incidents/${wanted}/${name}`, { method: 'POST', body: JSON.stringify(sent), headers: { 'if-match': `"v${version}"` } })).status;
}, [id, transition, body]);
const tab = (page, name) => page.getByRole('navigation', { name: '按状态' }).getByRole('link', { name: new RegExp(`^${name}`) });
const rows = (page) => page.locator('.inbox-rows li');
const here = (page) => page.locator('.inbox-rows li.here');
const beside = (page) => page.locator('.beside');
async function inbox(page, name = '待预审') {
  await signIn(page, service.address, PEOPLE.office, '#/inbox');
  await rows(page).first().waitFor();
  if (name !== '待预审') {
    await tab(page, name).click();
    await page.locator(`section.list[aria-label="${name}"]`).waitFor();
    await rows(page).first().waitFor();
  }
}

test('at the desk the inbox shows what waits by state, the case beside it, and files by keyboard', async () => {
  const { number } = await reported();
  const { page, context, faults } = await open();
  await inbox(page);
  await page.getByRole('status').filter({ hasText: '实时更新' }).waitFor();
  await page.getByLabel('排序').selectOption('newest');
  await rows(page).first().filter({ hasText: number }).waitFor();
  await page.locator('.inbox-rows a').first().click();
  await beside(page).getByText('垃圾桶旁堆着家具').waitFor();
  await beside(page).locator('.map path').nth(5).waitFor({ state: 'attached' });
  await beside(page).locator('img').first().waitFor();
  await page.waitForTimeout(400);
  await shot(page, 'desk-inbox');
  assert.deepEqual(await axe(page), []);
  const count = Number(await tab(page, '待预审').locator('.num').textContent());
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await here(page).filter({ hasText: number }).waitFor();
  await beside(page).locator('h3').filter({ hasText: '暴露垃圾' }).waitFor();
  await beside(page).getByText('垃圾桶旁堆着家具').waitFor();
  await page.keyboard.press('f');
  await beside(page).getByRole('checkbox').waitFor();
  await shot(page, 'desk-inbox-file');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByText(`${number}：已办理“立案”，现在是“立案”。`).waitFor();
  assert.equal(await rows(page).filter({ hasText: number }).count(), 0, 'what was filed has left the list');
  await page.waitForFunction((wanted) => document.querySelector('nav a[aria-current] .num')?.textContent === String(wanted), count - 1);
  assert.equal(await page.evaluate(() => document.activeElement?.hasAttribute('data-row')), true, 'the hand is on the next row');
  // A step that is not open is said, not swallowed.
  await page.keyboard.press('c');
  await page.getByText('这件现在是“上报”，不能“结案”。').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: '键盘操作' }).waitFor();
  await shot(page, 'desk-keys');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  assert.deepEqual(faults, []);
  await context.close();
});

test('Escape leaves a form and gives the keyboard back to the list; Enter opens the case and Back finds the list as it was', async () => {
  const { page, context, faults } = await open();
  await inbox(page);
  for (let press = 0; press < 14; press += 1) await page.keyboard.press('j');
  const id = await here(page).locator('a').getAttribute('data-row');
  const scrolled = await page.evaluate(() => document.querySelector('.list .scroll').scrollTop);
  assert.ok(scrolled > 0, 'the row under the hand is in view');
  await beside(page).locator('.case-steps').waitFor();
  await page.keyboard.press('x');
  await beside(page).getByLabel('原因').fill('jjj');
  await page.keyboard.press('Escape');
  await beside(page).getByLabel('原因').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-row')), id);
  await page.keyboard.press('Enter');
  await page.waitForFunction((wanted) => location.search.includes(wanted), id);
  await page.locator('#panel .marks').waitFor();
  await page.goBack();
  await here(page).waitFor();
  assert.equal(await here(page).locator('a').getAttribute('data-row'), id);
  assert.equal(await page.evaluate(() => document.querySelector('.list .scroll').scrollTop), scrolled);
  assert.deepEqual(faults, []);
  await context.close();
});

test('many are filed and dispatched at once, and those that fail are told with the reason and stay selected', async () => {
  const mine = [await reported(), await reported(), await reported()];
  const { page, context, faults } = await open();
  await inbox(page);
  await page.getByLabel('排序').selectOption('newest');
  for (const { number } of mine) await page.getByLabel(`选中 ${number}`).check();
  await page.getByText('已选 3 件').waitFor();
  await shot(page, 'desk-marked');
  await page.getByRole('button', { name: '批量立案' }).click();
  const dialog = page.getByRole('dialog', { name: '立案：3 件' });
  await dialog.getByRole('button', { name: '办理 3 件' }).click();
  await dialog.getByText('请先核实，再勾选。').waitFor();
  await shot(page, 'desk-bulk');
  assert.deepEqual(await axe(page), []);
  // Somebody was faster with one of them.
  assert.equal(await elsewhere(page, mine[1].id, 'file', { checked: true }), 200);
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByRole('button', { name: '办理 3 件' }).click();
  await dialog.getByText('2 件已办理').waitFor();
  await dialog.locator('.failed li').filter({ hasText: mine[1].number }).filter({ hasText: '这一步现在不能办理。' }).waitFor();
  await shot(page, 'desk-bulk-failed');
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole('button', { name: '关闭' }).click();
  for (const at of [0, 2]) assert.equal((await call(`incidents/${mine[at].id}`)).state, 'dispatched');
  assert.deepEqual(faults, []);
  await context.close();
});

test('news change rows where they stand, count what is new, and lose neither row, scroll nor typed words', async () => {
  const first = await reported();
  const { page, context, faults } = await open();
  await inbox(page);
  await page.getByLabel('排序').selectOption('newest');
  await page.locator(`[data-row="${first.id}"]`).click();
  await beside(page).getByText('垃圾桶旁堆着家具').waitFor();
  await beside(page).locator('[data-step=reject]').click();
  await beside(page).getByLabel('原因').fill('已经有人报过');
  const before = await rows(page).count();
  const [fresh] = [await reported(), await reported()];
  const chip = page.getByRole('button', { name: /2 件新到/ });
  await chip.waitFor();
  assert.equal(await rows(page).count(), before, 'nothing jumps');
  assert.equal(await beside(page).getByLabel('原因').inputValue(), '已经有人报过');
  await shot(page, 'desk-news');
  assert.deepEqual(await axe(page), []);
  // The open case is changed by somebody else: told above what is typed.
  assert.equal(await page.evaluate(async (wanted) => {
    const { version } = await (await fetch(`api/v1/incidents/${wanted}`)).json();
    return (await fetch(`api/v1/incidents/${wanted}`, { method: 'PATCH', body: JSON.stringify({ note: '电话问过，就在门口' }), headers: { 'if-match': `"v${version}"` } })).status;
  }, first.id), 200);
  await beside(page).getByRole('alert').filter({ hasText: '电话问过，就在门口' }).waitFor();
  assert.equal(await beside(page).getByLabel('原因').inputValue(), '已经有人报过');
  await chip.click();
  await page.locator(`[data-row="${fresh.id}"]`).waitFor();
  await here(page).filter({ hasText: first.number }).waitFor();
  assert.equal(await beside(page).getByLabel('原因').inputValue(), '已经有人报过');
  // What leaves the list stays where it stands, marked, until the list is asked for again.
  assert.equal(await elsewhere(page, fresh.id, 'file', { checked: true }), 200);
  await page.locator('.inbox-rows li.gone').filter({ hasText: fresh.number }).filter({ hasText: '已不在此列' }).waitFor();
  await page.getByRole('button', { name: /1 件已不在此列/ }).click();
  await page.locator(`[data-row="${fresh.id}"]`).waitFor({ state: 'detached' });
  assert.deepEqual(faults, []);
  await context.close();
});

test('filters stand in the address and narrow every tab; nothing found is said', async () => {
  const { page, context, faults } = await open();
  await inbox(page, '超期');
  await page.getByLabel('全部类别').selectOption('street_vending');
  await page.waitForFunction(() => location.hash.includes('category=street_vending'));
  await page.waitForFunction(() => [...document.querySelectorAll('.inbox-rows b')].every((one) => one.textContent === '占道经营'));
  await shot(page, 'desk-overdue');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('没有这样的地方');
  await page.getByText('没有符合筛选的问题。').waitFor();
  await page.getByRole('button', { name: '清除筛选' }).first().click();
  await rows(page).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('on a phone the list opens the case, and its steps are all there', async () => {
  const { number } = await reported();
  const { page, context, faults } = await open({ viewport: PHONE, touch: true });
  await inbox(page);
  await page.waitForTimeout(300);
  await shot(page, 'desk-phone');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '筛选' }).click();
  await page.getByLabel('编号、说明或地址').fill(number);
  await rows(page).filter({ hasText: number }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.inbox-rows li').length === 1);
  await shot(page, 'desk-phone-filter');
  await page.getByLabel(`选中 ${number}`).check();
  await page.getByText('已选 1 件').waitFor();
  await shot(page, 'desk-phone-marked');
  await page.getByRole('button', { name: '取消选中' }).click();
  await rows(page).locator('a').first().click();
  await page.locator('.case-steps').getByRole('button', { name: '立案', exact: true }).waitFor();
  await page.waitForTimeout(300);
  await shot(page, 'desk-phone-case');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('in English the desk says everything in English', async () => {
  const { page, context, faults } = await open();
  await inbox(page, '待核查');
  await page.getByTitle('界面语言').click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  await beside(page).locator('.case-steps').waitFor();
  await page.waitForTimeout(300);
  await shot(page, 'desk-inbox-en');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(expected(faults), []);
  await context.close();
});

test('who is not signed in is led to the door', async () => {
  const { page, context, faults } = await open({ path: '#/inbox' });
  await page.getByText('登录后才能看收件箱。').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
