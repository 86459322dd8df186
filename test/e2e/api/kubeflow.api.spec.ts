import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import type {
  ChangeCheck,
  ChangeRequest,
  PipelineDetail,
  PipelineList,
  PipelineRow,
  PipelineRunRow,
} from '../../../plugins/lakehouse-common/src/types';
import { runningGitHost, runningPortal } from './support/running';
import { freshName } from './support/sparkJob';
import { until } from './support/until';

const PIPELINE = 'kubeflow-pipeline';
const VERSION = 'kubeflow-pipeline-version';
const EXAMPLE = path.resolve(
  __dirname,
  '../../../templates/kubeflow-pipeline/examples/two-steps.yaml',
);

test('a pipeline comes with its version by one change, and goes with it by one', async () => {
  test.setTimeout(300_000);
  const portal = runningPortal();
  const git = runningGitHost();
  const mia = portal.as('mia');
  const pipeline = freshName('e2e-pipeline');
  const version = `${pipeline}-v1`;
  const { source } = parse(fs.readFileSync(EXAMPLE, 'utf8'));
  const pipelineAddress = `/lakehouse/pipelines/by-name/west/dom-sales/${pipeline}`;
  const versionAddress = `/lakehouse/pipelines/versions/west/dom-sales/${version}`;

  const inputOf = (...objects: object[]) => ({
    ...{ domain: 'sales', kubernetesCluster: 'west', objects },
  });
  const goesLive = async (...objects: object[]) => {
    const asked = await mia.post<ChangeRequest>(
      '/lakehouse/changes',
      inputOf(...objects),
    );
    expect(asked.status, asked.text).toBeLessThan(300);
    const change = async () =>
      (await mia.get<ChangeRequest>(`/lakehouse/changes/${asked.body.id}`))
        .body;
    const { number = 0 } = await until(change, found => Boolean(found.number), {
      what: 'its pull request is open',
    });
    const ben = git.as('ben');
    expect((await ben.approve(number)).status).toBe(200);
    expect((await ben.merge(number)).status).toBe(200);
    return until(change, ({ phase }) => phase === 'live', {
      what: `change ${asked.body.id} is live`,
      seconds: 120,
    });
  };
  const find = async (address: string) => (await mia.get(address)).status;

  const made = await goesLive(
    {
      kind: PIPELINE,
      object: { metadata: { name: pipeline }, spec: { displayName: 'Two' } },
    },
    {
      kind: VERSION,
      object: {
        metadata: { name: version },
        spec: {
          ...{ pipelineName: pipeline, displayName: 'v1' },
          pipelineSpec: parse(source.text),
        },
      },
    },
  );
  expect(made.operations.map(({ name }) => name)).toEqual([pipeline, version]);
  const { body: detail } = await until(
    () => mia.get<PipelineDetail>(pipelineAddress),
    ({ status, body }) => status === 200 && body.versions.length === 1,
    { what: `${pipeline} is there with its version` },
  );
  expect(detail.pipeline).toMatchObject({
    ...{ title: 'Two', versions: 1, changeId: made.id },
    requestedBy: 'user:default/mia',
  });
  expect(detail.versions[0]).toMatchObject({ name: version, steps: 2 });
  expect(await find(versionAddress)).toBe(200);

  await test.step('strangers are not told that it is there', async () => {
    const { body: runs } = await mia.get<PipelineList<PipelineRunRow>>(
      '/lakehouse/pipelines/runs?domain=sales',
    );
    const [{ kubernetesCluster, namespace, runId }] = runs.items;
    const run = `${kubernetesCluster}/${namespace}/${runId}`;
    const addresses = [
      pipelineAddress,
      versionAddress,
      `${versionAddress}/compare?before=${version}`,
      `/lakehouse/pipelines/runs/${run}`,
      `/lakehouse/pipelines/runs/${run}/values?step=x`,
      `/lakehouse/pipelines/run-comparison?first=${run}&second=${run}`,
    ];
    for (const person of ['noah', 'sam'] as const) {
      const stranger = portal.as(person);
      for (const address of addresses) {
        const { status } = await stranger.get(address);
        expect.soft(status, `${person} ${address}`).toBe(404);
      }
      for (const list of [`?q=${pipeline}`, `/runs?pipeline=${pipeline}`]) {
        const { body } = await stranger.get<PipelineList<PipelineRow>>(
          `/lakehouse/pipelines${list}`,
        );
        expect.soft(body.items, `${person} ${list}`).toEqual([]);
      }
    }
  });

  const removal = [
    { kind: PIPELINE, name: pipeline, action: 'delete' },
    { kind: VERSION, name: version, action: 'delete' },
  ];
  const { body: alone } = await mia.post<ChangeCheck>(
    '/lakehouse/changes/check',
    inputOf(removal[0]),
  );
  expect(alone.ok).toBe(false);
  expect(alone.problems.map(({ message }) => message)).toEqual([
    expect.stringContaining(`Version ${version} of ${pipeline} would stay`),
  ]);

  await goesLive(...removal);
  for (const address of [pipelineAddress, versionAddress]) {
    await until(
      () => find(address),
      status => status === 404,
      { what: `${address} is gone` },
    );
  }
});
