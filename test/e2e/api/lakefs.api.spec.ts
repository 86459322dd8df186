import { test } from '@playwright/test';
import { systemClock } from '../../../packages/sandbox/src/clock';
import { createLakeFSServer } from '../../../packages/sandbox/src/lakefs';
import { seededRandom } from '../../../packages/sandbox/src/random';
import { lakefsStories } from '../../conformance/lakefsStories';
import type { LakeFSSide } from '../../conformance/support/LakeFSDesk';

async function startSide(): Promise<LakeFSSide> {
  const credentials = {
    accessKeyId: 'sandbox-admin',
    secretAccessKey: 'sandbox-admin',
  };
  const server = createLakeFSServer({
    clock: systemClock,
    random: seededRandom(1),
    users: [{ name: 'admin', ...credentials }],
  });
  const { url } = await server.listen(0);
  return {
    endpoint: url,
    credentials,
    storageNamespace: repository => `local://${repository}`,
    stop: () => server.close(),
  };
}

test.describe('lakeFS as the sandbox has it', () => {
  lakefsStories({ start: startSide });
});
