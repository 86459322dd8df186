import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { asEnvironment } from '../api/support/Parts';
import { launcher } from './launcher';

/** What the stories need and `npm start` does not have. */
const CONFIG = {
  'lakehouse.tidy': {
    domains: ['marketing'],
    // When the story of it says so.
    schedule: { frequency: { trigger: 'manual' }, timeout: { minutes: 5 } },
  },
};

/**
 * Starts what `npm start` starts, on free ports, and leaves its addresses in
 * the environment of the tests. A portal that is up already can be named by
 * `PORTAL_URL`, `GIT_URL` and `BACKEND_URL` instead.
 */
export default async function globalSetup() {
  if (process.env.PORTAL_URL) return undefined;
  const { DEFAULT_PORTS, freePort, startPortal } = await launcher();
  const ports: Record<string, number> = {};
  for (const name of Object.keys(DEFAULT_PORTS)) ports[name] = await freePort();
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'lakefront-e2e-'));
  const portal = await startPortal({
    ports,
    dataDir,
    say: (line: string) => process.stdout.write(`${line}\n`),
    signal: undefined,
    env: asEnvironment(CONFIG),
  });
  process.env.PORTAL_URL = portal.urls.portal;
  process.env.BACKEND_URL = portal.urls.backend;
  process.env.GIT_URL = `http://localhost:${ports.git}`;
  process.env.LAKEFS_URL = `http://localhost:${ports.lakefs}`;
  process.env.TIDIES = 'marketing';
  process.env.KUBECONFIG_PATH = path.join(dataDir, 'kubeconfig');
  return () => portal.stop();
}
