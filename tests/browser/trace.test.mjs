// Coloured regions of a wall map become areas: three maps that the test draws (clean; borders, names and JPEG noise; the
// same photographed at an angle), each traced in the page, named from the roster, saved, and measured against the truth.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { degreeMetres, oblique, picture, plan, ringMetres } from './drawn_map.mjs';
import { axe, getJson, mapStands, openPage, PHONE, shot, startBrowser, startEmpty } from './harness.mjs';

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

async function send(method, path, body, headers = {}) {
  const answer = await fetch(new URL(`api/v1/${path}`, service.address), { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
}
/** A draft with a community and undrawn points of these names. */
async function draftWith(names) {
  const draft = await send('POST', 'editions', { scheme: 'duty', scope: [], note: '描图' });
  const row = (code, name, level, parent) => ({ code, name, level, parent, extent: null, geometry: null });
  await send('PATCH', `editions/${draft.id}`, { upsert: [row('C', '某社区', 'community', null), ...names.map((name, index) => row(`C-${index + 1}`, name, 'point', 'C'))], remove: [], reason: '名册' }, { 'if-match': '"v1"' });
  return draft;
}
async function onPicture(page, { width, height }, [x, y]) {
  const box = await page.locator('.view canvas').boundingBox();
  const scale = Math.min(box.width / width, box.height / height);
  return [box.x + (box.width - width * scale) / 2 + x * scale, box.y + (box.height - height * scale) / 2 + y * scale];
}
async function givePoints(page, drawn, pixels, lens = (one) => one) {
  for (const [index, pixel] of pixels.entries()) {
    await page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, 0));
    await page.mouse.click(...(await onPicture(page, drawn, lens(pixel))));
    await page.getByText(`第 ${index + 1} 点`, { exact: false }).first().waitFor();
    const [lon, lat] = drawn.degrees(pixel);
    await page.getByLabel('经度').fill(lon.toFixed(7));
    await page.getByLabel('纬度').fill(lat.toFixed(7));
    await page.getByRole('button', { name: '用此坐标' }).click();
    await page.locator('form').waitFor({ state: 'detached' });
  }
}
/** Mean distance in metres of the vertices of a ring from the true ring. */
function borderOff(ring, truth, drawn) {
  const unit = degreeMetres(drawn.degrees([0, 0])[1]);
  const metres = ([lon, lat]) => [(lon - drawn.degrees([0, 0])[0]) * unit.east, (drawn.degrees([0, 0])[1] - lat) * unit.north];
  const line = truth.map(([x, y]) => [x * drawn.metre, y * drawn.metre]);
  const off = ring.map(metres).map(([x, y]) => Math.min(...line.map((a, index) => {
    const b = line[(index + 1) % line.length];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const t = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
  })));
  return off.reduce((sum, one) => sum + one, 0) / off.length;
}

// The points are clicked in a view in which a pixel is three of the picture, so the whole may stand a metre or two aside.
const MAPS = [
  { name: 'clean', look: {}, share: 0.02, metres: 3 },
  { name: 'with borders, names and JPEG noise', look: { type: 'image/jpeg', quality: 0.6, borders: true, labels: true, noise: 24 }, share: 0.02, metres: 3 },
  { name: 'photographed at an angle', look: { type: 'image/jpeg', quality: 0.85, borders: true, labels: true, noise: 12 }, lens: true, share: 0.03, metres: 4 },
];

for (const [index, { name, look, lens: angled, share, metres }] of MAPS.entries()) {
  test(`a wall map ${name}: as many regions as are drawn, without gaps, near the truth`, async () => {
    const drawn = plan({ seed: 7 + index });
    const lens = angled ? oblique(drawn) : undefined;
    const draft = await draftWith(drawn.areas.map((one) => one.name));
    const { page, context, faults } = await openPage(browser, service.address, { path: `?door=boundaries&draft=${draft.id}&step=wall` });
    await page.locator('input[type=file]').first().setInputFiles(await picture(page, drawn, { ...look, lens }));
    await page.getByText('在图上点第 1 个控制点').waitFor();
    await page.waitForTimeout(400);
    await givePoints(page, drawn, [...drawn.corners, drawn.inner[1][1], drawn.inner[1][2]], lens);
    if (angled) await page.getByRole('button', { name: '按斜拍校正' }).click();
    await page.getByRole('link', { name: '描出色块' }).click();
    if (angled) await page.getByRole('button', { name: '自动找颜色' }).click();
    else for (const { ring } of drawn.areas) {
      // Beside the name, which stands in the middle.
      const [x, y] = [0, 1].map((axis) => ring.reduce((sum, one) => sum + one[axis], 0) / ring.length);
      await page.mouse.click(...(await onPicture(page, drawn, [x, y + 90])));
    }
    await page.waitForFunction(() => document.querySelectorAll('.colours li').length === 7);
    await page.getByRole('button', { name: '开始描' }).click();
    await page.getByText(/^描出 \d+ 块$/).waitFor();
    assert.equal(await page.getByText(/^描出 \d+ 块$/).innerText(), `描出 ${drawn.areas.length} 块`);
    await page.waitForTimeout(1500);
    // Each region is chosen on the picture and named; the row comes by itself.
    for (const { ring, name: area } of drawn.areas) {
      const middle = [0, 1].map((axis) => ring.reduce((sum, one) => sum + one[axis], 0) / ring.length);
      await page.mouse.click(...(await onPicture(page, drawn, (lens ?? ((one) => one))([middle[0], middle[1] + 100]))));
      await page.locator('li.on select').selectOption({ label: `${area} · 点位` });
      await page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, 0));
    }
    await shot(page, `trace-${index + 1}`);
    await page.locator('.panel .scroll').evaluate((one) => one.scrollTo(0, one.scrollHeight));
    await shot(page, `trace-${index + 1}-list`);
    if (index === 1) assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: /放到草稿里（6 个网格）/ }).click();
    await page.getByRole('toolbar').waitFor();
    await page.getByText('没有发现问题', { exact: false }).waitFor();
    await page.waitForTimeout(1200);
    await shot(page, `trace-${index + 1}-board`);
    await page.locator('.bar').getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('dialog').getByLabel('修改原因').fill('按挂图描');
    await page.getByRole('dialog').getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    // The service's own coverage engine: no gap, no overlap, no unnoded edge.
    const check = await getJson(service.address, `editions/${draft.id}/check`);
    assert.deepEqual(check.faults.filter((one) => !one.warning), []);
    assert.equal(check.publishable, true);
    const areas = (await getJson(service.address, `editions/${draft.id}/areas`)).features;
    for (const { ring, name: area } of drawn.areas) {
      const { geometry } = areas.find((one) => one.properties.name === area);
      assert.equal(geometry.type, 'Polygon');
      const unit = degreeMetres(24.36);
      const found = ringMetres(geometry.coordinates[0].map(([lon, lat]) => [lon * unit.east, lat * unit.north]), 1);
      const truth = ringMetres(ring, drawn.metre);
      const off = borderOff(geometry.coordinates[0], ring, drawn);
      assert.ok(Math.abs(found - truth) / truth < share, `${area}: ${Math.round(found)} m² instead of ${Math.round(truth)} m²`);
      assert.ok(off < metres, `${area}: its border is ${off.toFixed(1)} m off`);
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('a picture of 4096 pixels a side is traced beside the page; the time is told, not judged', async () => {
  const drawn = plan({ seed: 3, columns: 6, rows: 6, width: 4096, height: 4096, margin: 200 });
  const draft = await draftWith([]);
  const { page, context, faults } = await openPage(browser, service.address, { viewport: PHONE, path: `?door=boundaries&draft=${draft.id}&step=wall` });
  page.setDefaultTimeout(60_000);
  await page.locator('input[type=file]').first().setInputFiles(await picture(page, drawn, { type: 'image/jpeg', borders: true, labels: true }));
  await page.getByText('在图上点第 1 个控制点').waitFor();
  await page.waitForTimeout(400);
  await givePoints(page, drawn, drawn.corners);
  await page.getByRole('link', { name: '描出色块' }).click();
  await page.getByRole('button', { name: '自动找颜色' }).click();
  const start = Date.now();
  await page.getByRole('button', { name: '开始描' }).click();
  await page.getByText(/^描出 \d+ 块$/).waitFor();
  console.log(`4096 × 4096: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  assert.equal(await page.getByText(/^描出 \d+ 块$/).innerText(), '描出 36 块');
  await page.waitForTimeout(800);
  await shot(page, 'trace-phone');
  assert.deepEqual(await axe(page), []);
  // A phone has no drawing board: what is put into the draft is saved at once, or later from the list.
  await page.getByRole('button', { name: /放到草稿里（36 个网格）/ }).click();
  const dialog = page.getByRole('dialog');
  // The community around them has ground now as well.
  await dialog.getByText('改动 37 个网格', { exact: false }).waitFor();
  await page.waitForTimeout(400);
  await shot(page, 'trace-phone-save');
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole('button', { name: '取消' }).click();
  await page.getByText('有未保存的修改').waitFor();
  await shot(page, 'trace-phone-unsaved');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await dialog.getByText('请写明原因', { exact: false }).waitFor();
  await dialog.getByLabel('修改原因').fill('手机上描的');
  await dialog.getByRole('button', { name: '保存', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('有未保存的修改').waitFor({ state: 'detached' });
  const drawnAreas = (await getJson(service.address, `editions/${draft.id}/areas`)).features.filter(({ geometry, properties }) => geometry && properties.level === 'point');
  assert.equal(drawnAreas.length, 36);
  assert.deepEqual(faults, []);
  await context.close();
});
