// A wall map under the drawing: choosing a picture, control points by map, by numbers and by the phone, their residuals,
// a wrong one, a photograph at an angle, and that a reload keeps it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bomb, oblique, picture, plan } from './drawn_map.mjs';
import { axe, getJson, mapStands, openPage, PHONE, pixelOf, shot, startBrowser, startService } from './harness.mjs';

let service;
let browser;
let home;
let draft;
before(async () => {
  service = await startService();
  home = (await getJson(service.address, 'site')).home;
  browser = await startBrowser();
  const answer = await fetch(new URL('api/v1/editions', service.address), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ scheme: 'duty', scope: [home.code], note: '挂图' }) });
  draft = await answer.json();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

const open = async (more = {}) => {
  const opened = await openPage(browser, service.address, { path: `?door=boundaries&draft=${draft.id}&step=wall${more.lang ?? ''}${more.look ?? ''}`, ...more });
  await mapStands(opened.page);
  return opened;
};
const give = (page, file) => page.locator('input[type=file]').first().setInputFiles(file);

/** Where a pixel of the picture is on the screen, while the whole of it is shown. */
async function onPicture(page, { width, height }, [x, y]) {
  const box = await page.locator('.view canvas').boundingBox();
  const scale = Math.min(box.width / width, box.height / height);
  return [box.x + (box.width - width * scale) / 2 + x * scale, box.y + (box.height - height * scale) / 2 + y * scale];
}
async function type(page, [lon, lat], datum = 'wgs84') {
  await page.getByLabel('经度').fill(lon.toFixed(7));
  await page.getByLabel('纬度').fill(lat.toFixed(7));
  await page.getByLabel('坐标系').selectOption(datum);
  await page.getByRole('button', { name: '用此坐标' }).click();
}
async function setPoint(page, drawn, pixel, place, seen = pixel) {
  await page.mouse.click(...(await onPicture(page, drawn, seen)));
  await type(page, place);
  await page.locator('form').waitFor({ state: 'detached' });
}

test('files that are none, are cut off or would fill the memory are refused in words', async () => {
  const { page, context, faults } = await open();
  await page.getByText('还没有挂图').waitFor();
  await page.waitForTimeout(800);
  await shot(page, 'wall-empty');
  assert.deepEqual(await axe(page), []);
  await give(page, { name: 'x.png', mimeType: 'image/png', buffer: bomb(30000, 30000) });
  await page.getByRole('alert').filter({ hasText: '30000×30000' }).waitFor();
  await shot(page, 'wall-bomb');
  await give(page, { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('PK\u0003\u0004') });
  await page.getByRole('alert').filter({ hasText: '这不是 JPG' }).waitFor();
  await give(page, { name: 'x.png', mimeType: 'image/png', buffer: bomb(30, 30).subarray(0, 20) });
  await page.getByRole('alert').filter({ hasText: '图片不完整' }).waitFor();
  await give(page, { name: 'x.png', mimeType: 'image/png', buffer: bomb(30, 30) });
  await page.getByRole('alert').filter({ hasText: '浏览器打不开' }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('points on the map catch corners, residuals are told, a wrong point is named, and a reload keeps all', async () => {
  const areas = (await getJson(service.address, 'areas?level=point')).features.filter(({ properties: p, geometry }) => geometry?.type === 'Polygon' && p.parent !== null);
  const all = areas.flatMap(({ geometry }) => geometry.coordinates[0]);
  const [west, east, south, north] = [0, 1].flatMap((axis) => [Math.min, Math.max].map((pick) => pick(...all.map((one) => one[axis]))));
  // A plan of the community itself, half a metre a pixel or so, north up.
  const width = 1600;
  const perLon = width / (east - west) / 1.1;
  const perLat = perLon / Math.cos((north * Math.PI) / 180);
  const height = Math.round((north - south) * perLat * 1.1);
  const pixel = ([lon, lat]) => [(lon - west) * perLon + width * 0.045, (north - lat) * perLat + height * 0.045];
  const drawn = { width, height, areas: areas.map(({ geometry, properties }, index) => ({ ring: geometry.coordinates[0].slice(1).map(pixel), colour: ['#f4c7a1', '#b7d8a8', '#a9c9e8', '#f3e3a0'][index % 4], name: properties.name })) };
  const zoom = Math.min(Math.log2((780 * 360) / (512 * (east - west))), Math.log2((600 * 360 * Math.cos((north * Math.PI) / 180)) / (512 * (north - south))));
  const { page, context, faults } = await open({ look: `#map=${zoom.toFixed(2)}/${((south + north) / 2).toFixed(6)}/${((west + east) / 2).toFixed(6)}` });
  // Crossings of roads stand within pixels of the corners of areas here, and would catch the pointer as well.
  await page.route('**/api/v1/layers/road', (route) => route.fulfill({ json: { type: 'FeatureCollection', features: [] } }));
  await page.reload();
  await mapStands(page);
  await give(page, await picture(page, drawn, { borders: true }));
  await page.getByText('在图上点第 1 个控制点').waitFor();
  await page.waitForTimeout(500);
  // Corners of areas, spread out: the most western, eastern, northern, southern one, and one in the middle.
  // Where three areas meet.
  const shared = new Map();
  for (const one of areas.flatMap(({ geometry }) => geometry.coordinates[0].slice(1))) shared.set(String(one), (shared.get(String(one)) ?? 0) + 1);
  const nodes = all.filter((one) => shared.get(String(one)) >= 3);
  const corners = new Set(all.map(([lon, lat]) => `${lon.toFixed(6)}, ${lat.toFixed(6)}`));
  const most = (value) => nodes.reduce((best, one) => (value(one) > value(best) ? one : best));
  const [mx, my] = [(west + east) / 2, (south + north) / 2];
  const targets = [most(([x]) => -x), most(([x]) => x), most(([, y]) => y), most(([, y]) => -y), most(([x, y]) => -Math.hypot(x - mx, y - my))];
  for (const [index, target] of targets.entries()) {
    await page.mouse.click(...(await onPicture(page, drawn, pixel(target))));
    await page.getByText(`第 ${index + 1} 点：在右边地图上点出`, { exact: false }).waitFor();
    const [x, y] = await pixelOf(page, target);
    await page.mouse.move(x + 2, y + 2);
    await page.mouse.click(x + 2, y + 2);
    const row = page.locator('.table tbody tr').nth(index).getByText(/^\d+\.\d+, \d+\.\d+$/);
    await row.waitFor();
    // What caught the pointer is the corner of a grid, not the pixel beside it.
    assert.ok(corners.has(await row.innerText()), await row.innerText());
  }
  const rms = async () => Number(/平均偏差 ([\d.]+)/.exec(await page.locator('.verdict').innerText())[1]);
  assert.ok((await rms()) < 6, `rms ${await rms()} m`);
  await page.waitForTimeout(1500);
  await shot(page, 'wall-points');
  assert.deepEqual(await axe(page), []);
  // The third is moved 80 m away by hand, and named.
  await page.getByRole('button', { name: '选中第 3 点' }).click();
  await type(page, [targets[2][0] + 0.0008, targets[2][1]]);
  await page.getByText('第 3 点很可能错了', { exact: false }).waitFor();
  await shot(page, 'wall-suspect');
  await page.getByRole('button', { name: '选中第 3 点' }).click();
  await type(page, targets[2]);
  await page.waitForTimeout(600);
  const before = await rms();
  await page.reload();
  await mapStands(page);
  await page.getByRole('heading', { name: '控制点' }).waitFor();
  assert.equal(await page.locator('.table tbody tr').count(), 5);
  assert.equal(await rms(), before);
  await page.getByLabel('浓淡').fill('0.4');
  await page.getByRole('link', { name: '回到画图' }).click();
  await page.getByRole('toolbar').waitFor();
  await page.waitForTimeout(1500);
  await shot(page, 'wall-board');
  // Tools work on top of it.
  await page.mouse.click(...(await pixelOf(page, [mx, my])));
  await page.locator('.form').waitFor();
  await page.getByRole('link', { name: '挂图…' }).click();
  await page.getByRole('button', { name: '删除挂图' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await page.getByText('还没有挂图').waitFor();
  await page.reload();
  await page.getByText('还没有挂图').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a photograph at an angle is offered the projective fit, and positions of web maps are converted', async () => {
  const drawn = plan({ north: 24.352, west: 102.538 });
  const lens = oblique(drawn);
  const { page, context, faults } = await open();
  await give(page, await picture(page, drawn, { borders: true, labels: true, lens, type: 'image/jpeg' }));
  await page.getByText('在图上点第 1 个控制点').waitFor();
  const pixels = [...drawn.corners, drawn.inner[1][1]];
  for (const pixel of pixels) await setPoint(page, drawn, pixel, drawn.degrees(pixel), lens(pixel));
  await page.getByText('像是斜着拍的', { exact: false }).waitFor();
  await page.getByRole('button', { name: '按斜拍校正' }).click();
  await page.getByText(/平均偏差 (\d(\.\d)?) 米/).waitFor();
  await page.getByRole('button', { name: '看挂图所在' }).click();
  await page.waitForTimeout(2000);
  await shot(page, 'wall-oblique');
  await page.getByRole('button', { name: '选中第 1 点' }).click();
  await type(page, [102.54, 24.35], 'gcj02');
  // What the service's own conversion says of it.
  const { position } = await getJson(service.address, 'locate?lon=102.54&lat=24.35&datum=gcj02');
  await page.getByText(`${position[0].toFixed(6)}, ${position[1].toFixed(6)}`).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('a phone sets a point by its own position, the keyboard picks under the cross, and English has its own words', async () => {
  const drawn = plan({ north: 24.352, west: 102.538 });
  const phone = await open({ viewport: PHONE, touch: true, geolocation: { longitude: 102.54, latitude: 24.351, accuracy: 8 }, permissions: ['geolocation'] });
  await give(phone.page, await picture(phone.page, drawn, {}));
  await phone.page.getByText('在图上点第 1 个控制点').waitFor();
  await phone.page.waitForTimeout(400);
  await phone.page.touchscreen.tap(...(await onPicture(phone.page, drawn, drawn.corners[0])));
  await phone.page.getByRole('button', { name: '用本机位置' }).click();
  await phone.page.getByText('102.540000, 24.351000').waitFor();
  await phone.page.waitForTimeout(600);
  await shot(phone.page, 'wall-phone');
  assert.deepEqual(await axe(phone.page), []);
  assert.deepEqual(phone.faults, []);
  await phone.context.close();
  const { page, context, faults } = await open({ lang: '&lang=en' });
  await give(page, await picture(page, drawn, {}));
  const face = page.getByRole('button', { name: /^Wall map\. Drag/ });
  await face.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('+');
  await page.keyboard.press('Enter');
  await page.getByText('Point 1: click its place on the map', { exact: false }).waitFor();
  await page.waitForTimeout(400);
  await shot(page, 'wall-english');
  assert.doesNotMatch((await page.locator('#panel .scroll').innerText()).replaceAll('社区网格图.png', ''), /[\u4e00-\u9fff]/);
  assert.deepEqual(faults, []);
  await context.close();
});
