import type { LakehouseHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { MIA, PAT } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

describe('GET /health', () => {
  const lakehouse = useTestLakehouse();

  const read = async (): Promise<LakehouseHealth> =>
    (await lakehouse.get(PAT, '/health').expect(200)).body;

  it('says how each resource is followed, and which repository answers', async () => {
    const { resources, repositories, stuck, version } = await read();
    const kubeflow = [
      ...['pipeline', 'pipeline-version', 'recurring-run', 'run'],
      ...['schedule', 'start'],
    ];
    expect(resources.map(({ resource }) => resource).sort()).toEqual([
      'applications',
      'events',
      'limitranges',
      'namespaces',
      'networkpolicies',
      'pods',
      'resourcequotas',
      'settings',
      'syncs',
      ...kubeflow.map(kind => `workload:kubeflow-${kind}`),
      'workload:lakefs-branch',
      'workload:spark-application',
      'workload:spark-connect',
    ]);
    expect(resources).toContainEqual(
      expect.objectContaining({
        kubernetesCluster: 'west',
        resource: 'namespaces',
        state: 'live',
        everSynced: true,
        count: 4,
        lagSeconds: expect.any(Number),
        relists: 0,
        failures: 0,
        reach: 'cluster',
      }),
    );
    expect(repositories).toEqual([
      expect.objectContaining({ name: 'gitops', host: 'Gitea' }),
    ]);
    expect(stuck).toEqual([]);
    expect(version).toEqual(expect.any(String));
  });

  it('is not there for others', async () => {
    const { body } = await lakehouse.get(MIA, '/health').expect(404);
    expect(body.error).toMatchObject({ name: 'NotFoundError' });
  });

  it('says since when a cluster is away, why and what to do, and wakes up who looks', async () => {
    await read();
    lakehouse.signals.length = 0;
    await lakehouse.kubernetes.stop();
    const { resources } = await lakehouse.until(
      read,
      health => health.resources.every(({ state }) => state === 'stale'),
      { seconds: 20 },
    );
    expect(resources[0]).toMatchObject({
      everSynced: true,
      lastError: { at: expect.any(String), message: expect.any(String) },
      advice: expect.stringMatching(/^The last state is shown/),
    });
    expect(resources[0].failures).toBeGreaterThan(0);
    await lakehouse.until(
      async () => lakehouse.signals,
      signals =>
        signals.some(({ recipients }) =>
          JSON.stringify(recipients).includes(PAT),
        ),
    );
    await lakehouse.kubernetes.start();
  });
});

describe('where the whole Kubernetes cluster may not be read', () => {
  const lakehouse = useTestLakehouse({ forbidden: ['/api/v1/pods'] });

  it('follows the namespaces of domains, and says which rule would do', async () => {
    const { body } = await lakehouse.until(
      () => lakehouse.get(PAT, '/health'),
      (answer: { body: LakehouseHealth }) =>
        answer.body.resources.some(
          ({ resource, count }) => resource === 'pods' && count === 4,
        ),
    );
    expect(body.resources).toContainEqual(
      expect.objectContaining({
        resource: 'pods',
        state: 'live',
        reach: 'namespaces',
        advice: expect.stringMatching(
          /namespace by namespace.*resources \["pods"\].*one watch is enough/,
        ),
      }),
    );
    const pods = '/workloads/west/dom-sales/spark-application/sales-daily/pods';
    const shown = await lakehouse.get(MIA, pods).expect(200);
    expect(shown.body.items).toHaveLength(1);
  });
});
