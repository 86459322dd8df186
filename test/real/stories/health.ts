import { expect, test } from '@playwright/test';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { freshName, sparkJob } from '../../e2e/api/support/sparkJob';
import { until } from '../../e2e/api/support/until';
import { APPLICATIONS, type Engine } from '../support/engines';
import { followOn, JOBS } from '../support/follow';
import type { World } from '../support/world';

/**
 * Argo CD wrote the health of every object into the status of its Application
 * until 3.0, and writes it no more unless it is told to. Nothing may hang on it.
 */
export function healthStories(engine: Engine, world: () => World) {
  const job = freshName('healthy');
  let change: ChangeRequest;

  const follow = () => followOn(world(), engine);
  const kubernetes = () => world().siteOf(engine).kubernetes;

  /** Of each object of sales, by kind and name. */
  const healthOfObjects = async () => {
    const { body } = await kubernetes().get<{
      status: {
        resources: Array<
          Record<'kind' | 'name', string> & { health?: { status?: string } }
        >;
      };
    }>(`${APPLICATIONS}/sales-workloads`);
    return Object.fromEntries(
      body.status.resources.map(({ kind, name, health }) => [
        `${kind}/${name}`,
        health?.status,
      ]),
    );
  };
  const restart = (persistHealth: boolean) =>
    world().siteOf(engine).running.restart!({ persistHealth });
  const saysLive = async () => {
    const { phase, blocked } = await follow().readChange(change.id);
    expect({ phase, blocked }).toEqual({ phase: 'live' });
    const { body } = await world()
      .portal.as('mia')
      .get('/lakehouse/domains/sales');
    expect(
      body.syncs.find(
        (sync: { kubernetesCluster: string }) =>
          sync.kubernetesCluster === engine.cluster.name,
      ),
    ).toMatchObject({ state: 'synced' });
  };

  test('with the health of its objects in the status a change goes live, whatever that health is', async () => {
    await restart(true);
    const { propose, reviewAndMerge, untilPhase } = follow();
    change = await propose('mia', 'sales', {
      kind: 'spark-application',
      object: sparkJob(job),
    });
    await reviewAndMerge(change);
    await untilPhase(change.id, 'live');
    // Nobody runs it: Argo CD calls that Progressing, for ever.
    await until(
      healthOfObjects,
      health => health[`SparkApplication/${job}`] === 'Progressing',
      { what: 'the health is written' },
    );
    await saysLive();
  });

  test('stripped of it the status says the same: live stays live, and the next change gets there', async () => {
    await restart(false);
    const health = await until(
      healthOfObjects,
      found => Object.values(found).every(one => one === undefined),
      { what: 'the health is gone' },
    );
    expect(Object.keys(health)).toContain(`SparkApplication/${job}`);
    await saysLive();

    const { propose, reviewAndMerge, untilPhase } = follow();
    change = await propose('mia', 'sales', {
      ...{ kind: 'spark-application', action: 'edit', name: job },
      values: [{ path: 'spec.executor.instances', value: 2 }],
    });
    await reviewAndMerge(change);
    await untilPhase(change.id, 'live');
    const { body } = await kubernetes().get<{
      spec: { executor: { instances: number } };
    }>(`${JOBS}/${job}`);
    expect(body.spec.executor.instances).toBe(2);
    expect((await healthOfObjects())[`SparkApplication/${job}`]).toBe(
      undefined,
    );
    await saysLive();
  });
}
