// A door before the service at which files can be held up, as they are on a slow line or by a service with much to do: how
// far an upload is, what is told of the work meanwhile, and whether somebody who cancels is really gone. Everything else
// goes straight through.
import { createServer, request } from 'node:http';

/** `gates` opens step by step: 'upload' lets the body in, 'answer' the last line out. `gone` tells of closed connections. */
export async function slowDoor(address) {
  const home = new URL(address);
  const waiting = new Map();
  const open = new Set();
  const gone = [];
  const gate = (name) => (open.has(name) ? Promise.resolve() : new Promise((go) => waiting.set(name, [...(waiting.get(name) ?? []), go])));
  const onward = (incoming, headers, took) => {
    const onwards = request({ host: home.hostname, port: home.port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: home.host, ...headers } }, took);
    onwards.on('error', () => undefined);
    return onwards;
  };
  const server = createServer((incoming, answer) => {
    const slow = incoming.method === 'POST' && /\/import(s)?\b/.test(incoming.url);
    if (!slow) {
      incoming.pipe(onward(incoming, {}, (got) => { answer.writeHead(got.statusCode, got.headers); got.pipe(answer); }));
      return;
    }
    let done = false;
    answer.on('close', () => { if (!done) gone.push(incoming.url); });
    void (async () => {
      await gate('upload');
      const onwards = onward(incoming, { accept: 'application/json', 'accept-encoding': 'identity' }, async (got) => {
        const parts = [];
        for await (const part of got) parts.push(part);
        answer.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
        answer.write(`${JSON.stringify({ stage: 'reading', done: 400, total: 1000, unit: 'areas' })}\n`);
        await gate('answer');
        answer.write(`${JSON.stringify({ stage: 'checking', done: 1000, total: 1000, unit: 'areas' })}\n`);
        done = true;
        const body = JSON.parse(Buffer.concat(parts).toString());
        answer.end(`${JSON.stringify(got.statusCode < 400 ? { result: body } : { problem: body })}\n`);
      });
      incoming.pipe(onwards);
    })();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    open: (name) => { open.add(name); for (const go of waiting.get(name) ?? []) go(); waiting.delete(name); },
    shut: (name) => open.delete(name),
    gone,
    stop: () => { server.closeAllConnections(); return new Promise((ended) => server.close(ended)); },
  };
}
