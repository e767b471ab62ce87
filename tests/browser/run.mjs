// Starts the service once, runs every browser test against it, stops it. Exit code is that of the tests.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startService } from './harness.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((word) => name.includes(word)))).map((name) => join(here, name));
const service = await startService();
let code = 1;
try {
  const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], { stdio: 'inherit', env: { ...process.env, WANGGE_URL: service.address } });
  code = await new Promise((done) => tests.once('exit', (status) => done(status ?? 1)));
} finally {
  await service.stop();
}
process.exit(code);
