import { test } from '@playwright/test';
import { systemClock } from '../../../packages/sandbox/src/clock';
import { createKubeServer } from '../../../packages/sandbox/src/kube';
import { seededRandom } from '../../../packages/sandbox/src/random';
import { kubernetesTokens } from '../../../packages/sandbox/src/sampleUsers';
import { type IndexSide, indexStories } from '../../conformance/indexStories';
import { KubeHttp } from '../../real/support/KubeHttp';

/** So few that it forgets within a test. */
const REMEMBERED = 20;

async function startSide(): Promise<IndexSide> {
  // Versions begin at the time of the start. This one changes things faster
  // than time goes, so the next start has to be later than it is.
  let later = 0;
  const create = () =>
    createKubeServer({
      clock: { ...systemClock, now: () => Date.now() + later },
      random: seededRandom(1),
      tokens: kubernetesTokens(),
      watchLogSize: REMEMBERED,
    });
  let server = create();
  const { url, port } = await server.listen(0);
  const ca = () => server.caCertificate;
  const admin = new KubeHttp({ url, ca, token: 'sandbox-admin' });
  return {
    ...{ admin, ca, url: () => url },
    tokens: { admin: 'sandbox-admin', mia: 'sandbox-mia' },
    keeps: false,
    async restart() {
      await server.close();
      later += 3_600_000;
      server = create();
      await server.listen(port);
    },
    // It remembers a number of changes: others drive them out.
    async compact() {
      for (let n = 0; n < 2 * REMEMBERED; n++) {
        await admin.mustApply({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'noise', namespace: 'default' },
          data: { key: String(n) },
        });
      }
    },
    stop: () => server.close(),
  };
}

test.describe('the index on the sandbox', () => {
  indexStories({ start: startSide, extensible: false });
});
