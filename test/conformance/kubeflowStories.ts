import { expect, test } from '@playwright/test';
import {
  createKfpClient,
  everyItem,
  KfpStatusError,
  type KfpClient,
  type NamespacePageOptions,
} from '../../packages/kfp-client/src';
import { startRun } from '../../packages/pipeline-starter/src';
import { freshName } from '../e2e/api/support/sparkJob';
import type { KubeflowSide } from './support/KubeflowSide';

/** What the client and the starter count on, told of one KFP: the sandbox and a real one alike. */
export function kubeflowStories(options: {
  start: () => Promise<KubeflowSide>;
}) {
  let side: KubeflowSide;
  let client: KfpClient;
  let namespace: string;

  test.beforeAll(async () => {
    side = await options.start();
    ({ namespace } = side);
    client = open(side.token);
  });
  test.afterAll(() => side?.stop());

  const open = (token: string) =>
    createKfpClient({
      endpoint: side.endpoint,
      credentials: { token },
      tries: 1,
    });
  const reasonOf = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => new Error('it was answered'),
      reason => reason,
    );
    return error instanceof KfpStatusError ? error.reason : String(error);
  };
  const named = (name: string): Pick<NamespacePageOptions, 'filter'> => ({
    filter: [{ key: 'display_name', operation: 'EQUALS', value: name }],
  });
  const pipelineId = async () =>
    (await client.pipelines.byName(namespace, side.pipeline)).pipelineId;
  const experimentId = async () => {
    const name = freshName('stories');
    return (await client.experiments.create({ namespace, name })).experimentId;
  };

  test('it is in multi-user mode', async () => {
    expect(await client.health()).toMatchObject({ multiUser: true });
  });

  test('it knows who asks, and wants to know about which namespace', async () => {
    expect(await reasonOf(open('nobody').runs.list({ namespace }))).toBe(
      'unauthenticated',
    );
    for (const list of [
      client.runs.list,
      client.experiments.list,
      client.recurringRuns.list,
    ]) {
      expect(await reasonOf(list({ namespace: '' }))).toBe('bad-request');
    }
    test.skip(!side.strangerToken, 'no token of a stranger');
    expect(
      await reasonOf(open(side.strangerToken!).runs.list({ namespace })),
    ).toBe('forbidden');
  });

  test('a pipeline has a name, an id and versions with their IR', async () => {
    const found = await client.pipelines.byName(namespace, side.pipeline);
    expect(await client.pipelines.get(found.pipelineId)).toEqual(found);
    const all: string[] = [];
    for await (const { name } of everyItem(page =>
      client.pipelines.list({ namespace, ...page }),
    )) {
      all.push(name);
    }
    expect(all).toContain(side.pipeline);
    const { items, total } = await client.versions.list(found.pipelineId, {
      sortBy: 'created_at desc',
    });
    expect(total).toBeGreaterThan(0);
    expect(items[0].pipelineSpec).toBeDefined();
    expect(
      await client.versions.get(found.pipelineId, items[0].versionId),
    ).toEqual(items[0]);
    expect(await reasonOf(client.pipelines.byName(namespace, 'nothing'))).toBe(
      'not-found',
    );
  });

  test('no two experiments of a namespace have one name', async () => {
    const name = freshName('twice');
    const made = await client.experiments.create({ namespace, name });
    expect(await reasonOf(client.experiments.create({ namespace, name }))).toBe(
      'already-exists',
    );
    const { items } = await client.experiments.list({
      namespace,
      ...named(name),
    });
    expect(items.map(one => one.experimentId)).toEqual([made.experimentId]);
    expect(await client.experiments.get(made.experimentId)).toEqual(made);
  });

  test('runs have any name any number of times, and are found by it a page at a time', async () => {
    const name = freshName('many');
    const newRun = {
      experimentId: await experimentId(),
      pipelineId: await pipelineId(),
    };
    const names = [name, name, name];
    const made: string[] = [];
    for (const one of names) {
      made.push((await client.runs.create({ ...newRun, name: one })).runId);
    }
    const found: string[] = [];
    let next: string | undefined;
    do {
      const page = await client.runs.list({
        namespace,
        ...named(name),
        ...{ pageSize: 2, pageToken: next, sortBy: 'created_at asc' },
      });
      expect(page.total).toBe(3);
      found.push(...page.items.map(({ runId }) => runId));
      next = page.next;
    } while (next);
    expect([...found].sort()).toEqual([...made].sort());

    const { items, next: token } = await client.runs.list({
      ...{ namespace, pageSize: 1 },
      ...named(name),
    });
    expect(items).toHaveLength(1);
    expect(
      await reasonOf(
        client.runs.list({
          ...{ namespace, pageToken: token },
          ...named('others'),
        }),
      ),
    ).toBe('bad-request');
    for (const runId of made) await client.runs.terminate(runId);
  });

  test('a filter may be written as the official Python client does it', async () => {
    const name = freshName('100%+sure');
    await client.experiments.create({ namespace, name });
    const found = async (
      filter: object,
      encode: (text: string) => string = encodeURIComponent,
    ) => {
      const query = `namespace=${namespace}&filter=${encodeURIComponent(
        encode(JSON.stringify({ predicates: [filter] })),
      )}`;
      const response = await fetch(
        `${side.endpoint}/apis/v2beta1/experiments?${query}`,
        { headers: { authorization: `Bearer ${side.token}` } },
      );
      expect(response.status).toBe(200);
      const { experiments = [] } = await response.json();
      return experiments.map((one: any) => one.display_name);
    };
    const key = 'display_name';
    expect(await found({ key, operation: 1, stringValue: name })).toEqual([
      name,
    ]);
    // KFP undoes the encoding twice: said once, a plus is a blank.
    expect(
      await found(
        { key, operation: 'IS_SUBSTRING', string_value: 'x+x' },
        text => text,
      ),
    ).toEqual([]);
    const { items } = await client.experiments.list({
      namespace,
      ...named(name),
    });
    expect(items.map(one => one.name)).toEqual([name]);
  });

  test('a run says what it is of, and ends when it is told to', async () => {
    const name = freshName('told');
    const run = await client.runs.create({
      ...{ name, description: `of ${name}` },
      experimentId: await experimentId(),
      pipelineId: await pipelineId(),
    });
    const { items: versions } = await client.versions.list(run.pipelineId!, {
      ...{ sortBy: 'created_at desc', pageSize: 1 },
    });
    const detail = await client.runs.get(run.runId);
    expect(detail).toMatchObject({
      ...{ name, description: `of ${name}`, archived: false },
      // The newest, as none was named.
      versionId: versions[0].versionId,
    });
    expect(detail.finishedAt).toBeUndefined();
    await client.runs.terminate(run.runId);
    expect((await client.runs.get(run.runId)).state).toMatch(/^CANCEL/);
    expect(await reasonOf(client.runs.get('no-such-run'))).toBe('not-found');
  });

  test('a run without experiment is refused', async () => {
    expect(
      await reasonOf(
        client.runs.create({
          ...{ name: 'lost', experimentId: '' },
          pipelineId: await pipelineId(),
        }),
      ),
    ).toBe('bad-request');
  });

  test('recurring runs are a list of their own', async () => {
    const { items, total } = await client.recurringRuns.list({ namespace });
    expect(items).toHaveLength(Math.min(total, 20));
  });

  test('several starters start one run, and those who come later none', async () => {
    const runName = freshName('once');
    const start = () =>
      startRun({
        ...{ client, namespace, runName, pipeline: side.pipeline },
        ...{ startedBy: 'the stories', settleMs: 2_000, pollMs: 200 },
      });
    const started = await Promise.all([start(), start(), start()]);
    const { items } = await client.runs.list({ namespace, ...named(runName) });
    const alive = items.filter(({ state }) => !state.startsWith('CANCEL'));
    expect(alive).toHaveLength(1);
    expect(started.filter(({ outcome }) => outcome === 'started')).toEqual([
      { runId: alive[0].runId, outcome: 'started' },
    ]);
    expect(await start()).toEqual({
      ...{ runId: alive[0].runId, outcome: 'found' },
    });
    await client.runs.terminate(alive[0].runId);
  });
}
