import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { startTask, taskEnd } from '../../e2e/api/support/scaffolder';
import { sparkJob } from '../../e2e/api/support/sparkJob';
import { until } from '../../e2e/api/support/until';
import { JOBS } from '../support/follow';
import { JOB, LATER_JOB, type CircleDesk } from './circleDesk';

const EXAMPLE = path.resolve(
  __dirname,
  '../../../templates/spark-job/examples/python-small.yaml',
);

/** From the filled form to the running object, and its end by hand. One story builds on the ones before it. */
export function firstChangeStories(desk: CircleDesk) {
  const {
    kubernetesCluster,
    fileOf,
    portal,
    gitops,
    kubernetes,
    follow,
    step,
    numberOf,
    mine,
    engine,
    world,
  } = desk;
  let change: ChangeRequest;

  test('a filled form becomes a pull request on the real Git host', async () => {
    const values = {
      ...parse(fs.readFileSync(EXAMPLE, 'utf8')),
      place: { domain: 'sales', kubernetesCluster },
      name: JOB,
    };
    const { status, body } = await startTask(portal(), 'mia', values);
    expect(status).toBe(201);
    const { error, output } = await taskEnd(portal(), 'mia', body.id);
    expect(error).toBeUndefined();
    change = await follow().readChange(output.changeId ?? '');
    expect(change).toMatchObject({
      phase: 'open',
      requestedBy: 'user:default/mia',
      url: output.pullRequestUrl,
    });

    const pull = await gitops().pull(numberOf(change));
    expect(pull).toMatchObject({
      state: 'open',
      html_url: output.pullRequestUrl,
      user: { login: 'portal' },
      head: { ref: `lakefront/${change.id}` },
    });
    expect(pull.body).toContain('user:default/mia');
    const { commit } = await gitops().call(
      'GET',
      `/git/commits/${pull.head.sha}`,
    );
    expect(commit.message).toContain(`Lakefront-Change: ${change.id}`);
    const files = await gitops().call('GET', `/pulls/${pull.number}/files`);
    expect(files.map(({ filename }: { filename: string }) => filename)).toEqual(
      [fileOf(JOB)],
    );
  });

  test('nobody merges alone: not the portal, and not who asked', async () => {
    const number = numberOf(change);
    await gitops().approve(number, 'mia');
    const { head } = await gitops().pull(number);
    await until(
      () => gitops().status(head.sha, 'lakefront/four-eyes'),
      status => status === 'pending',
      { what: 'the four-eyes status waits' },
    );
    for (const login of ['portal', 'mia']) {
      await expect(gitops().merge(number, login), login).rejects.toThrow(
        /: 405 /,
      );
    }
    expect((await gitops().pull(number)).merged).toBe(false);
  });

  test('reviewed and merged it is applied, and the portal says live', async () => {
    await follow().reviewAndMerge(change);
    change = await follow().untilPhase(change.id, 'live');
    expect(change.blocked).toBeUndefined();
    expect(change.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'opened done',
      'checks done',
      'review done',
      'merged done',
      'synced done',
      'live done',
    ]);
    expect(step(change, 'review')?.evidence).toContain('ben');
    expect(step(change, 'merged')?.evidence).toContain('by ben');
    const { merge_commit_sha: sha } = await gitops().pull(numberOf(change));
    expect(step(change, 'synced')?.evidence).toContain(
      `${engine.title} applied `,
    );
    expect(step(change, 'synced')?.evidence).toContain(sha.slice(0, 7));

    const { body: object } = await kubernetes().get(`${JOBS}/${JOB}`);
    expect(object.metadata).toMatchObject(
      engine.mark(
        'sales-workloads',
        `sparkoperator.k8s.io/SparkApplication:dom-sales/${JOB}`,
      ),
    );
    const { body: list } = await until(
      mine,
      ({ body }) => body.items?.length === 1,
      { what: `${JOB} is in the portal` },
    );
    expect(list.items[0]).toMatchObject({
      kubernetesCluster,
      namespace: 'dom-sales',
      name: JOB,
      // No operator runs here: it is there, and nobody has started it.
      state: 'pending',
      requestedBy: 'user:default/mia',
      changeId: change.id,
    });
    const strangers = await portal()
      .as('noah')
      .get(
        `/lakehouse/workloads/${kubernetesCluster}/dom-sales/spark-application/${JOB}`,
      );
    expect(strangers.status).toBe(404);
  });

  test('every webhook of the real Git host was signed as the portal expects', async () => {
    const { hooks } = world();
    await until(
      async () => hooks.deliveries.map(({ event }) => event),
      events => events.includes('pull_request') && events.includes('push'),
      { what: 'the Git host told of the pull request and the push' },
    );
    expect(hooks.deliveries.filter(({ status }) => status !== 202)).toEqual([]);
  });

  test('a file that goes takes its job with it, and only its job', async () => {
    const { propose, reviewAndMerge, untilPhase } = follow();
    const later = await propose('mia', 'sales', {
      kind: 'spark-application',
      object: sparkJob(LATER_JOB),
    });
    await reviewAndMerge(later);
    await untilPhase(later.id, 'live');
    await gitops().remove(fileOf(JOB));
    await until(
      () => kubernetes().get(`${JOBS}/${JOB}`),
      ({ status }) => status === 404,
      { what: `${JOB} is pruned` },
    );
    const { body } = await until(
      mine,
      answer => answer.body.items?.length === 1,
      { what: `${JOB} has left the portal` },
    );
    expect(body.items[0].name).toBe(LATER_JOB);
    // What was live once stays so: the change did what it was asked for.
    expect((await follow().readChange(change.id)).phase).toBe('live');
  });
}
