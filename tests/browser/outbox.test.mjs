// A report in the hand: photos, place, category, owner, sent. Then without a signal, across a reload, and as "I report it too".
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, getJson, insideOf, openPage, PHONE, DESK, shot, startBrowser, startService } from './harness.mjs';
import { heic, photo } from './made_photos.mjs';

let service;
let browser;
let here;
before(async () => {
  service = await startService();
  browser = await startBrowser();
  const zones = await getJson(service.address, 'layers/vending_zone');
  here = insideOf(zones.features[0].geometry);
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/** Nothing is reported nearby unless the test says so. */
const nearby = (items) => (context) => context.route('**/api/v1/incidents/near?**', (route) => route.fulfill({ json: { items } }));
/** A phone that stands at the place. */
function phone({ near = [], path = '', prepare = nearby(near), ...more } = {}) {
  return openPage(browser, service.address, {
    viewport: PHONE, touch: true, permissions: ['geolocation'], geolocation: { longitude: here[0], latitude: here[1], accuracy: 8 }, path, prepare, ...more,
  });
}
/** Every answer to what the page sends. */
function listen(page) {
  const sent = [];
  page.on('response', (response) => {
    const request = response.request();
    if (request.method() !== 'POST' || !response.url().includes('/api/v1/incidents')) return;
    sent.push({ path: new URL(response.url()).pathname.replace(/^.*incidents/, 'incidents'), status: response.status(), headers: request.headers(), body: request.headers()['content-type']?.includes('json') ? request.postDataJSON() : null });
  });
  return sent;
}
const camera = (page) => page.locator('input[type=file][capture]');
const album = (page) => page.locator('input[type=file]:not([capture])');
const at = (place) => `?door=report&lon=${place[0]}&lat=${place[1]}&category=exposed_rubbish`;
const send = (page) => page.getByRole('button', { name: '发送', exact: true });
const total = async () => (await getJson(service.address, 'site')).incident_span.total;

test('a report with two photos, from the camera to the number, with one thumb', async () => {
  const { page, context, faults } = await phone();
  const sent = listen(page);
  await page.getByText('我要上报', { exact: true }).tap();
  await page.getByText('第 1 步，共 4 步').waitFor();
  await shot(page, 'phone-photo-first');
  assert.deepEqual(await axe(page), []);
  await camera(page).setInputFiles(await photo(page, 'IMG_0001.jpg', { at: here }));
  await page.locator('.pick li img').first().waitFor();
  await album(page).setInputFiles([await photo(page, 'IMG_0002.jpg', { hue: 120, width: 900, height: 1200 }), heic('IMG_0003.HEIC'), { name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('不是照片') }]);
  await page.getByText('“IMG_0003.HEIC”是 HEIC 格式').waitFor();
  await page.getByText('“说明.txt”不是').waitFor();
  assert.equal(await page.locator('.pick li img').count(), 2);
  await shot(page, 'phone-photo-two');
  assert.deepEqual(await axe(page), []);

  await page.getByRole('button', { name: '下一步：在哪里' }).tap();
  await page.getByText(/已定位，精度约 8 米/).waitFor();
  await page.locator('.found b').waitFor();
  await page.waitForLoadState('networkidle');
  await shot(page, 'phone-place');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '就在这里' }).tap();
  await page.waitForURL(/accuracy_m=8/);
  await page.getByRole('searchbox', { name: /搜其他类别/ }).fill('bllj');
  await page.locator('.rows .row').filter({ hasText: '暴露垃圾' }).waitFor();
  await shot(page, 'phone-category-search');
  await page.locator('.rows .row').filter({ hasText: '暴露垃圾' }).tap();
  await page.locator('.routing .actor').first().waitFor();
  await page.locator('details.contact summary').tap();
  await page.getByLabel('电话').fill('13900000000');
  await shot(page, 'phone-send');
  assert.deepEqual(await axe(page), []);
  await send(page).tap();
  await page.locator('.number').waitFor();
  await page.locator('.photos li.sent').nth(1).waitFor();
  await page.locator('.routing .actor').first().waitFor();
  await shot(page, 'phone-done');
  assert.deepEqual(await axe(page), []);
  const [report, ...photos] = sent;
  assert.equal(report.status, 201);
  assert.deepEqual(report.body.contact, { phone: '13900000000' });
  assert.equal(report.body.accuracy_m, 8);
  assert.deepEqual(photos.map(({ status }) => status), [201, 201]);
  const code = await page.locator('.code code').innerText();
  assert.ok(photos.every(({ headers }) => headers['tracking-code'] === code));
  assert.equal(await page.locator('a[href="#/outbox"]').count(), 0, 'nothing waits');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a photo that was taken elsewhere offers its own place', async () => {
  const away = [here[0] + 0.002, here[1]];
  const { page, context, faults } = await phone({ path: '?door=report' });
  await camera(page).setInputFiles(await photo(page, 'away.jpg', { at: away }));
  await page.getByRole('button', { name: '下一步：在哪里' }).tap();
  await page.getByText(/照片拍摄于别处（约 200 米外）/).waitFor();
  await shot(page, 'phone-photo-elsewhere');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '用照片的位置' }).tap();
  await page.getByText('以十字为准。').waitFor();
  await page.getByRole('button', { name: '就在这里' }).tap();
  await page.waitForURL(/lon=/);
  const taken = Number(new URL(page.url()).searchParams.get('lon'));
  assert.ok(Math.abs(taken - away[0]) < 0.0002, `${taken} and not ${away[0]}`);
  assert.equal(new URL(page.url()).searchParams.get('accuracy_m'), null);
  assert.deepEqual(faults, []);
  await context.close();
});

test('without a position the cross is enough, and no error is shown', async () => {
  const { page, context, faults } = await phone({
    path: '?door=report', prepare: (context) => context.addInitScript(() => { navigator.geolocation.watchPosition = (_, failed) => { failed({ code: 1, PERMISSION_DENIED: 1 }); return 1; }; }),
  });
  await page.getByRole('button', { name: '不拍照，直接选位置' }).tap();
  await page.getByText('未获得定位许可').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  await page.locator('.found b').waitFor();
  await shot(page, 'phone-place-denied');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '就在这里' }).tap();
  await page.locator('.pictures button').first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

const CASE = {
  id: '01930000-0000-7000-8000-000000000001', number: '261124-00017', category: 'exposed_rubbish', category_name: { zh: '暴露垃圾', en: 'exposed rubbish' }, state: 'dispatched', state_words: { zh: '派遣', en: 'dispatched' },
  address: '棋阳路北侧', recorded_at: '2026-11-24T08:20:00+08:00', distance_m: 18.4, voices: 2,
};

test('what somebody has reported already is joined: one voice, no second case', async () => {
  const { page, context, faults } = await phone({ near: [{ ...CASE, position: here }], path: at(here) });
  const sent = listen(page);
  await context.route('**/api/v1/incidents/*/voices', (route) => route.fulfill({ status: 201, json: { incident: CASE.id, number: CASE.number, tracking_code: 'WG7K2QX9M4PT', state: 'dispatched', voices: 3 } }));
  await context.route('**/api/v1/incidents/*/photos?**', (route) => route.fulfill({ status: 201, json: {} }));
  await page.getByText('附近已有人反映，是同一件吗？').waitFor();
  await shot(page, 'phone-same');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '就是这个，我也反映' }).tap();
  await album(page).setInputFiles(await photo(page, 'same.jpg'));
  await page.locator('.pick li img').waitFor();
  await page.getByLabel('补充说明（可不填）').fill('又多了两袋');
  await shot(page, 'phone-join');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '我也反映', exact: true }).tap();
  await page.getByText('已记下您的反映').waitFor();
  await page.locator('.photos li.sent').waitFor();
  await page.getByText('WG7K2QX9M4PT').waitFor();
  assert.deepEqual(sent.map(({ path, status }) => [path, status]), [[`incidents/${CASE.id}/voices`, 201], [`incidents/${CASE.id}/photos`, 201]]);
  assert.equal(sent[0].body.description, '又多了两袋');
  assert.equal(sent[1].headers['tracking-code'], 'WG7K2QX9M4PT');
  assert.deepEqual(faults.filter((one) => !one.includes(CASE.id) && !one.includes('404')), []);
  await context.close();
});

test('a voice for a case that has just ended becomes a report, and says so', async () => {
  const { page, context } = await phone({ near: [{ ...CASE, position: here }], path: at(here) });
  const sent = listen(page);
  await context.route('**/api/v1/incidents/*/voices', (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', json: { type: 'about:blank', title: 'Conflict', status: 409, code: 'case_ended', words: { zh: '已办结', en: 'ended' }, errors: [], request_id: null } }));
  await page.getByRole('button', { name: '就是这个，我也反映' }).tap();
  await page.getByRole('button', { name: '我也反映', exact: true }).tap();
  await page.getByText('那一件刚刚办结了').waitFor();
  assert.deepEqual(sent.map(({ path, status }) => [path.replace(CASE.id, 'id'), status]), [['incidents/id/voices', 409], ['incidents', 201]]);
  assert.notEqual(sent[0].headers['idempotency-key'], sent[1].headers['idempotency-key']);
  await context.close();
});

test('"no, go on with mine" goes on, and is not asked again', async () => {
  const { page, context } = await phone({ near: [{ ...CASE, position: here }], path: at(here) });
  await page.getByRole('button', { name: '不是，继续上报' }).tap();
  await send(page).waitFor();
  await page.getByRole('button', { name: '换类别' }).tap();
  await page.locator('.pictures button').filter({ hasText: '暴露垃圾' }).tap();
  await send(page).waitFor();
  await context.close();
});

test('without a signal the report stays in the phone, survives a reload and is registered once', async () => {
  const before = await total();
  const { page, context } = await phone({ path: at(here) });
  const sent = listen(page);
  await page.locator('.routing .actor').first().waitFor();
  await album(page).setInputFiles([await photo(page, 'a.jpg'), await photo(page, 'b.jpg', { hue: 200 })]);
  await page.locator('.pick li img').nth(1).waitFor();
  await context.setOffline(true);
  await page.getByLabel('补充说明（可不填）').fill('地下车库没有信号');
  await send(page).tap();
  await page.locator('.kept').getByText('已存在手机里').waitFor();
  await page.locator('header a[href="#/outbox"]').getByText('1', { exact: true }).waitFor();
  await shot(page, 'phone-kept');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('link', { name: '看待发送' }).tap();
  await page.getByText('地下车库没有信号').waitFor();
  await shot(page, 'phone-queue');
  assert.deepEqual(await axe(page), []);

  // The page is closed by the phone, and comes back where there is a line, but not to the service.
  await context.setOffline(false);
  let lost = 0;
  await context.route('**/api/v1/incidents', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    if (lost++ > 0) return route.continue();
    // It arrives, and its answer does not.
    await route.fetch();
    return route.abort();
  });
  await page.reload();
  await page.locator('.chip').filter({ hasText: '已送达' }).waitFor();
  await page.locator('header a[href="#/outbox"]').waitFor({ state: 'detached' });
  await shot(page, 'phone-queue-sent');
  assert.deepEqual(await axe(page), []);
  assert.equal(lost >= 2, true, 'the first answer was lost');
  assert.equal(await total(), before + 1, 'one report, however often it was sent');
  assert.deepEqual(sent.filter(({ path }) => path.endsWith('photos')).map(({ status }) => status), [201, 201]);
  await context.close();
});

test('a report that waits is deleted only after a question', async () => {
  const { page, context } = await phone({ path: at(here) });
  await page.locator('.routing .actor').first().waitFor();
  await context.setOffline(true);
  await send(page).tap();
  await page.getByRole('link', { name: '看待发送' }).tap();
  await page.getByRole('button', { name: '删除', exact: true }).tap();
  await page.getByText('确定删除？').waitFor();
  await shot(page, 'phone-queue-delete');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: '确定删除' }).tap();
  await page.getByText('没有待发送的上报。').waitFor();
  await context.setOffline(false);
  await context.close();
});

test('what is refused later comes back into the form, with its photo, and goes out corrected', async () => {
  const { page, context } = await phone({ path: at(here) });
  const sent = listen(page);
  await page.locator('.routing .actor').first().waitFor();
  await album(page).setInputFiles(await photo(page, 'kept.jpg'));
  await page.locator('.pick li img').waitFor();
  await page.getByLabel('补充说明（可不填）').fill('写错了');
  await context.setOffline(true);
  await send(page).tap();
  await page.getByRole('link', { name: '看待发送' }).tap();
  let refusing = true;
  await context.route('**/api/v1/incidents', (route) => (refusing && route.request().method() === 'POST'
    ? route.fulfill({ status: 400, contentType: 'application/problem+json', json: { type: 'about:blank', title: 'x', status: 400, code: 'invalid_fields', words: { zh: '有内容需要改正。', en: 'x' }, errors: [{ field: 'description', code: 'x', words: { zh: '说明里有不能用的字符。', en: 'x' } }] } })
    : route.continue()));
  await context.setOffline(false);
  await page.getByText('说明里有不能用的字符。').waitFor();
  await shot(page, 'phone-queue-stuck');
  assert.deepEqual(await axe(page), []);
  refusing = false;
  await page.getByRole('button', { name: '改一改再发' }).tap();
  await page.locator('.pick li img').waitFor();
  assert.equal(await page.getByLabel('补充说明（可不填）').inputValue(), '写错了');
  await page.getByLabel('补充说明（可不填）').fill('写对了');
  await send(page).tap();
  await page.locator('.photos li.sent').waitFor();
  const [wrong, right] = sent.filter(({ path }) => path === 'incidents');
  assert.deepEqual([wrong.status, right.status, right.body.description], [400, 201, '写对了']);
  assert.notEqual(wrong.headers['idempotency-key'], right.headers['idempotency-key']);
  await page.goto(new URL('#/outbox', service.address).href);
  await page.locator('#page li').first().waitFor();
  assert.equal(await page.locator('#page li').count(), 1);
  await context.close();
});

test('in English the whole way on a phone is English', async () => {
  const { page, context, faults } = await phone({ path: '?door=report&lang=en' });
  const english = async (where, name) => {
    await shot(page, name);
    assert.deepEqual(await axe(page), []);
    const said = await page.locator(where).allInnerTexts();
    assert.doesNotMatch(said.join(' '), /[\u4e00-\u9fff]/);
  };
  await camera(page).setInputFiles(await photo(page, 'en.jpg'));
  await page.locator('.pick li img').waitFor();
  await english('.pick, .next', 'en-photo');
  await page.getByRole('button', { name: 'Next: where' }).tap();
  await page.getByText(/Located, good to about 8 m/).waitFor();
  await page.locator('.found b').waitFor();
  await english('.note, .buttons', 'en-place');
  await page.getByRole('button', { name: 'It is here' }).tap();
  await page.locator('.pictures button').filter({ hasText: 'Exposed rubbish' }).tap();
  await page.locator('.routing .actor').first().waitFor();
  await english('.pick, form label', 'en-send');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Send', exact: true }).tap();
  await page.locator('.kept').getByText('Kept in this phone').waitFor();
  await english('.kept, .thanks, .buttons', 'en-kept');
  await page.getByRole('link', { name: 'See what waits' }).tap();
  await page.locator('#page .chip').first().waitFor();
  await english('#page .chip, #page .buttons, #page h2', 'en-queue');
  await context.setOffline(false);
  await page.locator('#page .chip').filter({ hasText: 'Arrived' }).waitFor();
  assert.deepEqual(faults.filter((one) => !/ERR_INTERNET_DISCONNECTED/.test(one)), []);
  await context.close();
});

test('what is being made outlives the page, as a phone closes it while the camera is open', async () => {
  const { page, context } = await phone({ path: '?door=report' });
  await camera(page).setInputFiles(await photo(page, 'IMG_0009.jpg'));
  await page.locator('.pick li img').waitFor();
  await page.reload();
  await page.locator('.pick li img').waitFor();
  await page.getByRole('button', { name: '去掉第 1 张' }).tap();
  await page.locator('.pick li').waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('button', { name: '不拍照，直接选位置' }).waitFor();
  await context.close();
});

test('on a desk photos are added before sending; in English nothing is left in Chinese', async () => {
  const { page, context, faults } = await openPage(browser, service.address, { viewport: DESK, path: `${at(here)}&lang=en`, prepare: nearby([]) });
  await page.locator('.routing .actor').first().waitFor();
  await album(page).setInputFiles([await photo(page, 'desk.jpg')]);
  await page.locator('.pick li img').waitFor();
  await shot(page, 'desk-send-en');
  assert.deepEqual(await axe(page), []);
  assert.doesNotMatch(await page.locator('.pick').innerText(), /[\u4e00-\u9fff]/);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.photos li.sent').waitFor();
  await shot(page, 'desk-done-en');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});
