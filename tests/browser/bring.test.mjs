// Files of every kind through the dialogue: areas as GeoPackage, KML and workbook, roads and facilities into their layers,
// with a slow line in between, progress, and somebody who cancels.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, DESK, PHONE, getJson, insideOf, mapStands, openPage, run, shot, startBrowser, startOwn } from './harness.mjs';
import { draftsOf, geoJson } from './drafts.mjs';
import { kml, workbook } from './made_files.mjs';
import { slowDoor } from './slow_door.mjs';

let service;
let browser;
let home;
before(async () => {
  // Layers are replaced here, so that the demo of the other tests stays out of it.
  service = await startOwn();
  home = (await getJson(service.address, 'site')).home;
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

const { newDraft, areasOf, points } = draftsOf(() => ({ address: service.address, home }));
const layer = async (name) => (await getJson(service.address, `layers/${name}`)).features;
const plain = ({ properties: { code, name, level, parent }, geometry }) => ({ type: 'Feature', properties: { code, name, level, parent }, geometry });
const give = (page, name, buffer) => page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
const propose = (page) => page.getByRole('button', { name: '看看草稿会变成什么' });
const proposeLayer = (page) => page.getByRole('button', { name: '看看图层会变成什么' });
const holds = (page) => page.getByLabel('文件里是什么');

async function openImport(draft, { viewport = DESK, at = service.address, more = '' } = {}) {
  const opened = await openPage(browser, at, { viewport, touch: viewport === PHONE, path: `?door=boundaries${draft ? `&draft=${draft.id}` : ''}&step=import${more}` });
  await mapStands(opened.page);
  await opened.page.locator('.drop input').waitFor({ state: 'attached' });
  if (viewport === PHONE) await opened.page.locator('.grip .steps button').last().click();
  return opened;
}

/** Short lines of road inside areas: each from a point of its ground a little to the east. */
function roadsIn(areas, count, more = {}) {
  return areas.slice(0, count).map(({ geometry }, index) => {
    const [lon, lat] = insideOf(geometry);
    return { type: 'Feature', properties: { 编号: `LX-${index + 1}`, 路名: `巷道${index + 1}`, 等级: 'back_street', ...more }, geometry: { type: 'LineString', coordinates: [[lon, lat], [lon + 0.0001, lat + 0.0001], [lon + 0.0002, lat]] } };
  });
}

test('areas come in as GeoPackage, KML and workbook alike', async () => {
  const draft = await newDraft('各种格式');
  const own = (await points(draft.id)).slice(0, 3);
  const renamed = (name) => [{ ...own[0], properties: { ...own[0].properties, name } }, ...own.slice(1)];
  const folder = mkdtempSync(join(tmpdir(), 'wangge-files-'));
  writeFileSync(join(folder, 'in.geojson'), geoJson(renamed('包里改名').map(plain)));
  run(['repair', join(folder, 'in.geojson'), '--level', 'point', '--tolerance', '0.02', '-o', join(folder, 'out.gpkg')]);
  const wkt = (ring) => `POLYGON((${ring.map(([lon, lat]) => `${lon} ${lat}`).join(', ')}))`;
  const rows = renamed('表里改名').map(({ properties: p, geometry }) => [p.code, p.name, p.level, p.parent, wkt(geometry.coordinates[0])]);
  const files = [
    ['点位.gpkg', readFileSync(join(folder, 'out.gpkg')), '包里改名'],
    ['点位.kml', kml('点位', renamed('图里改名').map(({ properties: p, geometry }) => ({ fields: { code: p.code, name: p.name, level: p.level, parent: p.parent }, ring: geometry.coordinates[0] }))), '图里改名'],
    ['点位.xlsx', workbook([['编码', '名称', '层级', '上级', 'WKT'], ...rows]), '表里改名'],
  ];
  rmSync(folder, { recursive: true });
  for (const [name, bytes, wanted] of files) {
    const { page, context, faults } = await openImport(draft);
    await give(page, name, bytes);
    await page.getByText('前 3 行').waitFor();
    assert.equal(await holds(page).inputValue(), 'areas', name);
    await propose(page).click();
    await page.getByText('改动 1 个').waitFor();
    await page.waitForTimeout(500);
    await shot(page, `bring-${name.split('.')[1]}`);
    await page.getByRole('button', { name: '存入草稿' }).click();
    await page.getByRole('toolbar').waitFor();
    assert.equal((await areasOf(draft.id)).get(own[0].properties.code).properties.name, wanted);
    assert.deepEqual(faults, []);
    await context.close();
  }
});

test('shapes too many to be sent are said to be, and are stored all the same', async () => {
  const draft = await newDraft('图形很多');
  const own = (await points(draft.id)).slice(0, 3);
  const { page, context, faults } = await openImport(draft);
  // What the service answers for a file of more than 600,000 vertices.
  await page.route((url) => /\/editions\/[^/]+\/import$/.test(url.pathname), async (route) => {
    const answer = await route.fetch();
    const lines = (await answer.text()).trim().split('\n').map((line) => JSON.parse(line));
    const { result } = lines.at(-1);
    Object.assign(result, { shapes_left_out: true, areas: result.areas.map((area) => ({ ...area, geometry: null })) });
    await route.fulfill({ response: answer, body: lines.map((line) => `${JSON.stringify(line)}\n`).join('') });
  });
  await give(page, '很多.geojson', geoJson(own.map((area) => plain({ ...area, properties: { ...area.properties, name: `新${area.properties.name}` } }))));
  await page.getByText('前 3 行').waitFor();
  await propose(page).click();
  await page.getByText('图形太多', { exact: false }).waitFor();
  assert.equal(await page.getByText('未画', { exact: true }).count(), 0, 'what was not sent is not undrawn');
  await shot(page, 'bring-many');
  await page.getByRole('button', { name: '存入草稿' }).click();
  await page.getByRole('toolbar').waitFor();
  const stored = await areasOf(draft.id);
  for (const { properties: { code, name }, geometry } of own) {
    assert.equal(stored.get(code).properties.name, `新${name}`);
    assert.deepEqual(stored.get(code).geometry, geometry);
  }
  assert.deepEqual(faults, []);
  await context.close();
});

test('roads of a file become the layer after a look at what comes and goes, and are remembered', async () => {
  const draft = await newDraft('道路');
  const areas = await points(draft.id);
  const before = await layer('road');
  const file = geoJson(roadsIn(areas, 4));
  const { page, context, faults } = await openImport(draft);
  await give(page, '背街小巷.geojson', file);
  await page.getByText('前 4 行').waitFor();
  assert.equal(await holds(page).inputValue(), 'road', 'lines are roads unless somebody says otherwise');
  await page.getByText('不经草稿', { exact: false }).waitFor();
  assert.equal(await page.getByLabel('编码', { exact: true }).inputValue(), '编号');
  await page.getByLabel('名称', { exact: true }).selectOption('路名');
  await page.getByRole('radio', { name: /^CGCS2000/ }).check();
  await shot(page, 'bring-roads');
  assert.deepEqual(await axe(page), []);
  await proposeLayer(page).click();
  await page.getByText('新增 4 个').waitFor();
  await page.getByText(`去掉 ${before.length} 个`).waitFor();
  await page.getByText('图层「道路」会这样改').scrollIntoViewIfNeeded();
  await page.waitForTimeout(800);
  await shot(page, 'bring-roads-result');
  assert.deepEqual(await axe(page), []);
  assert.equal((await layer('road')).length, before.length, 'nothing is stored before it is accepted');
  await page.getByRole('button', { name: '存入图层「道路」' }).click();
  await page.getByText('已存入图层', { exact: false }).first().waitFor();
  await page.getByRole('toolbar').waitFor();
  assert.deepEqual((await layer('road')).map(({ properties: p }) => p.name).sort(), ['巷道1', '巷道2', '巷道3', '巷道4']);
  // The same file another time: as last time, and nothing to do.
  await page.getByRole('link', { name: '导入文件…' }).click();
  await give(page, '背街小巷.geojson', file);
  await page.getByText('用了上次的对应').waitFor();
  assert.equal(await holds(page).inputValue(), 'road');
  assert.equal(await page.getByLabel('名称', { exact: true }).inputValue(), '路名');
  await proposeLayer(page).click();
  await page.getByText('与图层相同').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('facilities of a workbook: points are asked about, bad rows are told, and only one community is replaced', async () => {
  const areas = (await getJson(service.address, 'areas')).features.filter(({ properties: p, geometry }) => p.level === 'point' && geometry);
  const places = areas.slice(0, 3).map(({ geometry }) => insideOf(geometry));
  const head = ['编号', '名称', '经度', '纬度'];
  const { page, context, faults } = await openImport(null);
  await give(page, '公厕.xlsx', workbook([head, ['G1', '公厕一', ...places[0]], ['G2', '公厕二', '东门口', places[1][1]]]));
  await page.getByText('第 3 行', { exact: false }).waitFor();
  await shot(page, 'bring-facility-problem');
  await give(page, '公厕.xlsx', workbook([head, ...places.map((place, index) => [`G${index + 1}`, `公厕${index + 1}`, ...place])]));
  await page.getByText('前 3 行').waitFor();
  assert.equal(await holds(page).inputValue(), '', 'points can be many things');
  assert.equal(await proposeLayer(page).or(propose(page)).first().isDisabled(), true);
  await holds(page).selectOption('facility');
  const scope = page.getByLabel('替换的范围');
  await scope.selectOption(home.code);
  await proposeLayer(page).click();
  await page.getByText('新增 3 个').waitFor();
  await page.waitForTimeout(600);
  await shot(page, 'bring-facility');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '存入图层「设施」' }).click();
  await page.getByText('已存入图层', { exact: false }).first().waitFor();
  assert.ok((await layer('facility')).filter(({ properties: p }) => /^公厕\d$/.test(p.name)).length === 3);
  assert.deepEqual(faults, []);
  await context.close();
});

test('on a slow line it is said how far the file is, and who cancels leaves nothing behind', async () => {
  const draft = await newDraft('慢');
  const own = await points(draft.id);
  const door = await slowDoor(service.address);
  const { page, context } = await openImport(draft, { at: door.address });
  const bar = page.getByRole('progressbar');
  // Most of it waits outside: some megabytes fit into the line itself.
  const large = Buffer.concat([geoJson(own.map(plain)), Buffer.alloc(40 << 20, ' ')]);
  await give(page, '很大的文件.geojson', large);
  await page.getByText(/上传 · \d+% · .* \/ 4\d(\.\d)? MB/).waitFor();
  await shot(page, 'bring-upload');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '取消' }).click();
  await page.getByText('已取消，什么也没有保存').first().waitFor();
  await page.getByText('把文件拖到这里', { exact: false }).waitFor();
  await bar.waitFor({ state: 'detached' });

  // The file is in, the service works on it.
  door.open('upload');
  const renamed = [{ ...own[0], properties: { ...own[0].properties, name: '慢慢改名' } }, ...own.slice(1)];
  await give(page, '点位.geojson', geoJson(renamed.map(plain)));
  await page.getByText('读取 · 40% · 400 / 1,000').waitFor();
  await shot(page, 'bring-reading');
  door.open('answer');
  await page.getByText('前 5 行').waitFor();
  door.shut('answer');
  await propose(page).click();
  await page.getByText('读取 · 40%', { exact: false }).waitFor();
  const cut = door.gone.length;
  await page.getByRole('button', { name: '取消' }).click();
  await propose(page).waitFor();
  for (let tries = 0; door.gone.length === cut && tries < 100; tries += 1) await page.waitForTimeout(20);
  assert.equal(door.gone.length, cut + 1, 'the connection is closed, so that the service stops as well');
  assert.equal((await getJson(service.address, `editions/${draft.id}`)).version, draft.version);
  door.open('answer');
  await propose(page).click();
  await page.getByText('改动 1 个').waitFor();
  // A refusal as the last line reads like any other, and only once.
  await give(page, '断了.zip', Buffer.from('504b0304140000', 'hex'));
  await page.getByRole('alert').waitFor();
  const words = await page.getByRole('alert').innerText();
  const sentences = words.split('\n').map((line) => line.trim()).filter(Boolean);
  assert.equal(new Set(sentences).size, sentences.length, words);
  await context.close();
  await door.stop();
});

test('on a phone roads come in from top to end, and nothing sticks out sideways', async () => {
  const areas = (await getJson(service.address, 'areas')).features.filter(({ properties: p, geometry }) => p.level === 'point' && geometry);
  const { page, context, faults } = await openImport(null, { viewport: PHONE });
  await give(page, '手机道路.geojson', geoJson(roadsIn(areas, 3, { 备注: '很长的备注，写了许多没有用的话' })));
  await page.getByText('前 3 行').waitFor();
  await shot(page, 'bring-phone');
  await proposeLayer(page).click();
  await page.getByText('会这样改', { exact: false }).waitFor();
  await page.getByText('会这样改', { exact: false }).scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  await shot(page, 'bring-phone-result');
  assert.equal(await page.evaluate(() => document.querySelector('.scroll').scrollWidth <= document.querySelector('.scroll').clientWidth), true, 'nothing sticks out sideways');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});
