import type { BackendFeature } from '@backstage/backend-plugin-api';
import type { PermissionPolicy } from '@backstage/plugin-permission-node';
import type { JsonObject } from '@backstage/types';
import { startTestGitServer } from '../changes/__testUtils__/gitServer';
import { startTestLake } from '../lakefs/__testUtils__/startTestLake';
import { FakeKubernetes } from './FakeKubernetes';
import { DOMAINS, type DomainName, domainObjects } from './lakehouseObjects';
import { startTestPortal } from './startTestPortal';

export interface TestLakehouseOptions {
  policy?: PermissionPolicy;
  lakehouse?: JsonObject;
  /** More about its one lakeFS. */
  lakefs?: JsonObject;
  /** More about its one Git repository. */
  repository?: JsonObject;
  features?: Array<BackendFeature>;
  /** Paths that the API server refuses. */
  forbidden?: string[];
}

/**
 * Gives the tests of the describe that it is called in a portal on a fake API
 * server that holds the sample domains, and on the sandbox's Git host and
 * lakeFS, where each domain has a repository. It is there from the first
 * `beforeAll` below on, and `each` test has its own where that is asked for.
 */
export function useTestLakehouse(
  options: TestLakehouseOptions | (() => Promise<TestLakehouseOptions>) = {},
  { each = false }: { each?: boolean } = {},
): TestLakehouse {
  const own = {} as TestLakehouse;
  const [before, after] = each
    ? [beforeEach, afterEach]
    : [beforeAll, afterAll];
  before(async () => {
    const given = typeof options === 'function' ? await options() : options;
    Object.assign(own, await startTestLakehouse(given));
  });
  // Where it could not start there is none.
  after(() => own.stop?.());
  return own;
}

async function startTestLakehouse(options: TestLakehouseOptions) {
  const kubernetes = new FakeKubernetes();
  options.forbidden?.forEach(path => kubernetes.forbidden.add(path));
  for (const domain of Object.keys(DOMAINS) as DomainName[]) {
    kubernetes.put(...domainObjects(domain));
  }
  const url = await kubernetes.start();
  const git = await startTestGitServer();
  const lake = await startTestLake(
    Object.keys(DOMAINS).map(domain => `${domain}-lake`),
  );
  const portal = await startTestPortal({
    ...options,
    lakehouse: {
      lakefs: {
        servers: lake.config.servers.map(one => ({
          ...one,
          ...options.lakefs,
        })),
      },
      ...options.lakehouse,
    },
    cluster: { url, serviceAccountToken: 'token' },
    git: { url: git.url, repository: git.repository.url },
  });
  const stop = async () => {
    await portal.stop();
    await kubernetes.stop();
    await git.close();
    await lake.stop();
  };
  let stopped: Promise<void> | undefined;
  return {
    ...portal,
    kubernetes,
    lake,
    /** Stops all of it, once. */
    stop: () => (stopped ??= stop()),
  };
}

export type TestLakehouse = Awaited<ReturnType<typeof startTestLakehouse>>;
