import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeIndex, systemClock } from '@lakefront/kube-index';
import { createLakeFSClient } from '@lakefront/lakefs-client';
import {
  createKubeServer,
  createLakeFSServer,
  seededRandom,
  systemClock as sandboxClock,
} from '@lakefront/sandbox';
import { HttpKube } from '../kube/HttpKube';
import { KubeSession } from '../kube/KubeSession';
import { conditionOf } from '../object/conditions';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import type { Clock } from './Clock';
import { Metrics } from './Metrics';
import { readKey } from './readKey';
import { Term } from './Term';
import { HERE, watchedResources } from './watched';

jest.setTimeout(90_000);

const BRANCHES = {
  group: 'lakefront.dev',
  version: 'v1alpha1',
  plural: 'lakefsbranches',
};
const OBJECTS = 20;
const HOUR = 60 * 60_000;
const SPEED = 300;

/** Time that runs faster: an hour takes twelve seconds. */
class FastClock implements Clock {
  readonly #from = Date.now();

  now(): number {
    return this.#from + (Date.now() - this.#from) * SPEED;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    await systemClock.sleep(ms / SPEED, signal);
  }
}

describe('while lakeFS can not be asked', () => {
  const kube = createKubeServer({
    clock: sandboxClock,
    random: seededRandom(1),
    tokens: { admin: { name: 'admin', groups: ['system:masters'] } },
  });
  const admin = kube.as({ name: 'admin', groups: ['system:masters'] });
  const stop = new AbortController();
  const clock = new FastClock();
  const names = Array.from({ length: OBJECTS }, (_, index) => `fix-${index}`);
  const users = ['first', 'second'].map(name => ({
    ...{ name, accessKeyId: name, secretAccessKey: name },
  }));
  let keys: string;
  let lakefs: ReturnType<typeof createLakeFSServer>;
  let lakefsUrl: string;
  let asked = 0;
  let working: Promise<void>;
  let close: () => Promise<void>;

  const until = async (what: () => boolean): Promise<void> => {
    for (let i = 0; i < 1_200; i++) {
      if (what()) return;
      await systemClock.sleep(25);
    }
    throw new Error(`not within 30 s: ${what}`);
  };
  const get = (name: string) =>
    admin.get(BRANCHES, 'dom-sales', name) as unknown as LakeFSBranch;
  const reasons = () => [
    ...new Set(
      names.map(
        name => conditionOf(get(name).status?.conditions, 'Ready')?.reason,
      ),
    ),
  ];
  const allSay = (reason: string) => () =>
    JSON.stringify(reasons()) === JSON.stringify([reason]);
  const writeKey = (key: string) => writeFile(join(keys, 'key'), key);
  const fault = (rule: Parameters<typeof lakefs.faults.set>[0]) =>
    lakefs.faults.set(request => {
      asked += 1;
      return rule?.(request);
    });

  beforeAll(async () => {
    keys = await mkdtemp(join(tmpdir(), 'lakefront-keys-'));
    await writeKey('first');
    lakefs = createLakeFSServer({
      clock: sandboxClock,
      random: seededRandom(2),
      users,
    });
    lakefs.host.createRepository({
      ...{ id: 'sales-lake', defaultBranch: 'main', readOnly: false },
      storageNamespace: 'mem://sales-lake',
    });
    ({ url: lakefsUrl } = await lakefs.listen(0));
    const { url: kubeUrl } = await kube.listen(0);
    kube.seed({
      ...{ apiVersion: 'v1', kind: 'Namespace' },
      metadata: {
        name: 'dom-sales',
        labels: { 'lakefront.dev/domain': 'sales' },
      },
    });
    kube.seed({
      ...{ apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: 'sales', namespace: 'lakefront-system' },
      data: { 'settings.yaml': 'lakefs: { repositories: [lake/*] }' },
    });
    const connection = {
      name: HERE,
      credentials: async () => ({
        ...{ server: kubeUrl, caData: kube.caCertificate, token: 'admin' },
      }),
    };
    const session = new KubeSession(connection, () => Date.now());
    const index = createKubeIndex({
      connections: [connection],
      resources: watchedResources('lakefront-system'),
    });
    const metrics = new Metrics();
    const term = new Term({
      ...{ clusterName: 'west', settingsNamespace: 'lakefront-system' },
      ...{ index, metrics, clock, signal: stop.signal, warn: () => {} },
      clients: new Map([
        [
          'lake',
          createLakeFSClient({
            ...{ endpoint: lakefsUrl, clock, atOnce: 16 },
            credentials: () =>
              readKey({
                accessKeyIdFile: join(keys, 'key'),
                secretAccessKeyFile: join(keys, 'key'),
              }),
          }),
        ],
      ]),
      kube: new HttpKube(session, {
        ...{ clock, identity: 'test', onError: () => {} },
      }),
    });
    index.start();
    working = term.work(() => {});
    close = async () => {
      stop.abort();
      await working;
      await index.stop();
      await session.close();
      await kube.close();
      await lakefs.close();
      await rm(keys, { recursive: true });
    };
    for (const name of names) {
      admin.create(BRANCHES, {
        ...{ apiVersion: 'lakefront.dev/v1alpha1', kind: 'LakeFSBranch' },
        metadata: { name, namespace: 'dom-sales' },
        spec: { server: 'lake', repository: 'sales-lake', source: 'main' },
      });
    }
    await until(allSay('Ready'));
  });
  afterAll(() => close?.());
  afterEach(() => fault(undefined));

  it('says so for an hour, asks little, loses nothing, and goes on at once', async () => {
    const before = names.map(name => get(name).status?.commitId);
    fault(() => ({ status: 503 }));
    await until(allSay('ServerError'));
    const begin = clock.now();
    asked = 0;
    await until(() => clock.now() - begin > HOUR);
    // A look a minute, what fails is believed for five seconds, and a read is tried three times.
    const minutes = (clock.now() - begin) / 60_000;
    expect(asked / minutes).toBeLessThan(40);
    expect(reasons()).toEqual(['ServerError']);
    expect(names.map(name => get(name).status?.commitId)).toEqual(before);

    let looks = 0;
    fault(({ path }) => {
      if (path.endsWith('/sales-lake/branches')) looks += 1;
      return undefined;
    });
    // Not one by one, as each comes to the end of its pause: with the first look.
    await until(() => looks > 0);
    const after = looks;
    await until(allSay('Ready'));
    expect(after).toBeLessThanOrEqual(2);
    const { branches } = lakefs.host.repository('sales-lake');
    expect([...branches.keys()].sort()).toEqual(['main', ...names].sort());
  });

  it('takes a new key from its file, without a start', async () => {
    users.shift();
    await until(allSay('Unauthorized'));
    expect(reasons()).toEqual(['Unauthorized']);
    await writeKey('second');
    await until(allSay('Ready'));
    expect(reasons()).toEqual(['Ready']);
  });
});
