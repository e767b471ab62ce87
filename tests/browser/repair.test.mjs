// Repair of a draft whose borders do not fit: widths, tolerance, what moves and how far, one change that can be taken
// back, and wide faults one by one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, PHONE, getJson, mapStands, openPage, shot, startBrowser, startService } from './harness.mjs';

let service;
let browser;
let home;
before(async () => {
  service = await startService();
  home = (await getJson(service.address, 'site')).home;
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function send(method, path, body, headers = {}) {
  const answer = await fetch(new URL(`api/v1/${path}`, service.address), { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}
const areasOf = async (id) => new Map((await getJson(service.address, `editions/${id}/areas`)).features.map((one) => [one.properties.code, one]));

/** A draft in which single vertices of some points are moved on one side only: [code, index among shared vertices, metres]. */
async function faultyDraft(note, faults) {
  const draft = await send('POST', 'editions', { scheme: 'duty', scope: [home.code], note });
  const areas = await areasOf(draft.id);
  const points = [...areas.values()].filter(({ properties: p, geometry }) => p.level === 'point' && geometry?.type === 'Polygon');
  const outlines = new Set([...areas.values()].filter(({ properties: p }) => p.level !== 'point').flatMap(({ geometry }) => geometry?.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) ?? []).map(String));
  const owners = new Map();
  for (const { properties: p, geometry } of points) for (const at of geometry.coordinates[0].slice(1)) owners.set(String(at), [...(owners.get(String(at)) ?? []), p.code]);
  const shared = [...owners].filter(([key, codes]) => codes.length === 2 && !outlines.has(key));
  const changed = new Map();
  faults.forEach(({ metres, towards }, index) => {
    const [key, codes] = shared[Math.floor(((index + 0.5) * shared.length) / faults.length)];
    const one = areas.get(codes[0]);
    const ring = one.geometry.coordinates[0];
    const at = key.split(',').map(Number);
    // Towards the middle of its own area there is a gap, away from it an overlap.
    const middle = [0, 1].map((axis) => (Math.min(...ring.map((p) => p[axis])) + Math.max(...ring.map((p) => p[axis]))) / 2);
    const [dx, dy] = [(middle[0] - at[0]) * 0.91, middle[1] - at[1]];
    const far = Math.hypot(dx, dy);
    const by = (metres / 111_320 / far) * (towards ? 1 : -1);
    const to = [Number((at[0] + (dx / 0.91) * by).toFixed(7)), Number((at[1] + dy * by).toFixed(7))];
    one.geometry = { type: 'Polygon', coordinates: [ring.map((p) => (String(p) === key ? to : p)), ...one.geometry.coordinates.slice(1)] };
    changed.set(codes[0], one);
  });
  const upsert = [...changed.values()].map(({ properties: p, geometry }) => ({ code: p.code, name: p.name, level: p.level, parent: p.parent, extent: p.extent, geometry }));
  await send('PATCH', `editions/${draft.id}`, { upsert, remove: [], reason: '描图' }, { 'if-match': `"v${draft.version}"` });
  return { id: draft.id, codes: [...changed.keys()], check: await getJson(service.address, `editions/${draft.id}/check`) };
}
const measured = (check) => check.faults.filter((one) => one.width_m !== null);

async function openRepair(id, more = '') {
  const opened = await openPage(browser, service.address, { viewport: DESK, path: `?door=boundaries&draft=${id}&step=repair${more}` });
  await mapStands(opened.page);
  await opened.page.getByRole('slider', { name: /容差|Tolerance/ }).waitFor();
  return opened;
}
const settled = (page) => page.waitForFunction(() => !/正在计算|Computing/.test(document.querySelector('.section [role=status]')?.textContent ?? '正在计算'));

test('a board that cannot open an overlapping draft leads to the repair', async () => {
  const { id } = await faultyDraft('压盖', [{ metres: 0.6, towards: false }]);
  const { page, context, faults } = await openPage(browser, service.address, { path: `?door=boundaries&draft=${id}` });
  await page.getByText('不能作为一张网打开').waitFor();
  await page.getByRole('link', { name: '修补…' }).click();
  await page.getByRole('slider', { name: '容差' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('the tolerance says what moves and how far, is accepted as one change, and is taken back as one', async () => {
  const { id, check } = await faultyDraft('缝隙与压盖', [{ metres: 0.04, towards: true }, { metres: 0.3, towards: false }, { metres: 0.4, towards: true }, { metres: 8, towards: true }]);
  assert.ok(measured(check).length >= 4, JSON.stringify(check.faults.map(({ kind, width_m }) => [kind, width_m])));
  const before = await areasOf(id);
  const { page, context, faults } = await openRepair(id);
  await settled(page);
  const slider = page.getByRole('slider', { name: '容差' });
  await slider.focus();
  await page.keyboard.press('Home');
  await settled(page);
  assert.equal(await slider.getAttribute('aria-valuetext'), '2 厘米');
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
  assert.equal(await slider.getAttribute('aria-valuetext'), '50 厘米');
  await page.waitForTimeout(400);
  await settled(page);
  await page.waitForTimeout(800);
  await shot(page, 'repair-preview');
  assert.deepEqual(await axe(page), []);
  assert.ok((await page.locator('.table tbody tr').count()) > 0);
  await page.locator('.table .link').first().click();
  await page.waitForTimeout(800);
  await shot(page, 'repair-place');
  await page.getByRole('button', { name: '接受修补' }).click();
  await page.getByRole('button', { name: '撤销这次修补' }).waitFor();
  const left = measured(await getJson(service.address, `editions/${id}/check`));
  assert.ok(left.length > 0 && left.every(({ width_m }) => width_m > 0.5), JSON.stringify(left));
  await settled(page);
  await page.getByRole('button', { name: '撤销这次修补' }).click();
  await page.getByRole('button', { name: '撤销这次修补' }).waitFor({ state: 'detached' });
  const back = await areasOf(id);
  for (const [code, one] of before) assert.deepEqual(back.get(code).geometry, one.geometry, code);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a wide gap is given to one of its neighbours, an overlap stays with one', async () => {
  const { id } = await faultyDraft('逐处', [{ metres: 6, towards: true }, { metres: 5, towards: false }]);
  const { page, context, faults } = await openRepair(id);
  await page.keyboard.press('Home');
  for (const pattern of [/^归 [^，]+$/, /从对方裁去/]) {
    const choice = page.getByRole('button', { name: pattern }).first();
    await choice.click();
    await page.locator('li.on .table').waitFor();
    await page.waitForTimeout(700);
    await shot(page, pattern.source.includes('裁') ? 'repair-overlap' : 'repair-gap');
    await page.getByRole('button', { name: '接受修补' }).click();
    await page.getByRole('button', { name: '撤销这次修补' }).waitFor();
    await page.waitForFunction(() => document.querySelector('li.on') === null);
  }
  await page.getByText('没有需要逐处决定的。').waitFor();
  await shot(page, 'repair-done');
  assert.deepEqual(measured(await getJson(service.address, `editions/${id}/check`)), []);
  // What was mended opens on the board again.
  await page.getByRole('link', { name: '回到画图' }).click();
  await page.getByRole('toolbar').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('in English, and where there is nothing to repair', async () => {
  const draft = await send('POST', 'editions', { scheme: 'duty', scope: [home.code], note: '' });
  const { page, context, faults } = await openPage(browser, service.address, { path: `?door=boundaries&draft=${draft.id}&step=repair&lang=en` });
  await page.getByText('No gaps and no overlaps.').waitFor();
  await page.getByText('Nothing left to decide.').waitFor();
  await shot(page, 'repair-none');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('on a phone the widths, the slider and the list fit, and nothing sticks out sideways', async () => {
  const { id } = await faultyDraft('手机修补', [{ metres: 0.05, towards: true }, { metres: 0.3, towards: false }, { metres: 4, towards: true }]);
  const { page, context, faults } = await openPage(browser, service.address, { viewport: PHONE, touch: true, path: `?door=boundaries&draft=${id}&step=repair` });
  await mapStands(page);
  await page.getByRole('slider', { name: '容差' }).waitFor();
  await page.locator('.grip .steps button').last().click();
  await page.waitForTimeout(800);
  await shot(page, 'repair-phone');
  assert.equal(await page.evaluate(() => document.querySelector('.scroll').scrollWidth <= document.querySelector('.scroll').clientWidth), true, 'nothing sticks out sideways');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});
