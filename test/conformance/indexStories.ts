import { expect, test } from '@playwright/test';
import {
  createKubeIndex,
  type KubeIndex,
  type ResourceDefinition,
  type ResourceView,
} from '../../packages/kube-index/src';
import { until } from '../e2e/api/support/until';
import type { KubeHttp, Manifest } from '../real/support/KubeHttp';
import { ApiProxy } from './support/ApiProxy';

/** An API server that these stories may do everything to. */
export interface IndexSide {
  url(): string;
  ca(): string;
  admin: KubeHttp;
  tokens: { admin: string; mia: string };
  /** Ends it as a power cut would, and starts it again at the same address. */
  restart(): Promise<void>;
  /** Whether what it knew is there after that. */
  keeps: boolean;
  /** Has it forget every version but the newest. */
  compact(): Promise<void>;
  stop(): Promise<void>;
}

interface Row {
  name: string;
  version: string;
  value: string;
}

const NAMESPACE = 'stories';
const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
const STORY = 'story=index';
/** More than one page of the index, which asks for 50 at a time here. */
const MANY = 120;

const maps: ResourceDefinition<Row> = {
  id: 'configmaps',
  group: '',
  version: 'v1',
  plural: 'configmaps',
  labelSelector: STORY,
  project: ({ metadata, data }) => ({
    row: {
      name: metadata.name,
      version: metadata.resourceVersion ?? '',
      value: (data as { key: string }).key,
    },
    keys: {},
  }),
};

const named = (
  id: string,
  where: { group: string; version: string },
): ResourceDefinition<Row> => ({
  id,
  plural: id,
  ...where,
  project: ({ metadata }) => ({
    row: {
      name: metadata.name,
      version: metadata.resourceVersion ?? '',
      value: '',
    },
    keys: {},
  }),
});

const lamps = named('lamps', { group: 'stories.example.com', version: 'v1' });
const quotas = named('resourcequotas', { group: '', version: 'v1' });

/** What the index promises, told of one API server: the sandbox and a real one alike. */
export function indexStories(options: {
  start: () => Promise<IndexSide>;
  /** Whether it takes definitions of new resources. */
  extensible: boolean;
}) {
  let side: IndexSide;
  let proxy: ApiProxy;
  const indexes: KubeIndex[] = [];

  const put = async (name: string, value: string) => {
    await side.admin.mustApply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace: NAMESPACE,
        labels: { story: 'index' },
      },
      data: { key: value },
    } as Manifest);
  };

  test.beforeAll(async () => {
    side = await options.start();
    proxy = new ApiProxy({ url: () => side.url(), ca: () => side.ca() });
    await proxy.start();
  });

  test.beforeEach(async () => {
    await side.admin.mustApply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: NAMESPACE },
    });
    await put('first', 'one');
  });

  test.afterEach(async () => {
    proxy.open();
    await Promise.all(indexes.splice(0).map(index => index.stop()));
  });

  test.afterAll(async () => {
    await proxy?.stop();
    await side?.stop();
  });

  /** Starts an index that loses no time in going on after a fault. */
  const follow = (
    resources: ResourceDefinition<Row>[],
    token = side.tokens.admin,
  ) => {
    const index = createKubeIndex({
      connections: [
        {
          name: 'west',
          credentials: async () => ({ server: proxy.url, token }),
        },
      ],
      resources,
      pageSize: 50,
      backoff: { initialMs: 100, maxMs: 500 },
    });
    indexes.push(index);
    index.start();
    return index;
  };

  const remove = (name: string) =>
    side.admin.send(`${MAPS}/${name}`, { method: 'DELETE' });
  const putMany = async (value: string) => {
    const names = Array.from({ length: MANY }, (_, n) => `many-${n}`);
    for (let at = 0; at < MANY; at += 10) {
      await Promise.all(names.slice(at, at + 10).map(name => put(name, value)));
    }
  };

  const rowsOf = (view: ResourceView<Row>) =>
    view
      .list({ sort: (a, b) => (a.name < b.name ? -1 : 1) })
      .entries.map(({ row }) => row);
  const listed = async (): Promise<Row[]> => {
    const { status, body, text } = await side.admin.get(
      `/api/v1/configmaps?labelSelector=${encodeURIComponent(STORY)}`,
    );
    expect(status, text).toBe(200);
    return body.items
      .map(({ metadata, data }) => ({
        name: String(metadata.name),
        version: String(metadata.resourceVersion),
        value: (data as { key: string }).key,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  /** The index has what a fresh list has, to the version. */
  const isTrue = (view: ResourceView<Row>) =>
    until(
      async () => [rowsOf(view), await listed()],
      ([rows, fresh]) => JSON.stringify(rows) === JSON.stringify(fresh),
      { what: 'the index equals a fresh list', seconds: 30 },
    );
  const untilState = (index: KubeIndex, id: string, states: string[]) =>
    until(
      async () => index.freshness().find(({ resource }) => resource === id),
      row => states.includes(row?.state ?? ''),
      { what: `${id} is ${states}`, seconds: 30 },
    );
  /** Hears of every state that it is in, and whether nothing was there at any moment. */
  const observe = (index: KubeIndex, view: ResourceView<Row>) => {
    const seen = { empty: false, states: new Set<string>() };
    view.subscribe(() => {
      seen.empty ||= view.list({ limit: 1 }).total === 0;
      index
        .freshness()
        .filter(({ resource }) => resource === view.id)
        .forEach(({ state }) => seen.states.add(state));
    });
    return seen;
  };

  test('it has what is there, and follows what happens', async () => {
    await putMany('before');
    const before = proxy.calls.length;
    const index = follow([maps]);
    await untilState(index, maps.id, ['live']);
    const view = index.resource<Row>(maps.id);
    expect(rowsOf(view)).toEqual(await listed());
    expect(rowsOf(view).length).toBeGreaterThan(MANY);
    // It came as a stream: no list was ever held whole, here or at the server.
    const asked = proxy.calls.slice(before).map(({ path }) => path);
    expect(asked.some(path => path.includes('sendInitialEvents=true'))).toBe(
      true,
    );
    expect(asked.filter(path => path.includes('limit='))).toEqual([]);
    await put('first', 'two');
    await put('second', 'one');
    await remove('many-0');
    await isTrue(view);
    expect(rowsOf(view).find(({ name }) => name === 'first')?.value).toBe(
      'two',
    );
    await remove('second');
    await isTrue(view);
  });

  test('the API server is killed and started again', async () => {
    const index = follow([maps]);
    await untilState(index, maps.id, ['live']);
    const view = index.resource<Row>(maps.id);
    const seen = observe(index, view);
    await side.restart();
    await until(
      async () => [...seen.states],
      states => states.includes('stale'),
      { what: 'the index has noticed' },
    );
    if (side.keeps) {
      await isTrue(view);
      expect(seen.empty).toBe(false);
    }
    await side.admin.mustApply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: NAMESPACE },
    });
    await put('after', 'the restart');
    await isTrue(view);
    await untilState(index, maps.id, ['live']);
    expect(rowsOf(view).map(({ name }) => name)).toContain('after');
  });

  test('history is forgotten while the watch is cut', async () => {
    await putMany('before');
    const index = follow([maps]);
    await untilState(index, maps.id, ['live']);
    const view = index.resource<Row>(maps.id);
    const seen = observe(index, view);
    proxy.shut();
    await untilState(index, maps.id, ['stale', 'unreachable']);
    await remove('many-1');
    await putMany('meanwhile');
    await remove('many-2');
    await side.compact();
    proxy.open();
    await isTrue(view);
    expect(seen.empty).toBe(false);
    // It was told that it is too late, and not merely lucky.
    const [{ relists }] = index.freshness();
    expect(relists).toBeGreaterThan(0);
    await put('first', 'after the compaction');
    await isTrue(view);
  });

  test('history is forgotten in the middle of a list', async () => {
    await putMany('before');
    const held = proxy.hold(
      ({ path }) =>
        path.includes('continue=') || path.includes('sendInitialEvents'),
    );
    const index = follow([maps]);
    const view = index.resource<Row>(maps.id);
    await held.met;
    await remove('many-3');
    await putMany('meanwhile');
    await side.compact();
    expect(index.freshness()[0].everSynced).toBe(false);
    held.release();
    await untilState(index, maps.id, ['live']);
    await isTrue(view);
  });

  test('a right that is missing on one resource leaves the others alone', async () => {
    const group = 'rbac.authorization.k8s.io';
    const rights = (resources: string[]): Manifest => ({
      apiVersion: `${group}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'story-reader' },
      rules: [{ apiGroups: [''], resources, verbs: ['get', 'list', 'watch'] }],
    });
    await side.admin.mustApply(rights(['configmaps']));
    await side.admin.mustApply({
      apiVersion: `${group}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'story-reader' },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'story-reader' },
      subjects: [{ apiGroup: group, kind: 'User', name: 'mia' }],
    });
    const index = follow([maps, quotas], side.tokens.mia);
    await untilState(index, maps.id, ['live']);
    const refused = await untilState(index, quotas.id, ['forbidden']);
    expect(refused?.message).toContain('resourcequotas');
    expect(refused?.everSynced).toBe(false);
    await put('first', 'in sight');
    await isTrue(index.resource<Row>(maps.id));
    // Once it is given, it is found out.
    await side.admin.mustApply(rights(['configmaps', 'resourcequotas']));
    await untilState(index, quotas.id, ['live']);
  });

  if (!options.extensible) return;

  test('a resource whose definition appears is picked up, and dropped when it goes', async () => {
    const index = follow([maps, lamps]);
    await untilState(index, maps.id, ['live']);
    await untilState(index, lamps.id, ['absent']);
    await side.admin.mustApply(lampDefinition());
    await untilState(index, lamps.id, ['live']);
    const view = index.resource<Row>(lamps.id);
    const lamp = {
      apiVersion: 'stories.example.com/v1',
      kind: 'Lamp',
      metadata: { name: 'desk', namespace: NAMESPACE },
    };
    await until(
      () =>
        side.admin.post(
          `/apis/stories.example.com/v1/namespaces/${NAMESPACE}/lamps`,
          lamp,
        ),
      ({ status }) => status === 201 || status === 409,
      { what: 'a lamp is made' },
    );
    await until(
      async () => rowsOf(view).map(({ name }) => name),
      names => names.join() === 'desk',
      { what: 'the lamp is in sight' },
    );
    await side.admin.send(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lamps.stories.example.com',
      { method: 'DELETE' },
    );
    await untilState(index, lamps.id, ['absent']);
    await until(
      async () => rowsOf(view),
      rows => rows.length === 0,
      { what: 'no lamp is left' },
    );
    expect(
      index.freshness().find(({ resource }) => resource === maps.id)?.state,
    ).toBe('live');
  });
}

function lampDefinition(): Manifest {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'lamps.stories.example.com' },
    spec: {
      group: 'stories.example.com',
      scope: 'Namespaced',
      names: { plural: 'lamps', singular: 'lamp', kind: 'Lamp' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object' } },
        },
      ],
    },
  };
}
