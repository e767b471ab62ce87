// The app below a path: by the service itself, and behind a proxy that takes the path away. Nothing it loads, asks or stores may
// leave the path.
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { after, before, test } from 'node:test';
import { mapStands, openPage, shot, startBelow, startBrowser } from './harness.mjs';

const PATH = '/city/wangge';
let services = [];
let browser;

/** A proxy that serves a service below PATH, which the service does not know of. */
function strippingProxy(address) {
  const home = new URL(address);
  const proxy = createServer((asked, answer) => {
    if (!asked.url.startsWith(`${PATH}/`)) {
      answer.writeHead(404).end();
      return;
    }
    const forwarded = request({ host: home.hostname, port: home.port, method: asked.method, path: asked.url.slice(PATH.length), headers: asked.headers }, (reply) => {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    asked.pipe(forwarded);
  });
  return new Promise((ready) => {
    proxy.listen(0, '127.0.0.1', () => {
      const stop = async () => {
        proxy.closeAllConnections();
        proxy.close();
      };
      ready({ address: `http://127.0.0.1:${proxy.address().port}${PATH}/`, stop });
    });
  });
}

before(async () => {
  browser = await startBrowser();
  const own = await startBelow(PATH);
  const plain = await startBelow('');
  services = [own, plain, await strippingProxy(plain.address)];
});
after(async () => {
  await browser?.close();
  for (const service of services.reverse()) await service.stop();
});

for (const [name, which] of [['the service itself', 0], ['a proxy that takes it away', 2]]) {
  test(`below a path by ${name} the map, the docs and signing in work and nothing leaves the path`, async () => {
    const { address } = services[which];
    assert.ok(address.endsWith(`${PATH}/`), address);
    const { page, context, faults } = await openPage(browser, address);
    const outside = [];
    page.on('request', (asked) => {
      const url = new URL(asked.url());
      if (url.protocol.startsWith('http') && !url.pathname.startsWith(`${PATH}/`)) outside.push(url.href);
    });
    await page.getByText('这里归谁管', { exact: true }).first().waitFor();
    await mapStands(page);
    await shot(page, `base-path-${which}`);
    const { demo_accounts: [account] } = await page.evaluate(async () => (await fetch('api/v1/site')).json());
    const signedIn = await page.evaluate(async ({ login, password }) => {
      const body = JSON.stringify({ login, password, remember: false });
      const answer = await fetch('api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      return [answer.status, (await (await fetch('api/v1/session')).json()).account?.login];
    }, account);
    assert.deepEqual(signedIn, [200, account.login], 'the cookie comes back below the path');
    const [cookie] = (await context.cookies()).filter((one) => one.name === 'wangge_session');
    assert.equal(cookie.path, which === 0 ? PATH : '/');
    await page.reload();
    await mapStands(page);
    await page.goto(new URL('docs', address).href);
    await page.locator('h1').first().waitFor();
    assert.deepEqual(outside, []);
    assert.deepEqual(faults, []);
    await context.close();
  });
}
