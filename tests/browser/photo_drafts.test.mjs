// A folder of photos on the real service: dropped, gathered into drafts, the one without a place put on the map, all confirmed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, DESK, mapStands, openPage, PHONE, shot, startBrowser, startOwn } from './harness.mjs';
import { photo } from './made_photos.mjs';

let service;
let browser;
before(async () => {
  service = await startOwn();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

const SCREENS = [['desk', { viewport: DESK }, 0], ['phone', { viewport: PHONE, touch: true }, 120]];

async function open(options, hash = '#/intake') {
  const opened = await openPage(browser, service.address, options);
  await opened.page.goto(new URL(hash, service.address).href);
  return opened;
}

/** A place in the demo community, from the service itself. */
async function somewhere(page) {
  const [west, south, east, north] = await page.evaluate(async () => (await (await fetch('api/v1/site')).json()).bounds);
  return [(west + east) / 2, (south + north) / 2];
}

/** Drops files on the page as a person does from a folder. */
async function drop(page, files) {
  const data = await page.evaluateHandle((list) => {
    const carried = new DataTransfer();
    for (const { name, type, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      carried.items.add(new File([bytes], name, { type }));
    }
    return carried;
  }, files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, base64: buffer.toString('base64') })));
  await page.locator('.zone').dispatchEvent('drop', { dataTransfer: data });
}

for (const [name, options, hue] of SCREENS) {
  test(`on a ${name} three photos are dropped, placed, named and reported`, async () => {
    const { page, context, faults } = await open(options);
    await page.getByRole('link', { name: /照片/ }).click();
    await page.getByText('没有待确认的照片草稿').waitFor();
    await shot(page, `photos-empty-${name}`);
    assert.deepEqual(await axe(page), []);

    const at = await somewhere(page);
    const near = await photo(page, 'IMG_0001.jpg', { hue: hue + 10, at, time: '2026:11:24 09:30:00' });
    const far = await photo(page, 'IMG_0002.jpg', { hue: hue + 40, at: [at[0] + 0.00005, at[1]], time: '2026:11:24 09:31:00' });
    const lost = await photo(page, 'IMG_0003.jpg', { hue: hue + 80 });
    const broken = { name: 'IMG_0004.jpg', mimeType: 'image/jpeg', buffer: near.buffer.subarray(0, 4000) };
    await drop(page, [near, far, lost, broken, { name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
    await page.getByText('4/4 张已处理').waitFor();
    await page.getByText('1 个文件不是照片').waitFor();
    await page.getByText(/照片不完整/).waitFor();
    const drafts = page.locator('article');
    assert.equal(await drafts.count(), 2);
    const unplaced = drafts.filter({ hasText: '没有位置' }).first();
    const placed = drafts.filter({ hasText: '2 张照片' }).first();
    await placed.getByRole('button').first().click();
    await placed.getByLabel('选择照片 2').waitFor();
    // The map shows which one is meant, with the names around it.
    await page.locator('svg[role=application] .spot.chosen').waitFor();
    await shot(page, `photos-drafts-${name}`);
    assert.deepEqual(await axe(page), []);

    await placed.locator('select').first().selectOption('exposed_rubbish');
    await placed.locator('.owner b').waitFor();
    await unplaced.getByRole('button').first().click();
    const map = page.locator('svg[role=application]');
    await map.scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: '放到地图中心' }).click();
    await drafts.filter({ hasText: '1 张照片' }).getByText('人工定位').waitFor();
    const other = drafts.filter({ hasText: '1 张照片' }).first();
    await other.locator('select').first().selectOption('bin_overflow');
    await other.locator('textarea').fill('垃圾桶满了');
    await shot(page, `photos-placed-${name}`);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: '确认全部填好的（2）' }).click();
    await page.locator('.sum').getByText('已上报 2 份').waitFor();
    assert.equal(await page.getByText(/✓ \d{6}-\d{5}/).count(), 2);
    await shot(page, `photos-done-${name}`);
    await placed.getByRole('link', { name: '查看' }).click();
    await page.locator('img[src*="photos/"]').nth(1).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('on a desk photos are taken out, joined, dragged and discarded, and the same photo makes no second draft', async () => {
  const { page, context, faults } = await open({ viewport: DESK }, '#/intake/photos');
  const at = await somewhere(page);
  const files = [];
  for (const [index, hue] of [205, 235, 265].entries()) files.push(await photo(page, `burst ${index}.jpg`, { hue, at, time: `2026:11:24 10:0${index}:00` }));
  await page.locator('input[type=file]').first().setInputFiles(files);
  await page.getByText('3/3 张已处理').waitFor();
  const draft = page.locator('article').filter({ hasText: '3 张照片' });
  await draft.getByLabel('选择照片 3').check();
  await draft.getByRole('button', { name: '拆出所选（1）' }).click();
  const two = page.locator('article').filter({ hasText: '2 张照片' });
  await two.waitFor();
  assert.equal(await page.locator('article').count() >= 2, true);
  await shot(page, 'photos-split-desk');
  await two.getByRole('button').first().click();
  await two.locator('.join select').selectOption({ index: 1 });
  const again = page.locator('article').filter({ hasText: '3 张照片' });
  await again.waitFor();

  const pin = page.locator('svg[role=application] .spot.chosen circle');
  const from = await pin.boundingBox();
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 5 });
  await page.mouse.up();
  await again.getByText('人工定位').waitFor();
  const to = await pin.boundingBox();
  assert.ok(to.x - from.x > 30, `the pin stays where it was put: ${from.x} ${to.x}`);

  await page.locator('input[type=file]').first().setInputFiles(files[0]);
  await page.getByText('已导入过，正在待确认').waitFor();
  await shot(page, 'photos-known-desk');
  page.once('dialog', (dialog) => void dialog.accept());
  await again.getByRole('button', { name: '丢弃' }).click();
  await again.waitFor({ state: 'detached' });
  await page.locator('input[type=file]').first().setInputFiles(files[0]);
  await page.getByText('已导入过，草稿已被丢弃').waitFor();
  await page.getByRole('button', { name: '重新导入' }).click();
  await page.locator('article').filter({ hasText: '1 张照片' }).first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('without a line the photos wait and go on by themselves, and the start has a way here', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { viewport: DESK });
  // The map behind the page is not what is looked at here: it has all of its files before the line goes.
  await mapStands(page);
  await page.goto(new URL('#/intake/photos', service.address).href);
  await page.getByText('把照片或文件夹拖到这里').waitFor();
  const file = await photo(page, 'later.jpg', { hue: 330 });
  await context.setOffline(true);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByText(/没有网络/).waitFor();
  await shot(page, 'photos-offline-desk');
  await context.setOffline(false);
  await page.getByText('1/1 张已处理').waitFor();
  await page.goto(new URL('./', service.address).href);
  await mapStands(page);
  await page.getByRole('link', { name: '批量收件' }).click();
  await page.getByRole('link', { name: /照片 *待确认 \d+ 份/ }).waitFor();
  await page.getByRole('link', { name: /照片 *待确认 \d+ 份/ }).click();
  await page.getByRole('button', { name: 'EN' }).click();
  await page.getByText('Drop photos or a folder here').waitFor();
  await shot(page, 'photos-english-desk');
  assert.deepEqual(faults.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED')), []);
  await context.close();
});
