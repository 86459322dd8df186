import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { removeJob } from './support/removeJob';
import { runningGitHost, runningPortal } from './support/running';
import { startTask, taskEnd } from './support/scaffolder';
import { newTraces, tracesOf } from './support/traces';
import { until } from './support/until';

interface Example {
  name: string;
  place: { domain: string; kubernetesCluster: string };
  schedule?: object;
  /** Of a pipeline. */
  version?: string;
}

const templates = path.resolve(__dirname, '../../../templates');

const examples = fs.readdirSync(templates).flatMap(template =>
  fs
    .readdirSync(path.join(templates, template, 'examples'))
    .filter(file => file.endsWith('.yaml'))
    .map(file => ({
      template,
      file,
      values: parse(
        fs.readFileSync(
          path.join(templates, template, 'examples', file),
          'utf8',
        ),
      ) as Example,
    })),
);

/** What kind of workload an example asks for. */
function kindOf(template: string, { schedule }: Example): string {
  // What these ask for is made by a task, from what is there.
  if (template === 'kubeflow-pipeline') {
    return 'kubeflow-pipeline';
  }
  if (template === 'kubeflow-run') {
    return schedule ? 'kubeflow-schedule' : 'kubeflow-start';
  }
  const { spec } = parse(
    fs.readFileSync(path.join(templates, template, 'template.yaml'), 'utf8'),
  ) as { spec: { steps: Array<{ id: string; input: any }> } };
  return spec.steps.find(({ id }) => id === 'propose')?.input.objects[0].kind;
}

/** What KFP would refuse without the pipeline, and all of the second sync with it. */
function versionFiles(template: string, { name, version }: Example): string[] {
  return template === 'kubeflow-pipeline'
    ? [
        `clusters/west/domains-after/sales/kubeflow-pipeline-version/${name}-${version}.yaml`,
      ]
    : [];
}

/** Small enough to wait for its end. */
const RUNS_TO_ITS_END = 'python-small.yaml';

test.describe('examples of the templates', () => {
  for (const { template, file, values } of examples) {
    test(`templates/${template}/examples/${file}: from the form to live`, async () => {
      const portal = runningPortal();
      const git = runningGitHost();
      const { name, place } = values;
      const mia = portal.as('mia');
      const kind = kindOf(template, values);
      const address = `/lakehouse/workloads/${place.kubernetesCluster}/dom-${place.domain}/${kind}/${name}`;
      const versions = versionFiles(template, values);
      await removeJob(portal, git, name, kind, versions);
      const before = await tracesOf(portal, git);

      const started = await startTask(
        portal,
        'mia',
        values,
        `template:default/${template}`,
      );
      expect(started.status).toBe(201);
      const first = await taskEnd(portal, 'mia', started.body.id);
      expect(first.error).toBeUndefined();
      expect(first.task.status).toBe('completed');
      const { changeId, changeUrl, pullRequestUrl } = first.output;
      expect(changeUrl).toBe(`/lakehouse/changes/${changeId}`);

      const change = () =>
        mia.get<ChangeRequest>(`/lakehouse/changes/${changeId}`);
      const opened = (await change()).body;
      expect(opened).toMatchObject({
        phase: 'open',
        requestedBy: 'user:default/mia',
        url: pullRequestUrl,
      });
      const number = opened.number ?? 0;
      const pull = await git.pull(number);
      expect(pull.html_url).toBe(pullRequestUrl);
      // What will run, who asked, what it asks for and whether that fits.
      for (const part of [
        name,
        'user:default/mia',
        // A branch asks for nothing of the domain's quota.
        ...(opened.fit ? ['asks for'] : []),
        `/lakehouse/changes/${changeId}`,
      ]) {
        expect(pull.body).toContain(part);
      }

      // The same task once more: nothing new, the same pull request.
      const retried = await mia.post(
        `/scaffolder/v2/tasks/${started.body.id}/retry`,
        {},
      );
      expect([200, 201]).toContain(retried.status);
      const again = await taskEnd(portal, 'mia', started.body.id);
      expect(again.output.pullRequestUrl).toBe(pullRequestUrl);
      expect(newTraces(before, await tracesOf(portal, git))).toEqual({
        branches: [pull.head.ref],
        pulls: [number],
        changes: [changeId],
      });

      const ben = git.as('ben');
      expect((await ben.approve(number)).status).toBe(200);
      expect((await ben.merge(number)).status).toBe(200);
      const { body: live } = await until(
        change,
        ({ body }) => body.phase === 'live',
        { what: `change ${changeId} is live` },
      );
      expect(live.steps.map(({ state }) => state)).not.toContain('active');

      const { body: running } = await until(
        () => mia.get(address),
        ({ status }) => status === 200,
        { what: `${name} is in the portal` },
      );
      expect(running.workload).toMatchObject({
        name,
        changeId,
        requestedBy: 'user:default/mia',
      });
      if (running.workload.role !== 'job') {
        const there =
          running.workload.role === 'compute' ? 'running' : 'succeeded';
        await until(
          () => mia.get(address),
          ({ body }) => body.workload?.state === there,
          { what: `${name} is there for people`, seconds: 60 },
        );
        // It would hold what it has for ever.
        await removeJob(portal, git, name, kind, versions);
      }
      if (file === RUNS_TO_ITS_END) {
        await until(
          () => mia.get(address),
          ({ body }) => body.workload?.state === 'succeeded',
          { what: `${name} succeeded`, seconds: 90 },
        );
        const { body: runs } = await until(
          () => mia.get(`${address}/runs`),
          ({ body }) => body.items?.[0]?.state === 'succeeded',
          { what: `the run of ${name} is kept` },
        );
        expect(runs.items).toHaveLength(1);
      }
    });
  }
});
