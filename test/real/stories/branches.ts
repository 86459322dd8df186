import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import { freshName, pathOf, sparkJob } from '../../e2e/api/support/sparkJob';
import { until } from '../../e2e/api/support/until';
import {
  conditionsOf,
  startBranchController,
  type DeclaredBranch,
  type RunningBranchController,
} from '../support/branchController';
import type { Engine } from '../support/engines';
import { JOBS } from '../support/follow';
import { untilSynced } from '../support/platform';
import type { World } from '../support/world';

const BRANCHES =
  '/apis/lakefront.dev/v1alpha1/namespaces/dom-sales/lakefsbranches';
const LAKE = 'sales-lake';

/** Branches in Git, on one engine: one that lakeFS keeps stands in nobody's way. */
export function branchStories(engine: Engine, world: () => World) {
  const { name: clusterName } = engine.cluster;
  const worked = freshName('worked');
  const empty = freshName('empty');
  const fileOf = (name: string) =>
    pathOf(name, 'sales', 'lakefs-branch', clusterName);
  const textOf = (name: string) =>
    stringify({
      apiVersion: 'lakefront.dev/v1alpha1',
      kind: 'LakeFSBranch',
      metadata: { name, namespace: 'dom-sales' },
      spec: {
        ...{ server: 'lake', repository: LAKE, source: 'main' },
        deletionPolicy: 'Delete',
      },
    });
  const kubernetes = () => world().siteOf(engine).kubernetes;
  const get = (name: string) =>
    kubernetes().get<DeclaredBranch>(`${BRANCHES}/${name}`);

  let running: RunningBranchController;

  test.beforeAll(async () => {
    const { url, caFile } = world().siteOf(engine);
    running = await startBranchController({
      ...{ kubernetes: kubernetes(), url, caFile, clusterName },
      repository: LAKE,
    });
  });
  test.afterAll(() => running?.stop());

  test('a file of Git becomes a branch', async () => {
    await world().gitops.add(
      { [fileOf(worked)]: textOf(worked), [fileOf(empty)]: textOf(empty) },
      'Add two branches',
    );
    for (const name of [worked, empty]) {
      await until(
        () => get(name),
        ({ body }) => conditionsOf(body).Ready === 'True Ready',
        { what: `${name} is ready`, seconds: 90 },
      );
    }
    expect([...running.repository.branches.keys()].sort()).toEqual(
      [empty, 'main', worked].sort(),
    );
  });

  test('a delete that is refused holds up no sync: the object goes, the branch stays, the rest goes on', async () => {
    const { gitops } = world();
    const { client, repository } = running;
    await client.objects.write(LAKE, worked, 'orders/a', Buffer.from('a'));
    await client.branches.commit(LAKE, worked, { message: 'work' });
    for (const name of [worked, empty]) await gitops.remove(fileOf(name));
    const job = freshName('beside');
    const { metadata, spec } = sparkJob(job);
    await gitops.add(
      {
        [pathOf(job, 'sales', 'spark-application', clusterName)]: stringify({
          apiVersion: 'sparkoperator.k8s.io/v1beta2',
          kind: 'SparkApplication',
          metadata: { ...metadata, namespace: 'dom-sales' },
          spec,
        }),
      },
      'Add a job',
    );
    for (const name of [worked, empty]) {
      await until(
        () => get(name),
        ({ status }) => status === 404,
        { what: `${name} is gone`, seconds: 90 },
      );
    }
    await until(
      () => kubernetes().get(`${JOBS}/${job}`),
      ({ status }) => status === 200,
      { what: `${job} is there`, seconds: 90 },
    );
    await untilSynced(kubernetes(), engine, 'sales-workloads');

    expect([...repository.branches.keys()].sort()).toEqual(['main', worked]);
    const kept = (await client.repositories.metadata(LAKE))[
      `lakefront.dev/kept.${worked}`
    ];
    expect(JSON.parse(kept)).toMatchObject({
      owner: `${clusterName}/dom-sales/${worked}`,
      reason: 'UnpromotedWork',
    });
    const { body: events } = await kubernetes().get<{
      items: Array<{ reason: string; involvedObject: { name: string } }>;
    }>('/api/v1/namespaces/dom-sales/events');
    expect(
      events.items
        .filter(({ reason }) => reason === 'BranchKept')
        .map(({ involvedObject }) => involvedObject.name),
    ).toEqual([worked]);
    expect(running.warnings).toEqual([]);
  });
}
