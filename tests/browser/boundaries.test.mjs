// Boundaries: a draft, a shared vertex, split, merge, undo, save, a conflict, the preview, publishing. Runs against the
// service when it lets this visitor edit, else against the stand-in of web/mock.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, getJson, mapStands, openPage, PHONE, pixelOf, shot, startBrowser, startMock, startService } from './harness.mjs';
import { workbook } from './made_files.mjs';

let service;
let browser;
let home;
let look;
before(async () => {
  service = await startService();
  if (!(await getJson(service.address, 'site')).may_edit) {
    await service.stop();
    service = await startMock();
  }
  home = (await getJson(service.address, 'site')).home;
  browser = await startBrowser();
  // The whole community in a view that the address names, so that positions can be found on the screen.
  const { geometry } = (await getJson(service.address, 'areas?level=community')).features.find((one) => one.properties.code === home.code);
  const ring = geometry.type === 'Polygon' ? geometry.coordinates[0] : geometry.coordinates.flat(2);
  const [west, east, south, north] = [0, 1].flatMap((axis) => [Math.min, Math.max].map((pick) => pick(...ring.map((one) => one[axis]))));
  const zoom = Math.min(Math.log2((880 * 360) / (512 * (east - west))), Math.log2((600 * 360 * Math.cos((north * Math.PI) / 180)) / (512 * (north - south))));
  look = `#map=${zoom.toFixed(2)}/${((south + north) / 2).toFixed(6)}/${((west + east) / 2).toFixed(6)}`;
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function send(method, path, body, headers = {}) {
  const answer = await fetch(new URL(`api/v1/${path}`, service.address), { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}
const newDraft = (note) => send('POST', 'editions', { scheme: 'duty', scope: [home.code], note });
const areasOf = async (id) => new Map((await getJson(service.address, `editions/${id}/areas`)).features.map((one) => [one.properties.code, one]));

async function openDraft(draft, more = {}) {
  const opened = await openPage(browser, service.address, { path: `?door=boundaries&draft=${draft.id}${more.lang ?? ''}${look}`, ...more });
  await mapStands(opened.page);
  await opened.page.getByRole('toolbar').waitFor();
  await opened.page.waitForTimeout(1200);
  return opened;
}

/** A vertex of two neighbouring points inside a zone, and the codes of both. */
function sharedVertex(areas) {
  const points = [...areas.values()].filter(({ properties: p, geometry }) => p.level === 'point' && geometry?.type === 'Polygon');
  const owners = new Map();
  for (const { properties: p, geometry } of points) for (const at of geometry.coordinates[0].slice(1)) owners.set(String(at), [...(owners.get(String(at)) ?? []), p.code]);
  const outlines = new Set([...areas.values()].filter(({ properties: p }) => p.level !== 'point').flatMap(({ geometry }) => geometry?.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) ?? []).map(String));
  const zone = (code) => areas.get(code).properties.parent;
  const found = [...owners].filter(([key, codes]) => codes.length === 2 && !outlines.has(key) && zone(codes[0]) === zone(codes[1]));
  // Away from the corners of the map, where buttons stand.
  const [key, codes] = found[Math.floor(found.length / 2)];
  return { at: key.split(',').map(Number), codes };
}
const middleOf = (geometry) => {
  const ring = geometry.coordinates[0];
  return [0, 1].map((axis) => (Math.min(...ring.map((one) => one[axis])) + Math.max(...ring.map((one) => one[axis]))) / 2);
};

async function drag(page, from, by) {
  await page.mouse.move(...from);
  await page.mouse.down();
  for (let step = 1; step <= 6; step += 1) await page.mouse.move(from[0] + (by[0] * step) / 6, from[1] + (by[1] * step) / 6);
  await page.mouse.up();
}

async function save(page, reason) {
  await page.locator('.bar').getByRole('button', { name: '保存', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('修改原因').fill(reason);
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
const unsaved = (page, n) => page.getByText(new RegExp(`^${n} 个网格未保存$`)).waitFor();

test('the fourth door leads to editions and drafts, and a draft is made there', async () => {
  const { page, context, faults } = await openPage(browser, service.address);
  await mapStands(page);
  await shot(page, 'boundaries-door');
  await page.getByRole('link', { name: '边界与版本' }).click();
  await page.getByText('现行', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: '新建草稿' }).click();
  await page.getByLabel('说明').fill('按新路调整');
  await shot(page, 'boundaries-lists');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '新建并打开' }).click();
  await page.getByRole('toolbar').waitFor();
  await page.waitForTimeout(1000);
  await shot(page, 'boundaries-board');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a dragged vertex changes both neighbours, and undo takes it back', async () => {
  const draft = await newDraft('顶点');
  const before = await areasOf(draft.id);
  const { at, codes } = sharedVertex(before);
  const { page, context, faults } = await openDraft(draft);
  await page.mouse.click(...(await pixelOf(page, middleOf(before.get(codes[0]).geometry))));
  await page.locator('.form').waitFor();
  await page.waitForTimeout(400);
  await drag(page, await pixelOf(page, at), [14, 11]);
  await unsaved(page, 2);
  await shot(page, 'boundaries-vertex');
  await page.keyboard.press('Control+z');
  await page.getByText('没有未保存的修改').waitFor();
  await page.keyboard.press('Control+y');
  await unsaved(page, 2);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  await save(page, '两网格以新路为界');
  await page.getByText('可以发布').waitFor();
  const after = await areasOf(draft.id);
  const changed = [...after].filter(([code, one]) => JSON.stringify(one.geometry) !== JSON.stringify(before.get(code).geometry)).map(([code]) => code);
  assert.deepEqual(changed.sort(), [...codes].sort());
  const [one, other] = codes.map((code) => after.get(code).geometry.coordinates[0].map(String));
  assert.ok(!one.includes(String(at)) && one.filter((vertex) => other.includes(vertex)).length >= 3, 'the border is still one line');
  assert.deepEqual(faults, []);
  await context.close();
});

test('undo goes back past a save, and what it leaves is a change to save again', async () => {
  const draft = await newDraft('撤销到保存之前');
  const before = await areasOf(draft.id);
  const { at, codes } = sharedVertex(before);
  const { page, context, faults } = await openDraft(draft);
  await page.mouse.click(...(await pixelOf(page, middleOf(before.get(codes[0]).geometry))));
  await page.locator('.form').waitFor();
  await page.waitForTimeout(400);
  await drag(page, await pixelOf(page, at), [14, 11]);
  await unsaved(page, 2);
  await save(page, '试一试');
  await page.getByText('已保存', { exact: false }).first().waitFor();
  await page.keyboard.press('Control+z');
  await unsaved(page, 2);
  await page.keyboard.press('Control+y');
  await page.getByText('已保存', { exact: false }).first().waitFor();
  await page.keyboard.press('Control+z');
  await unsaved(page, 2);
  await save(page, '还是原来的好');
  await page.waitForTimeout(500);
  const after = await areasOf(draft.id);
  for (const code of codes) assert.deepEqual(new Set(after.get(code).geometry.coordinates[0].map(String)), new Set(before.get(code).geometry.coordinates[0].map(String)), code);
  assert.deepEqual(faults, []);
  await context.close();
});

test('typed coordinates are exact, and a move that would cross a border is refused in words', async () => {
  const draft = await newDraft('坐标');
  const before = await areasOf(draft.id);
  const { at, codes } = sharedVertex(before);
  const { page, context, faults } = await openDraft(draft);
  await page.mouse.click(...(await pixelOf(page, middleOf(before.get(codes[0]).geometry))));
  await page.waitForTimeout(400);
  await page.mouse.click(...(await pixelOf(page, at)));
  await page.getByLabel('经度').fill((at[0] + 0.0000123).toFixed(7));
  await page.getByRole('button', { name: '移到这里' }).click();
  await unsaved(page, 2);
  await page.getByLabel('经度').fill((at[0] + 0.05).toFixed(7));
  await page.getByRole('button', { name: '移到这里' }).click();
  await page.getByRole('alert').filter({ hasText: /没有改/ }).waitFor();
  await save(page, '按测量');
  const after = await areasOf(draft.id);
  assert.ok(after.get(codes[0]).geometry.coordinates[0].some(([lon, lat]) => lon === Number((at[0] + 0.0000123).toFixed(7)) && lat === at[1]));
  assert.deepEqual(faults, []);
  await context.close();
});

test('a line splits an area, a merge makes it one again, and each is one step', async () => {
  const draft = await newDraft('划分');
  const before = await areasOf(draft.id);
  const { codes } = sharedVertex(before);
  const target = before.get(codes[0]);
  const { page, context, faults } = await openDraft(draft);
  const ring = target.geometry.coordinates[0];
  await page.getByRole('toolbar').getByRole('button', { name: '划分' }).click();
  // From one vertex of the ring to another that is far along it, by way of the middle.
  const half = Math.floor((ring.length - 1) / 2);
  await page.mouse.click(...(await pixelOf(page, ring[0])));
  await page.mouse.click(...(await pixelOf(page, middleOf(target.geometry))));
  await page.mouse.click(...(await pixelOf(page, ring[half])));
  const name = page.getByRole('textbox', { name: '名称' });
  await name.waitFor();
  await page.getByText('缺名称').waitFor();
  await name.fill('新点位');
  await name.press('Tab');
  await unsaved(page, 2);
  const code = await page.getByLabel('编码', { exact: true }).inputValue();
  assert.ok(code !== '' && !before.has(code), code);
  await shot(page, 'boundaries-split');
  await save(page, '人太多，分成两个');
  assert.equal((await areasOf(draft.id)).get(code).properties.parent, target.properties.parent);
  await page.getByRole('toolbar').getByRole('button', { name: '合并' }).click();
  const halves = await areasOf(draft.id);
  const centre = (geometry) => {
    const points = geometry.coordinates[0].slice(1);
    return [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  };
  await page.mouse.click(...(await pixelOf(page, centre(halves.get(codes[0]).geometry))));
  await page.waitForTimeout(300);
  await page.mouse.click(...(await pixelOf(page, centre(halves.get(code).geometry))));
  await unsaved(page, 2);
  await save(page, '还是一个');
  assert.equal((await areasOf(draft.id)).has(code), false);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a roster brings areas and their people into the open draft, tells bad rows, and the next line drawn is the ground of the chosen one', async () => {
  const draft = await newDraft('名册');
  const before = await areasOf(draft.id);
  const { codes } = sharedVertex(before);
  const target = before.get(codes[0]);
  const zone = before.get(target.properties.parent).properties;
  const { page, context, faults } = await openDraft(draft);
  await page.getByRole('button', { name: '名册…' }).click();
  const good = `片区\t点位\t点长\t单位\t电话\t范围文字\n${zone.name}\t新桥点位\t王新桥\t城管局\t13800000000\t东至新桥\n${zone.name}\t待定点位\t\t\t\t\n`;
  await page.getByLabel('粘贴名册').fill(`${good}另一片区\t\t某人\t\t\t\n`);
  await page.getByText('第 4 行', { exact: false }).waitFor();
  assert.equal(await page.getByRole('button', { name: '全部登记' }).isDisabled(), true, 'what is wrong in a roster is mended first');
  await shot(page, 'boundaries-roster-problems');
  assert.deepEqual(await axe(page), []);
  await page.getByLabel('粘贴名册').fill(good);
  await page.getByText('草稿新增 2 个网格').waitFor();
  await page.getByText('任职：新增 1 项', { exact: false }).waitFor();
  await page.getByText('没有点长的点位', { exact: false }).getByText('待定点位', { exact: false }).or(page.getByText('待定点位', { exact: false })).first().waitFor();
  await page.getByLabel('任职起始').fill('2026-12-01');
  await page.getByText('草稿新增 2 个网格').waitFor();
  await shot(page, 'boundaries-roster');
  assert.deepEqual(await axe(page), []);
  assert.equal((await areasOf(draft.id)).size, before.size, 'looking stores nothing');
  const sent = page.waitForRequest((one) => one.method() === 'POST' && /\/roster\?/.test(one.url()) && !one.url().includes('dry_run'));
  await page.getByRole('button', { name: '全部登记' }).click();
  assert.equal(new URL((await sent).url()).searchParams.get('from'), '2026-12-01');
  await page.getByRole('button', { name: /新桥点位：没有画出范围/ }).click();
  await page.getByRole('toolbar').getByRole('button', { name: '划分' }).click();
  const ring = target.geometry.coordinates[0];
  await page.mouse.click(...(await pixelOf(page, ring[0])));
  await page.mouse.click(...(await pixelOf(page, middleOf(target.geometry))));
  await page.mouse.click(...(await pixelOf(page, ring[Math.floor((ring.length - 1) / 2)])));
  await unsaved(page, 2);
  // A roster goes beside what is saved.
  await page.getByRole('button', { name: '名册…' }).click();
  await page.getByText('画板上有未保存的修改', { exact: false }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
  await save(page, '按名册画新桥点位');
  const drawn = [...(await areasOf(draft.id)).values()].find(({ properties: p }) => p.name === '新桥点位');
  assert.equal(drawn.properties.parent, zone.code);
  assert.equal(drawn.properties.extent, '东至新桥');
  assert.ok(drawn.geometry);
  // The same roster as a workbook says nothing new.
  await page.getByRole('button', { name: '名册…' }).click();
  await page.getByLabel('选择 Excel 或 CSV 文件').setInputFiles({ name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: workbook(good.trim().split('\n').map((line) => line.split('\t'))) });
  await page.getByLabel('任职起始').fill('2026-12-01');
  await page.getByText('草稿和任职都已与名册相同').waitFor();
  await shot(page, 'boundaries-roster-same');
  assert.deepEqual(faults, []);
  await context.close();
});

test('closing the tab with unsaved changes asks first', async () => {
  const draft = await newDraft('关闭');
  const { codes } = sharedVertex(await areasOf(draft.id));
  const { page, context } = await openDraft(draft);
  await page.getByLabel('按名称或编码找网格').selectOption(codes[0]);
  await page.getByRole('textbox', { name: '名称' }).fill('改名');
  await page.getByRole('textbox', { name: '名称' }).press('Tab');
  await unsaved(page, 1);
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.accept();
  await context.close();
});

test('unsaved changes stay when the draft is left and opened again', async () => {
  const draft = await newDraft('离开');
  const before = await areasOf(draft.id);
  const { codes } = sharedVertex(before);
  const { page, context, faults } = await openDraft(draft);
  await page.mouse.click(...(await pixelOf(page, middleOf(before.get(codes[0]).geometry))));
  await page.getByRole('textbox', { name: '名称' }).fill('改过的名字');
  await page.getByRole('textbox', { name: '名称' }).press('Tab');
  await unsaved(page, 1);
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByText('有未保存的修改').waitFor();
  await page.locator(`a[href*="${draft.id}"]`).click();
  await unsaved(page, 1);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a conflict shows both and goes on with the side that is chosen for each area', async () => {
  const draft = await newDraft('冲突');
  const before = await areasOf(draft.id);
  const { at, codes } = sharedVertex(before);
  const { page, context, faults } = await openDraft(draft);
  await page.mouse.click(...(await pixelOf(page, middleOf(before.get(codes[0]).geometry))));
  await page.waitForTimeout(400);
  await drag(page, await pixelOf(page, at), [14, 11]);
  await unsaved(page, 2);
  const other = before.get(codes[1]);
  const { changed: _, ...words } = other.properties;
  await send('PATCH', `editions/${draft.id}`, { upsert: [{ ...words, name: '别人起的名', geometry: other.geometry }], remove: [], reason: '改名' }, { 'if-match': `"v${draft.version}"` });
  await save(page, '移动边线');
  await page.getByText('这份草稿刚被别人改过').waitFor();
  await page.waitForTimeout(500);
  await shot(page, 'boundaries-conflict');
  assert.deepEqual(await axe(page), []);
  // Theirs for one of the two neighbours: their borders do not fit, and the page says so.
  await page.getByRole('button', { name: '全部用我的' }).click();
  await page.getByRole('radiogroup', { name: '别人起的名' }).getByText('对方').click();
  await page.getByRole('button', { name: '按此合并' }).click();
  await page.getByText(/边线接不上/).or(page.getByText('已合并。请核对后保存。')).first().waitFor();
  if (await page.getByText(/边线接不上/).isVisible()) {
    await page.getByRole('button', { name: '全部用我的' }).click();
    await page.getByRole('button', { name: '按此合并' }).click();
  }
  await page.getByRole('toolbar').waitFor();
  await save(page, '合并后的版本');
  const after = await areasOf(draft.id);
  assert.notDeepEqual(after.get(codes[0]).geometry, before.get(codes[0]).geometry);
  // The refused save is the only fault.
  assert.deepEqual(faults.filter((one) => !/412/.test(one)), []);
  await context.close();
});

test('the preview tells what moves, and publishing at a midnight makes a coming edition that can be withdrawn', async () => {
  const draft = await newDraft('发布');
  const before = await areasOf(draft.id);
  const { codes } = sharedVertex(before);
  const [kept, gone] = codes.map((code) => before.get(code));
  const { page, context, faults } = await openDraft(draft);
  await page.getByRole('toolbar').getByRole('button', { name: '合并' }).click();
  await page.mouse.click(...(await pixelOf(page, middleOf(kept.geometry))));
  await page.waitForTimeout(300);
  await page.mouse.click(...(await pixelOf(page, middleOf(gone.geometry))));
  await unsaved(page, 2);
  await save(page, '两个点位由一人负责');
  await page.getByRole('link', { name: '预览与发布' }).click();
  await page.getByRole('heading', { name: '网格变化' }).waitFor();
  const rows = page.locator('.table tbody tr');
  assert.equal(await rows.count(), 2);
  await rows.filter({ hasText: gone.properties.code }).getByText('撤销').waitFor();
  await page.waitForTimeout(1200);
  await shot(page, 'boundaries-preview');
  assert.deepEqual(await axe(page), []);
  await page.getByLabel('某日零点').check();
  await page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, one.scrollHeight));
  await page.waitForTimeout(300);
  await shot(page, 'boundaries-publish');
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByText('将生效', { exact: true }).waitFor();
  await page.getByRole('button', { name: '撤回' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await page.getByText('已撤回', { exact: true }).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('at once: the draft is in force and gone from the list, and an old edition can be restored', async () => {
  const draft = await newDraft('马上发布');
  const area = (await areasOf(draft.id)).get(sharedVertex(await areasOf(draft.id)).codes[0]);
  const { changed: _, ...words } = area.properties;
  await send('PATCH', `editions/${draft.id}`, { upsert: [{ ...words, name: `新名称 ${draft.id.slice(-4)}`, geometry: area.geometry }], remove: [], reason: '改名' }, { 'if-match': `"v${draft.version}"` });
  const { page, context, faults } = await openPage(browser, service.address, { path: `?door=boundaries&draft=${draft.id}&step=preview` });
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByRole('heading', { name: '版本' }).waitFor();
  await page.locator('.editions').getByText('马上发布').first().waitFor();
  const { drafts, editions } = await getJson(service.address, 'editions?scheme=duty');
  assert.ok(!drafts.some((one) => one.id === draft.id));
  assert.equal(editions.find((one) => one.state === 'in_force').note, '马上发布');
  await page.getByRole('button', { name: '恢复为此版' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await page.getByText(/已恢复，成为第 \d+ 版/).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a phone lists drafts and says that drawing wants a larger screen; English has no Chinese words of ours', async () => {
  const phone = await openPage(browser, service.address, { viewport: PHONE, touch: true, path: '?door=boundaries' });
  await phone.page.getByText('画边界需要更大的屏幕', { exact: false }).waitFor();
  await phone.page.getByText('现行', { exact: true }).first().waitFor();
  await shot(phone.page, 'boundaries-phone');
  assert.deepEqual(await axe(phone.page), []);
  assert.deepEqual(phone.faults, []);
  await phone.context.close();
  const draft = await newDraft('note');
  const { page, context, faults } = await openDraft(draft, { lang: '&lang=en', viewport: { width: 1024, height: 768 } });
  await shot(page, 'boundaries-english-1024');
  assert.doesNotMatch(await page.locator('.tools').innerText(), /[\u4e00-\u9fff]/);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('2,000 areas can be dragged; the time of a step is told, not judged', async () => {
  const draft = await newDraft('两千');
  const side = 45;
  const step = 0.0004;
  const origin = [102.531, 24.341];
  const corner = (x, y) => [origin[0] + x * step + Math.sin(x * 7 + y * 3) * step * 0.12, origin[1] + y * step + Math.cos(x * 5 + y * 11) * step * 0.12].map((one) => Number(one.toFixed(7)));
  const between = (a, b) => [0.25, 0.5, 0.75].map((share) => [0, 1].map((axis) => Number((a[axis] + (b[axis] - a[axis]) * share + Math.sin((a[axis] + b[axis]) * 1e5 + share) * step * 0.02).toFixed(7))));
  const border = (p, q) => (String(p) < String(q) ? between(p, q) : between(q, p).reverse());
  const features = [];
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const stops = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)];
      const ring = stops.flatMap((stop, index) => [stop, ...border(stop, stops[(index + 1) % 4])]);
      features.push({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] }, properties: { code: `P${y}-${x}`, name: `点${y}-${x}`, level: 'point', parent: home.code, extent: null } });
    }
  }
  const { page, context } = await openPage(browser, service.address, { path: `?door=boundaries`, viewport: DESK });
  await page.route(`**/editions/${draft.id}/areas`, (route) => route.fulfill({ json: { type: 'FeatureCollection', features } }));
  await mapStands(page);
  const at = corner(22, 22);
  await page.goto(new URL(`?door=boundaries&draft=${draft.id}#map=17/${at[1]}/${at[0]}`, service.address).href);
  await mapStands(page);
  await page.getByRole('toolbar').waitFor();
  await page.waitForTimeout(4000);
  await page.mouse.click(...(await pixelOf(page, [at[0] + step / 2, at[1] + step / 2])));
  await page.locator('.form').waitFor();
  await page.waitForTimeout(1500);
  await shot(page, 'boundaries-2000');
  const from = await pixelOf(page, at);
  await page.evaluate(() => {
    performance.clearMeasures();
    globalThis.frames_ = [];
    let last = performance.now();
    const frame = (now) => { globalThis.frames_.push(now - last); last = now; globalThis.going_ !== false && requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  });
  await page.mouse.move(...from);
  await page.mouse.down();
  for (let k = 1; k <= 60; k += 1) await page.mouse.move(from[0] + 10 * Math.sin(k / 6), from[1] + 8 * Math.sin(k / 4));
  const { steps, frames } = await page.evaluate(() => {
    globalThis.going_ = false;
    return { steps: performance.getEntriesByName('boundary-step').map(({ duration }) => duration), frames: globalThis.frames_.slice(1) };
  });
  await page.mouse.up();
  await unsaved(page, 4);
  const at50 = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)].toFixed(1);
  const at95 = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length * 0.95)].toFixed(1);
  console.log(`2,025 areas: a drag step takes ${at50(steps)} ms (95 %: ${at95(steps)} ms, ${steps.length} steps); a frame ${at50(frames)} ms (95 %: ${at95(frames)} ms)`);
  assert.ok(steps.length >= 30);
  await context.close();
});
