// A city that no browser holds at once: more points than a map draws. The coarse levels are always there, the fine ones
// where the map is close enough, and everything else finds its way without them.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, DESK, PHONE, getJson, mapStands, openPage, run, shot, startBrowser, startOn } from './harness.mjs';

const SIDE = 84; // points on a side of the city, 7 of them on a side of a zone
const STEP = 0.0012;
const WEST = 102.5;
const SOUTH = 24.3;
const LIMIT = 5000;

let service;
let browser;
before(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wangge-city-'));
  const at = (x, y) => [Number((WEST + x * STEP).toFixed(7)), Number((SOUTH + y * STEP).toFixed(7))];
  const block = (x, y, size) => {
    // Every corner of a point is a vertex of what lies around it.
    const along = Array.from({ length: size }, (_, index) => index);
    return [...along.map((i) => at(x + i, y)), ...along.map((i) => at(x + size, y + i)), ...along.map((i) => at(x + size - i, y + size)), ...along.map((i) => at(x, y + size - i)), at(x, y)];
  };
  const area = (level, code, name, parent, ring) => ({ type: 'Feature', properties: { level, code, name, parent }, geometry: { type: 'Polygon', coordinates: [ring] } });
  const features = [area('community', 'C', '大社区', null, block(0, 0, SIDE))];
  for (let y = 0; y < SIDE; y += 7) for (let x = 0; x < SIDE; x += 7) features.push(area('zone', `Z${x / 7}-${y / 7}`, `第${x / 7}-${y / 7}片区`, 'C', block(x, y, 7)));
  for (let y = 0; y < SIDE; y += 1) for (let x = 0; x < SIDE; x += 1) features.push(area('point', `P${x}-${y}`, `点位${x}-${y}`, `Z${Math.floor(x / 7)}-${Math.floor(y / 7)}`, block(x, y, 1)));
  const file = join(folder, 'city.geojson');
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }));
  run(['import', `areas=${file}`, '--data', folder]);
  service = await startOn(folder);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

const tooMany = (page) => page.getByText('此处网格太多，放大地图后显示');
const drawn = (page) => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('areas?') && name.includes('bbox')).length);

test('the whole list comes in pages, and a map asks for whole levels', async () => {
  const small = await getJson(service.address, `areas?most=${LIMIT}`);
  assert.deepEqual(small.levels_left_out, ['point']);
  assert.equal(small.features.length, 1 + (SIDE / 7) ** 2);
  const page = await getJson(service.address, 'areas?level=point&limit=5000');
  assert.equal(page.total, SIDE * SIDE);
  const rest = await getJson(service.address, `areas?level=point&limit=5000&cursor=${page.next_cursor}`);
  assert.equal(page.features.length + rest.features.length, SIDE * SIDE);
  assert.equal(rest.next_cursor, null);
});

for (const [name, viewport] of [['desk', DESK], ['phone', PHONE]]) {
  test(`far off the zones are drawn and said to be all there is room for, close by the points (${name})`, async () => {
    const { page, context, faults } = await openPage(browser, service.address, { viewport, touch: viewport === PHONE, path: '?door=owner' });
    await mapStands(page);
    await tooMany(page).waitFor();
    await shot(page, `city-far-${name}`);
    assert.deepEqual(await page.locator('.section li', { hasText: /片区|点位/ }).allInnerTexts().then((texts) => texts.map((text) => text.replace(/\s+/g, ' '))), ['片区 144', '点位'], 'a number that nobody knows is not shown');
    assert.deepEqual(await axe(page), []);
    const middle = [WEST + 10.5 * STEP, SOUTH + 10.5 * STEP];
    await page.goto(new URL(`?door=owner&lon=${middle[0]}&lat=${middle[1]}#map=16/${middle[1]}/${middle[0]}`, service.address).href);
    await page.reload();
    await mapStands(page);
    await tooMany(page).waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.querySelector('.wait') === null);
    assert.ok((await drawn(page)) >= 1, 'the part was asked for');
    await shot(page, `city-near-${name}`);
    await context.close();
    assert.deepEqual(faults, []);
  });
}

test('the list of points holds those near the map and says so', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { path: '?list=point' });
  await mapStands(page);
  await page.locator('.empty', { hasText: '此处网格太多' }).waitFor();
  await page.goto(new URL(`?list=point#map=16/${SOUTH + 10.5 * STEP}/${WEST + 10.5 * STEP}`, service.address).href);
  await page.reload();
  await mapStands(page);
  await page.getByText('只列出地图附近的网格').waitFor();
  await page.locator('.tabs input').fill('点位10-10');
  await page.getByText('点位10-10', { exact: true }).first().waitFor();
  await shot(page, 'city-list-desk');
  await context.close();
  assert.deepEqual(faults, []);
});
