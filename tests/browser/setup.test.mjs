// Getting started: from an empty database to the first owner card, without a terminal. Roster, wall map, drawing area by
// area, publishing; and a reload in the middle goes on where it was.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { picture, plan } from './drawn_map.mjs';
import { axe, getJson, mapStands, openPage, PHONE, pixelOf, shot, startBrowser, startEmpty } from './harness.mjs';

let service;
let browser;
before(async () => {
  service = await startEmpty();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

async function onPicture(page, { width, height }, [x, y]) {
  const box = await page.locator('.view canvas').boundingBox();
  const scale = Math.min(box.width / width, box.height / height);
  return [box.x + (box.width - width * scale) / 2 + x * scale, box.y + (box.height - height * scale) / 2 + y * scale];
}

test('an office with a roster and a wall map comes to its first owner card', async () => {
  // A plan of two areas side by side: their rings share the border in the middle.
  const drawn = plan({ seed: 11, columns: 2, rows: 1 });
  const { page, context, faults } = await openPage(browser, service.address);
  await page.getByRole('link', { name: /起步/ }).waitFor();
  await page.waitForTimeout(800);
  await shot(page, 'setup-start');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('link', { name: /起步/ }).click();

  // Roster
  await page.getByLabel('社区名称').fill('玉兰社区');
  await page.getByLabel('社区编码').fill('YL');
  const good = '片区\t点位\t点长\t单位\t电话\n水巷片区\t东点位\t张三\t城管局\t13800000000\n\t西点位\t李四\t\t\n';
  await page.getByLabel('粘贴名册').fill(`${good}北苑片区\t\t某人\t\t\n`);
  await page.getByText('第 4 行没有填', { exact: false }).waitFor();
  await page.waitForTimeout(500);
  await shot(page, 'setup-roster');
  assert.deepEqual(await axe(page), []);
  assert.equal(await page.getByRole('button', { name: /^登记/ }).isDisabled(), true, 'what is wrong in a roster is mended first');
  await page.getByLabel('粘贴名册').fill(good);
  await page.getByText('读到 2 行：片区 1 个，点位 2 个').waitFor();
  assert.doesNotMatch(await page.locator('#panel .rows').innerText(), /1380000/, 'phones never come back');
  await page.getByLabel('任职起始').fill('2026-11-01');
  const sent = page.waitForRequest((one) => /\/roster\?/.test(one.url()));
  await page.getByRole('button', { name: '登记 4 个网格，下一步' }).click();
  assert.equal(new URL((await sent).url()).searchParams.get('from'), '2026-11-01', 'heads take office on the day that was chosen');

  // Ground
  await page.getByText('第 2 步，共 5 步').waitFor();
  await mapStands(page);
  await page.getByText('还没有道路数据', { exact: false }).waitFor();
  const middle = drawn.degrees([800, 600]);
  await page.getByLabel('经度').fill(middle[0].toFixed(6));
  await page.getByLabel('纬度').fill(middle[1].toFixed(6));
  await page.getByRole('button', { name: '用此坐标' }).click();
  await page.waitForTimeout(800);
  await shot(page, 'setup-ground');
  assert.deepEqual(await axe(page), []);
  // Roads north of what is drawn later.
  await page.getByRole('link', { name: '导入道路' }).click();
  await page.locator('.drop input').waitFor({ state: 'attached' });
  const [left, top] = drawn.degrees([200, -200]);
  const road = (code, offset) => ({ type: 'Feature', properties: { code, name: `路${code}` }, geometry: { type: 'LineString', coordinates: [[left, top + offset], [left + 0.003, top + offset]] } });
  const roads = { type: 'FeatureCollection', features: [road('R1', 0), road('R2', 0.001)] };
  await page.locator('input[type=file]').first().setInputFiles({ name: '道路.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify(roads)) });
  await page.getByText('前 2 行').waitFor();
  await page.getByRole('button', { name: '看看图层会变成什么' }).click();
  await page.getByText('新增 2 个').waitFor();
  await page.waitForTimeout(600);
  await shot(page, 'setup-roads');
  await page.getByRole('button', { name: '存入图层「道路」' }).click();
  await page.getByText('已载入 2 条道路', { exact: false }).waitFor();
  await page.getByRole('link', { name: '打开: 挂图' }).click();
  await page.locator('input[type=file]').first().setInputFiles(await picture(page, drawn, { borders: true, labels: true }));
  await page.getByText('在图上点第 1 个控制点').waitFor();
  await page.waitForTimeout(400);
  for (const [index, pixel] of drawn.corners.entries()) {
    await page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, 0));
    await page.mouse.click(...(await onPicture(page, drawn, pixel)));
    await page.getByText(`第 ${index + 1} 点`, { exact: false }).first().waitFor();
    const [lon, lat] = drawn.degrees(pixel);
    await page.getByLabel('经度').fill(lon.toFixed(7));
    await page.getByLabel('纬度').fill(lat.toFixed(7));
    await page.getByRole('button', { name: '用此坐标' }).click();
    await page.locator('form').waitFor({ state: 'detached' });
  }
  await page.waitForTimeout(800);
  await shot(page, 'setup-wall');
  await page.getByRole('link', { name: '回到画图' }).click();
  await page.getByText('图已对好', { exact: false }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: '下一步' }).click();

  // Drawing; a reload goes on where it was.
  await page.locator('b').getByText('还没画的（2 个）').waitFor();
  await page.reload();
  await mapStands(page);
  await page.locator('b').getByText('还没画的（2 个）').waitFor();
  await page.waitForTimeout(1500);
  await shot(page, 'setup-draw');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '画：东点位' }).click();
  const [east, west] = drawn.areas.map(({ ring }) => ring.map(drawn.degrees));
  for (const at of [...east, east[0]]) await page.mouse.click(...(await pixelOf(page, at)));
  await page.locator('b').getByText('还没画的（1 个）').waitFor();
  await page.getByRole('button', { name: '画：西点位' }).click();
  await page.getByText('共用的边线不用再画', { exact: false }).waitFor();
  // From one end of the common border round to the other; vertices of the first area catch the pointer.
  const same = ([x, y]) => east.findIndex(([u, v]) => Math.abs(x - u) < 1e-9 && Math.abs(y - v) < 1e-9);
  const shared = west.map((at) => same(at) >= 0);
  const ends = west.flatMap((_, i) => (shared[i] && !shared[(i + 1) % west.length] ? [i] : []));
  const around = Array.from({ length: west.length }, (_, k) => west[(ends[0] + k) % west.length]);
  const stop = around.findIndex((at, k) => k > 0 && same(at) >= 0);
  for (const at of around.slice(0, stop + 1)) await page.mouse.click(...(await pixelOf(page, at)));
  await page.getByText('名册里的都画好了', { exact: false }).waitFor();
  await page.waitForTimeout(1200);
  await shot(page, 'setup-drawn');
  await page.getByRole('button', { name: '保存并去发布' }).click();

  // Publishing
  await page.getByText('第 4 步，共 5 步').waitFor();
  await page.getByRole('button', { name: '发布', exact: true }).waitFor();
  await page.waitForTimeout(1200);
  await shot(page, 'setup-publish');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '发布', exact: true }).click();

  // The first owner card
  await page.getByRole('heading', { name: '第一版网格已发布' }).waitFor();
  await page.waitForTimeout(800);
  await shot(page, 'setup-done');
  await page.getByRole('button', { name: '看第一张责任卡' }).click();
  await page.getByRole('heading', { name: /点位/ }).first().waitFor();
  await page.getByText('水巷片区').first().waitFor();
  // The post that the roster names is filled, and said by its unit where names are not for everybody.
  await page.getByText('城管局').first().waitFor();
  await page.waitForTimeout(1200);
  await shot(page, 'setup-card');
  assert.deepEqual(faults, []);
  const areas = (await getJson(service.address, 'areas')).features;
  assert.deepEqual(areas.map(({ properties: p }) => [p.level, p.name]).sort(), [['community', '玉兰社区'], ['point', '东点位'], ['point', '西点位'], ['zone', '水巷片区']]);
  const [one, other] = ['东点位', '西点位'].map((name) => areas.find(({ properties: p }) => p.name === name).geometry.coordinates[0].map(String));
  assert.ok(one.filter((at) => other.includes(at)).length >= 4, 'the border between them is one line');
  await context.close();
});

test('once areas are drawn the guide is no longer offered; a phone and English have their words', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { viewport: PHONE, touch: true, path: '?door=boundaries&guide=roster&lang=en' });
  await page.getByRole('heading', { name: 'Roster of zones and points' }).waitFor();
  await page.waitForTimeout(600);
  await shot(page, 'setup-phone-english');
  assert.deepEqual(await axe(page), []);
  assert.doesNotMatch(await page.locator('#panel nav, #panel form').allInnerTexts().then((all) => all.join()), /[\u4e00-\u9fff]/);
  await page.goto(service.address);
  await page.getByRole('heading', { name: '网格' }).first().waitFor().catch(() => undefined);
  await page.waitForTimeout(800);
  assert.equal(await page.getByRole('link', { name: /起步/ }).count(), 0);
  assert.deepEqual(faults, []);
  await context.close();
});
