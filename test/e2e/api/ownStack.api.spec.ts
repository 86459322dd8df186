import { expect, test } from '@playwright/test';
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { until } from './support/until';

/** Processes whose arguments or environment name this directory. */
function processesOf(directory: string): string[] {
  return execFileSync('ps', ['-e', '-o', 'pid=,args=', 'e'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .filter(line => line.includes(`SANDBOX_DATA_DIR=${directory}`));
}

test('what a test started and did not stop goes with it', async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'lakefront-left-'));
  const child = execFile(process.execPath, [
    ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
    path.join(__dirname, 'support', 'abandonParts.ts'),
    directory,
  ]);
  const ended = new Promise(resolve => {
    child.once('exit', resolve);
  });
  await until(
    async () => processesOf(directory),
    processes => processes.length > 0,
    { what: 'the sandbox is started', seconds: 60 },
  );
  child.stdin?.write('end\n');
  expect(await ended).toBe(1);
  await until(
    async () => processesOf(directory),
    processes => processes.length === 0,
    { what: 'the sandbox is gone' },
  );
  expect(fs.existsSync(directory)).toBe(false);
});
