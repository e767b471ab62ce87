// Boundaries that roads make, from the question to the save: the demo's own texts give back its zones, a text that laps
// over drawn areas takes what is free, and blocks between streets become points that share their borders.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draftsOf } from './drafts.mjs';
import { axe, getJson, mapStands, openPage, PHONE, pixelOf, shot, startBrowser, startEmpty, startOwn } from './harness.mjs';

let service;
let browser;
let home;
const { newDraft, areasOf } = draftsOf(() => ({ address: service.address, home }));
before(async () => {
  service = await startOwn();
  home = (await getJson(service.address, 'site')).home;
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function send(method, path, body, headers = {}, to = service) {
  const answer = await fetch(new URL(`api/v1/${path}`, to.address), { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}
/** A draft in which these zones have words and no ground, and their points are gone. */
async function undrawnZones(note, codes) {
  const draft = await newDraft(note);
  const areas = await areasOf(draft.id);
  const upsert = codes.map((code) => ({ ...areas.get(code).properties, geometry: null })).map(({ code, name, level, parent, extent, geometry }) => ({ code, name, level, parent, extent, geometry }));
  const remove = [...areas.values()].filter(({ properties: p }) => codes.includes(p.parent)).map(({ properties: p }) => p.code);
  await send('PATCH', `editions/${draft.id}`, { upsert, remove, reason: '只留名册' }, { 'if-match': '"v1"' });
  return { draft, areas };
}
async function open(draft, step, more = {}) {
  const opened = await openPage(browser, service.address, { path: `?door=boundaries&draft=${draft.id}&step=${step}${more.query ?? ''}`, ...more });
  await mapStands(opened.page);
  await opened.page.locator('#panel form').waitFor();
  await opened.page.waitForTimeout(600);
  return opened;
}
async function save(page, reason) {
  await page.locator('.bar').getByRole('button', { name: '保存', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('修改原因').fill(reason);
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
const METRE = { east: 111_320 * Math.cos((24.352 * Math.PI) / 180), north: 110_770 };
/** The farthest that a vertex of one ring lies from another ring, metres. */
function farthest(ring, other) {
  const flat = (one) => one.map(([lon, lat]) => [lon * METRE.east, lat * METRE.north]);
  const line = flat(other);
  return Math.max(...flat(ring).map(([x, y]) => Math.min(...line.slice(1).map(([bx, by], index) => {
    const [ax, ay] = line[index];
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - ax - t * dx, y - ay - t * dy);
  }))));
}
const top = (page) => page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, 0));

test('zones that only have words get their ground from them, share their borders, and can be saved', async () => {
  const codes = ['YL1', 'YL2', 'YL3', 'YL4', 'YL5'];
  const { draft, areas } = await undrawnZones('按四至', codes);
  const { page, context, faults } = await open(draft, 'words');
  for (const [index, code] of codes.entries()) {
    const { name, extent } = areas.get(code).properties;
    await page.locator('#panel form select').selectOption({ label: `${name} · 片区` });
    assert.equal(await page.getByLabel('四至文字', { exact: true }).inputValue(), extent, 'the text comes from the roster');
    await page.getByLabel('中心线').check();
    await page.getByRole('button', { name: '围出', exact: true }).click();
    await page.getByRole('heading', { name: '围出的范围' }).waitFor();
    await page.getByText('没有重叠', { exact: false }).waitFor();
    await page.waitForTimeout(900);
    if (index === 1) {
      await shot(page, 'propose-words');
      assert.deepEqual(await axe(page), []);
    }
    // One with the keyboard, the others with the hand.
    if (index === 0) await page.keyboard.press('Control+Enter');
    else await page.getByRole('button', { name: '采用', exact: true }).click();
    await page.getByRole('toolbar').waitFor();
    if (index === 0) {
      await page.waitForTimeout(900);
      await shot(page, 'propose-words-taken');
      await page.keyboard.press('Control+z');
      await page.getByText(/^已保存 · 第/).waitFor();
      await page.keyboard.press('Control+y');
      await page.getByText('个网格未保存', { exact: false }).waitFor();
    }
    if (index < codes.length - 1) {
      await page.locator('.foot').getByRole('link', { name: '四至…' }).click();
      await page.locator('#panel form select').waitFor();
    }
  }
  await save(page, '按四至文字围出');
  await page.getByText('可以发布').waitFor();
  await page.waitForTimeout(900);
  await shot(page, 'propose-words-saved');
  const now = await areasOf(draft.id);
  for (const code of codes) {
    const [found, truth] = [now.get(code).geometry, areas.get(code).geometry];
    assert.equal(found.type, 'Polygon', code);
    const off = Math.max(farthest(found.coordinates[0], truth.coordinates[0]), farthest(truth.coordinates[0], found.coordinates[0]));
    assert.ok(off < 2, `${code} is ${off.toFixed(2)} m off`);
  }
  const check = await getJson(service.address, `editions/${draft.id}/check`);
  assert.deepEqual(check.faults.filter(({ warning }) => !warning), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a name that is no road is shown with what it may be; what laps over others takes free ground only, or all of it', async () => {
  const { draft } = await undrawnZones('压到邻居', ['YL2']);
  const { page, context, faults } = await open(draft, 'words', { query: '&of=YL2' });
  const text = page.getByLabel('四至文字', { exact: true });
  await text.fill('东至东岭路，南至明湖路，西至西河大道，北至北苑大道');
  await page.getByRole('button', { name: '围出', exact: true }).click();
  await page.getByText('没有叫「西河大道」的道路').waitFor();
  await page.waitForTimeout(400);
  await shot(page, 'propose-words-unknown');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '在文字里看' }).click();
  assert.equal(await text.evaluate((box) => box.value.slice(box.selectionStart, box.selectionEnd)), '西河大道');
  await page.getByRole('button', { name: '西河路', exact: true }).click();
  assert.match(await text.inputValue(), /西至西河路/);
  await page.getByRole('button', { name: '围出', exact: true }).click();
  await page.getByText('压到已画的网格').waitFor();
  await page.waitForTimeout(1000);
  await shot(page, 'propose-words-lapped');
  await page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, one.scrollHeight));
  await shot(page, 'propose-words-lapped-below');
  assert.deepEqual(await axe(page), []);
  assert.equal(await page.getByLabel('归本网格，别人让出').isDisabled(), true, 'points of the neighbour would be covered as a whole');
  await page.getByRole('button', { name: '采用', exact: true }).click();
  await page.getByRole('toolbar').waitFor();
  await save(page, '只取空地');
  await page.getByText('可以发布').waitFor();
  const now = await areasOf(draft.id);
  const before = await getJson(service.address, 'areas?level=zone');
  const truth = before.features.find(({ properties: p }) => p.code === 'YL2').geometry.coordinates[0];
  assert.ok(farthest(now.get('YL2').geometry.coordinates[0], truth) < 30, 'the neighbour kept its ground');
  assert.match(now.get('YL2').properties.extent, /西河路/);
  assert.deepEqual(faults.filter((one) => !/400/.test(one)), []);
  await context.close();
});

test('blocks between streets become points of a zone in one step', async () => {
  const { draft, areas } = await undrawnZones('街块', ['YL1']);
  // The zone has its ground again, without points.
  const { code, name, level, parent, extent } = areas.get('YL1').properties;
  await send('PATCH', `editions/${draft.id}`, { upsert: [{ code, name, level, parent, extent, geometry: areas.get('YL1').geometry }, { code: 'YL1-50', name: '某点位', level: 'point', parent: 'YL1', extent: null, geometry: null }], remove: [], reason: '片区' }, { 'if-match': '"v2"' });
  const { page, context, faults } = await open(draft, 'blocks');
  await page.getByLabel('范围').selectOption({ label: `${name} · 片区` });
  await page.getByRole('button', { name: '切分', exact: true }).click();
  const heading = page.getByRole('heading', { name: /^共 \d+ 块/ });
  await heading.waitFor();
  const total = Number(/共 (\d+) 块/.exec(await heading.innerText())[1]);
  assert.ok(total > 5, `${total} blocks`);
  await page.waitForTimeout(1200);
  await shot(page, 'propose-blocks');
  assert.deepEqual(await axe(page), []);
  // On the map, off again, and in the list with the keyboard.
  const { blocks } = await getJson(service.address, 'boundaries/blocks?within=YL1');
  await page.mouse.click(...(await pixelOf(page, blocks[3].middle)));
  await page.getByText(/^已选 1 块/).waitFor();
  await page.mouse.click(...(await pixelOf(page, blocks[3].middle)));
  await page.getByText(/^已选 0 块/).waitFor();
  await page.getByRole('button', { name: '全选' }).click();
  await page.getByText(new RegExp(`^已选 ${total} 块`)).waitFor();
  const first = page.locator('li[data-region="1"] select');
  await first.focus();
  await page.locator('li[data-region="1"]').getByLabel('名称').fill('街角点位');
  await page.locator('li[data-region="1"]').getByLabel('名称').press('Tab');
  for (const number of [2, 3]) await page.locator(`li[data-region="${number}"] select`).selectOption({ label: '某点位 · 点位' });
  await page.getByRole('button', { name: `放到草稿里（${total - 1} 个网格）` }).waitFor();
  await page.waitForTimeout(800);
  await shot(page, 'propose-blocks-list');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: /^放到草稿里/ }).click();
  await page.getByRole('toolbar').waitFor();
  await page.getByText('没有发现问题', { exact: false }).waitFor();
  await page.waitForTimeout(1000);
  await shot(page, 'propose-blocks-board');
  await page.keyboard.press('Control+z');
  await page.getByText(/^已保存 · 第/).waitFor();
  await page.keyboard.press('Control+y');
  await save(page, '按街块分点位');
  await page.getByText('可以发布').waitFor();
  const points = [...(await areasOf(draft.id)).values()].filter(({ properties: p }) => p.parent === 'YL1' && p.level === 'point');
  assert.equal(points.filter(({ geometry }) => geometry).length, total - 1);
  assert.ok(points.some(({ properties: p }) => p.name === '街角点位'));
  assert.ok(points.find(({ properties: p }) => p.code === 'YL1-50').geometry, 'the area of the roster is drawn');
  const check = await getJson(service.address, `editions/${draft.id}/check`);
  assert.deepEqual(check.faults.filter(({ warning }) => !warning), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a phone and English have both screens, and save from them', async () => {
  const { draft } = await undrawnZones('手机', ['YL3']);
  const { page, context, faults } = await open(draft, 'words', { query: '&of=YL3&lang=en', viewport: PHONE, touch: true });
  await page.getByRole('button', { name: 'Propose', exact: true }).click();
  await page.getByRole('heading', { name: 'Proposed ground' }).waitFor();
  await page.waitForTimeout(900);
  await shot(page, 'propose-phone-words');
  await page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, one.scrollHeight));
  await page.waitForTimeout(300);
  await shot(page, 'propose-phone-words-below');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Take it' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await page.waitForTimeout(300);
  await shot(page, 'propose-phone-save');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.goto(new URL(`?door=boundaries&draft=${draft.id}&step=blocks&lang=en`, service.address).href);
  await mapStands(page);
  await page.getByLabel('Within').selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Find blocks' }).click();
  await page.getByRole('heading', { name: /blocks,/ }).waitFor();
  await page.waitForTimeout(1200);
  await shot(page, 'propose-phone-blocks');
  await page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, 420));
  await page.waitForTimeout(300);
  await shot(page, 'propose-phone-blocks-list');
  assert.deepEqual(await axe(page), []);
  await top(page);
  assert.deepEqual(faults, []);
  await context.close();
});

test('without roads both screens lead to their import; without a map the words still work', async () => {
  const empty = await startEmpty();
  const draft = await send('POST', 'editions', { scheme: 'duty', scope: [], note: '空' }, {}, empty);
  const bare = await openPage(browser, empty.address, { path: `?door=boundaries&draft=${draft.id}&step=words` });
  await bare.page.getByText('还没有道路数据', { exact: false }).waitFor();
  await bare.page.waitForTimeout(600);
  await shot(bare.page, 'propose-no-roads');
  assert.deepEqual(await axe(bare.page), []);
  await bare.page.getByRole('link', { name: '导入道路' }).click();
  await bare.page.locator('.drop input').waitFor({ state: 'attached' });
  await bare.context.close();
  await empty.stop();

  const plain = await startBrowser(['--disable-3d-apis']);
  const zone = await undrawnZones('无图', ['YL4']);
  const { page, context } = await openPage(plain, service.address, { path: `?door=boundaries&draft=${zone.draft.id}&step=words&of=YL4` });
  await page.getByText('此设备不能显示交互地图', { exact: false }).first().waitFor();
  await page.getByRole('button', { name: '围出', exact: true }).click();
  await page.getByRole('button', { name: '采用', exact: true }).waitFor();
  await page.waitForTimeout(500);
  await shot(page, 'propose-no-map');
  await context.close();
  await plain.close();
});
