// Boundary files into a draft: our own export, a shapefile that says neither encoding nor datum, a file of a web map, and
// files that are broken. Nothing is stored before it is saved.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, PHONE, getJson, mapStands, openPage, shot, startBrowser, startService } from './harness.mjs';
import { draftsOf, geoJson } from './drafts.mjs';
import { gcj02, shapefile } from './made_files.mjs';

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

const { newDraft, areasOf, points } = draftsOf(() => ({ address: service.address, home }));

async function openImport(draft, more = {}) {
  const opened = await openPage(browser, service.address, { viewport: DESK, path: `?door=boundaries&draft=${draft.id}&step=import${more.lang ?? ''}` });
  await mapStands(opened.page);
  await opened.page.locator('.drop input').waitFor({ state: 'attached' });
  return opened;
}
const give = (page, name, buffer) => page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
const propose = (page) => page.getByRole('button', { name: '看看草稿会变成什么' });

test('an export of ours finds its columns by itself, shows what changes and is saved as one change', async () => {
  const draft = await newDraft('导入');
  const all = [...(await areasOf(draft.id)).values()].filter(({ properties: p }) => p.level === 'point');
  const kept = all.slice(0, -1);
  const renamed = { ...kept[0], properties: { ...kept[0].properties, name: '改了名的点位' } };
  const { page, context, faults } = await openImport(draft);
  await shot(page, 'import-start');
  assert.deepEqual(await axe(page), []);
  const bytes = geoJson([renamed, ...kept.slice(1)].map(({ geometry, properties: { code, name, level, parent } }) => ({ type: 'Feature', geometry, properties: { code, name, level, parent } })));
  // Dropped like from a folder.
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], '点位.geojson'));
    return transfer;
  }, bytes.toString());
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: data });
  await page.getByText(`前 5 行`).waitFor();
  for (const [label, field] of [['编码', 'code'], ['名称', 'name'], ['层级', 'level'], ['上级', 'parent']]) assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), field);
  await propose(page).click();
  await page.getByText('改动 1 个').waitFor();
  await page.getByText(`不变 ${kept.length - 1} 个`).waitFor();
  await page.getByText('草稿里有、文件里没有的 1 个网格').waitFor();
  await page.waitForTimeout(800);
  await page.getByText('草稿会这样改').scrollIntoViewIfNeeded();
  await shot(page, 'import-result');
  assert.deepEqual(await axe(page), []);
  assert.equal((await areasOf(draft.id)).get(renamed.properties.code).properties.name, kept[0].properties.name, 'nothing is stored before it is saved');
  await page.getByLabel('从草稿中删除它们').check();
  await page.getByRole('button', { name: '存入草稿' }).click();
  await page.getByRole('toolbar').waitFor();
  const after = await areasOf(draft.id);
  assert.equal(after.get(renamed.properties.code).properties.name, '改了名的点位');
  assert.equal(after.has(all.at(-1).properties.code), false);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a shapefile that says neither encoding nor datum is asked about, and its columns are remembered', async () => {
  const draft = await newDraft('图形文件');
  const some = (await points(draft.id)).slice(0, 2);
  // 东点位, 西点位 and the field names 编号, 名称 in GBK.
  const gbk = { 东点位: 'b6abb5e3cebb', 西点位: 'cef7b5e3cebb', 编号: 'b1e0bac5', 名称: 'c3fbb3c6' };
  const text = (words) => Buffer.from(gbk[words], 'hex');
  const file = shapefile('wangge', [text('编号'), text('名称')], some.map(({ properties: p, geometry }, index) => ({ values: [p.code, text(index === 0 ? '东点位' : '西点位')], ring: geometry.coordinates[0] })));
  const { page, context, faults } = await openImport(draft);
  await give(page, '水巷网格.zip', file);
  await page.getByText('哪一行读得通？').waitFor();
  await page.getByText('东点位', { exact: false }).first().waitFor();
  await shot(page, 'import-encoding');
  assert.deepEqual(await axe(page), []);
  // A wrong choice reads as nonsense and can be changed; the columns follow.
  await page.getByRole('radio', { name: /BIG5/ }).check();
  await page.getByText('不会替您猜').waitFor();
  await page.getByRole('radio', { name: /GBK/ }).check();
  await page.getByText('不会替您猜').waitFor();
  await page.getByRole('cell', { name: '东点位' }).waitFor();
  await page.getByLabel('层级都是').selectOption('point');
  assert.equal(await page.getByLabel('编码', { exact: true }).inputValue(), '编号');
  assert.equal(await propose(page).isDisabled(), true, 'a datum has to be chosen');
  await shot(page, 'import-datum');
  await page.getByRole('radio', { name: /^CGCS2000/ }).check();
  await page.waitForFunction(() => !document.querySelector('.panel')?.textContent?.includes('正在读取'));
  await propose(page).click();
  await page.getByText('改动 2 个').waitFor();
  await page.getByRole('button', { name: '存入草稿' }).click();
  await page.getByRole('toolbar').waitFor();
  assert.equal((await areasOf(draft.id)).get(some[0].properties.code).properties.name, '东点位');
  assert.deepEqual(faults, []);
  await context.close();
  // The same layer another time: the encoding is asked again, for it is the file's; the rest stands.
  const again = await openImport(await newDraft('再来'));
  await give(again.page, '水巷网格.zip', file);
  await again.page.getByRole('radio', { name: /GBK/ }).check();
  await again.page.getByText('用了上次的对应').waitFor();
  assert.equal(await again.page.getByLabel('层级都是').inputValue(), 'point');
  await again.page.getByRole('radio', { name: /^CGCS2000/, checked: true }).waitFor();
  await again.context.close();
});

test('a file of a web map is stopped with what it looks like, and fits once its datum is said', async () => {
  const draft = await newDraft('网络地图');
  const own = await points(draft.id);
  const shifted = own.map(({ properties: { code, name, level, parent }, geometry }) => ({ type: 'Feature', properties: { code, name, level, parent }, geometry: { type: 'Polygon', coordinates: geometry.coordinates.map((ring) => ring.map(gcj02)) } }));
  const { page, context, faults } = await openImport(draft);
  await give(page, '高德导出.geojson', geoJson(shifted));
  await page.getByText('看起来不对').waitFor();
  await page.waitForTimeout(500);
  await shot(page, 'import-gcj02');
  assert.equal(await propose(page).isDisabled(), true);
  await page.getByRole('radio', { name: /^GCJ-02/ }).check();
  await page.getByText('看起来不对').waitFor({ state: 'detached' });
  await page.getByLabel(/同时修补/).selectOption('');
  await propose(page).click();
  await page.getByText('草稿会这样改').waitFor();
  await page.getByRole('button', { name: '存入草稿' }).or(page.getByText('与草稿相同')).first().waitFor();
  const answers = await page.locator('.counts').innerText();
  assert.match(answers, /新增 0 个/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('broken files say what is wrong with file, row and place', async () => {
  const draft = await newDraft('坏文件');
  const { page, context } = await openImport(draft);
  await give(page, '断了.zip', Buffer.from('504b0304140000', 'hex'));
  await page.getByRole('alert').waitFor();
  await page.getByText('断了.zip').first().waitFor();
  await shot(page, 'import-broken');
  await give(page, '点位表.csv', Buffer.from('编码,名称,层级,wkt\nA1,甲,point,"POLYGON((102.53 24.34,102.54 24.34,102.54 24.35,102.53 24.34))"\nA2,乙,point,"POLYGON((102.53 24.34,x"\n'));
  await page.getByRole('button', { name: '换一个文件' }).or(page.getByText('点位表.csv')).first().waitFor();
  await page.getByText(/3/).first().waitFor();
  await page.waitForTimeout(600);
  await shot(page, 'import-row');
  const words = await page.locator('.panel').innerText();
  assert.match(words, /(row|行|line) ?3|第 ?3 ?行/i, words);
  await give(page, '画.png', Buffer.from('89504e470d0a1a0a', 'hex'));
  await page.getByText('画.png').first().waitFor();
  await page.getByRole('alert').waitFor();
  await context.close();
});

test('on a phone a file is looked through from top to end, and nothing sticks out sideways', async () => {
  const draft = await newDraft('手机导入');
  const { page, context, faults } = await openPage(browser, service.address, { viewport: PHONE, touch: true, path: `?door=boundaries&draft=${draft.id}&step=import` });
  await mapStands(page);
  await page.locator('.drop input').waitFor({ state: 'attached' });
  await page.locator('.grip .steps button').last().click();
  const some = await points(draft.id);
  const renamed = [{ ...some[0], properties: { ...some[0].properties, name: '手机上改名的点位' } }, ...some.slice(1)];
  await give(page, '点位.geojson', geoJson(renamed.map(({ geometry, properties: { code, name, level, parent } }) => ({ type: 'Feature', geometry, properties: { code, name, level, parent } }))));
  await page.getByText('前 5 行').waitFor();
  await shot(page, 'import-phone');
  await propose(page).click();
  await page.getByText('改动 1 个').waitFor();
  await page.getByText('草稿会这样改').scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  await shot(page, 'import-phone-result');
  assert.equal(await page.evaluate(() => document.querySelector('.scroll').scrollWidth <= document.querySelector('.scroll').clientWidth), true, 'nothing sticks out sideways');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});
