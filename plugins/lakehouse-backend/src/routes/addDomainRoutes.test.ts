import { namespaceOf } from '../__testUtils__/lakehouseObjects';
import { MIA, NOAH, PAT, SAM } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

describe('domains over HTTP', () => {
  const lakehouse = useTestLakehouse();

  describe('GET /domains', () => {
    it('lists what each may see, with the role they have', async () => {
      const all = await lakehouse.get(PAT, '/domains').expect(200);
      expect(all.body.items.map((item: any) => item.name)).toEqual([
        'marketing',
        'platform',
        'risk',
        'sales',
      ]);
      const mine = await lakehouse.get(MIA, '/domains').expect(200);
      expect(mine.body.items).toEqual([
        expect.objectContaining({
          name: 'sales',
          owner: 'group:default/sales-data',
          role: 'owner',
          kubernetesClusters: ['west'],
          running: 1,
          pending: 0,
          problems: [],
        }),
      ]);
      const none = await lakehouse.get(SAM, '/domains').expect(200);
      expect(none.body).toMatchObject({ items: [], freshness: [] });
    });

    it('says what a domain has and uses', async () => {
      const { body } = await lakehouse.get(MIA, '/domains').expect(200);
      expect(body.items[0].capacity).toEqual([
        expect.objectContaining({
          kubernetesCluster: 'west',
          quotas: expect.arrayContaining([
            {
              resource: 'requests.cpu',
              quota: 'domain-quota',
              hard: 64,
              used: 42,
              // Two executors of two cores that are not there.
              waiting: 4,
              unit: 'cores',
            },
          ]),
          limits: expect.objectContaining({
            max: { cpu: 16, memory: 128 * 1024 ** 3 },
          }),
        }),
      ]);
    });

    it('says nothing new to whom nothing is new', async () => {
      const first = await lakehouse.get(MIA, '/domains').expect(200);
      const second = await lakehouse
        .get(MIA, `/domains?since=${first.body.version}`)
        .expect(200);
      expect(second.body).toMatchObject({ full: false, items: [], total: 1 });
    });
  });

  describe('GET /domains/:domain', () => {
    it('shows members, settings, rules and syncs', async () => {
      const { body } = await lakehouse.get(MIA, '/domains/sales').expect(200);
      expect(body.members).toEqual(
        expect.arrayContaining([
          { entityRef: 'group:default/sales-data', role: 'owner' },
          { entityRef: 'user:default/ben', role: 'viewer' },
        ]),
      );
      expect(body.settings.west.serviceAccounts).toEqual(['spark']);
      expect(body.networkPolicies).toEqual([
        {
          kubernetesCluster: 'west',
          name: 'default-deny',
          sentence: 'All pods may not be reached.',
        },
      ]);
      expect(body.syncs).toEqual([
        expect.objectContaining({ name: 'sales-workloads', state: 'synced' }),
      ]);
      expect(body.freshness).toEqual([
        expect.objectContaining({ kubernetesCluster: 'west', state: 'live' }),
      ]);
    });
  });

  it('uses neither of two namespaces that claim one domain', async () => {
    const twin = namespaceOf('risk', {
      name: 'risk-too',
      members: { 'user:default/sam': 'editor' },
    });
    lakehouse.kubernetes.put(twin);
    const { body } = await lakehouse.until(
      () => lakehouse.get(PAT, '/domains'),
      answer =>
        answer.body.items.some(
          (item: any) => item.name === 'risk' && item.problems.length > 0,
        ),
    );
    expect(body.items.find((item: any) => item.name === 'risk')).toMatchObject({
      kubernetesClusters: [],
      problems: [
        'On west the namespaces dom-risk and risk-too both claim it; neither is used until one loses the label',
      ],
    });
    await lakehouse.get(NOAH, '/domains/risk').expect(404);
    await lakehouse.get(SAM, '/domains/risk').expect(404);
    lakehouse.kubernetes.remove(twin);
    await lakehouse.until(
      () => lakehouse.get(NOAH, '/domains/risk'),
      answer => answer.status === 200,
    );
  });
});
