import { expect, test } from '@playwright/test';
import type { LakehouseDomainDetail } from '../../../plugins/lakehouse-common/src/types';
import { type CircleDesk } from './circleDesk';

/** What an engine makes of the platform repository, and what the portal sees of it. One story builds on the ones before it. */
export function platformStories(desk: CircleDesk) {
  const { kubernetesCluster, portal, kubernetes, salesSync, engine, world } =
    desk;

  test('the platform root made the domain and its confined sync', async () => {
    const { body: namespace } = await kubernetes().get(
      '/api/v1/namespaces/dom-sales',
    );
    expect(namespace.metadata.labels).toMatchObject({
      'lakefront.dev/domain': 'sales',
    });
    expect(namespace.metadata).toMatchObject(
      // What has no namespace is told with that of the sync.
      engine.mark(
        'lakefront-platform',
        '/Namespace:lakefront-system/dom-sales',
      ),
    );
    const { objects } = await engine.readSync(kubernetes(), 'sales-workloads');
    expect(objects).toEqual(['ConfigMap/dom-sales/lakefront-marker']);
    expect(await engine.confinedTo(kubernetes(), 'sales')).toBe(true);
  });

  test('the portal reads what it shows, no Secret, and writes nothing', async () => {
    const may = async (verb: string, resource: string, group = '') => {
      const { body } = await kubernetes()
        .as(world().siteOf(engine).token)
        .post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: {
              namespace: 'dom-sales',
              verb,
              resource,
              group,
            },
          },
        });
      return (body.status as { allowed: boolean }).allowed;
    };
    expect(await may('list', 'pods')).toBe(true);
    expect(await may('list', 'sparkapplications', 'sparkoperator.k8s.io')).toBe(
      true,
    );
    expect(await may('get', 'secrets')).toBe(false);
    for (const verb of ['create', 'patch', 'delete']) {
      expect(
        await may(verb, 'sparkapplications', 'sparkoperator.k8s.io'),
        verb,
      ).toBe(false);
    }
  });

  test('the portal shows the domain as the real API server has it', async () => {
    const { body: domain } = await portal()
      .as('mia')
      .get<LakehouseDomainDetail>('/lakehouse/domains/sales');
    expect(domain).toMatchObject({
      name: 'sales',
      owner: 'group:default/sales-data',
      role: 'owner',
      kubernetesClusters: ['east', 'west'],
      problems: [],
    });
    expect(salesSync(domain)).toMatchObject({
      name: 'sales-workloads',
      engine: engine.cluster.engine,
      state: 'synced',
    });
    const cpu = domain.capacity
      .find(one => one.kubernetesCluster === kubernetesCluster)
      ?.quotas.find(({ resource }) => resource === 'requests.cpu');
    const sales = engine.cluster.domains.find(({ name }) => name === 'sales');
    const hard = Number(sales?.quota['requests.cpu']);
    expect(cpu).toMatchObject({ hard, used: 0, unit: 'cores' });
    const others = await portal().as('sam').get('/lakehouse/domains/sales');
    expect(others.status).toBe(404);
  });
}
