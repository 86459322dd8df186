import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import { buildMarker } from '../../../packages/sandbox/src/seed/gitopsFiles';
import { buildPlatform } from '../../../packages/sandbox/src/seed/buildPlatform';
import {
  EAST,
  type SeedCluster,
  WEST,
} from '../../../packages/sandbox/src/seed/SeedCluster';
import type {
  ChangeRequest,
  LakehouseDomainDetail,
  List,
  ProposedObject,
  Workload,
} from '../../../plugins/lakehouse-common/src/types';
import { type OwnStack, startOwnStack } from './support/ownStack';
import type { Person } from './support/PortalApi';
import { freshName, sparkJob } from './support/sparkJob';
import { until } from './support/until';

/** Both engines take their time, one story after the other. */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

const KIND = 'spark-application';

/** What differs from engine to engine, in their own words. */
const ENGINES: Array<{ cluster: SeedCluster; title: string; refusal: RegExp }> =
  [
    {
      cluster: WEST,
      title: 'Flux on west',
      refusal:
        /RoleBinding\/dom-sales\/everything dry-run failed \(Forbidden\): .*cannot patch resource "rolebindings"/,
    },
    {
      cluster: EAST,
      title: 'Argo CD on east',
      refusal:
        /RoleBinding\/dom-sales\/everything: resource rbac\.authorization\.k8s\.io:RoleBinding is not permitted in project sales-workloads/,
    },
  ];

const toYaml = (...objects: object[]) =>
  objects.map(object => stringify(object)).join('---\n');

let stack: OwnStack;

test.beforeAll(async () => {
  stack = await startOwnStack();
});

test.afterAll(async () => {
  await stack?.stop();
});

for (const { cluster, title, refusal } of ENGINES) {
  const { name: kubernetesCluster } = cluster;

  /** Proposes as somebody, and merges as the Git host's administrator. */
  const merge = async (
    person: Person,
    domain: string,
    object: ProposedObject,
  ): Promise<ChangeRequest> => {
    const asked = await stack.portal
      .as(person)
      .post<ChangeRequest>('/lakehouse/changes', {
        ...{ domain, kubernetesCluster, objects: [object] },
      });
    expect(asked.status, asked.text).toBe(201);
    const { number = 0 } = asked.body;
    await stack.git.approve(number);
    const { status, text } = await stack.git.merge(number);
    expect(status, text).toBe(200);
    return asked.body;
  };

  const followed = (
    id: string,
    what: string,
    isThere: (change: ChangeRequest) => boolean,
  ) =>
    until(
      async () =>
        (
          await stack.portal
            .as('pat')
            .get<ChangeRequest>(`/lakehouse/changes/${id}`)
        ).body,
      isThere,
      { what, seconds: 90 },
    );

  const goesLive = async (
    person: Person,
    domain: string,
    object: ProposedObject,
  ) => {
    const { id } = await merge(person, domain, object);
    const live = await followed(
      id,
      `${id} is live`,
      ({ phase }) => phase === 'live',
    );
    const synced = live.steps.find(step => step.id === 'synced');
    expect(synced?.evidence).toMatch(
      new RegExp(`^${title} applied .*[0-9a-f]{40}$`),
    );
    return live;
  };

  const create = (name: string, spec?: object): ProposedObject => ({
    kind: KIND,
    object: sparkJob(name, { ...spec }),
  });

  const domainOf = async (domain: string) =>
    (
      await stack.portal
        .as('pat')
        .get<LakehouseDomainDetail>(`/lakehouse/domains/${domain}`)
    ).body;
  const syncOf = async (domain: string) =>
    (await domainOf(domain)).syncs?.find(
      sync => sync.kubernetesCluster === kubernetesCluster,
    );

  test.describe(title, () => {
    test('a create, an edit and a delete go live beside a failed, a suspended and a waiting job', async () => {
      const listed = async (state: string) => {
        const query = `domain=sales&kubernetesCluster=${kubernetesCluster}&state=${state}`;
        const { body } = await stack.portal
          .as('mia')
          .get<List<Workload>>(`/lakehouse/workloads?${query}`);
        return body.items.map(({ name }) => name);
      };
      expect(await listed('failed')).not.toEqual([]);
      expect(await listed('suspended')).not.toEqual([]);
      // More memory than is left.
      const waiting = freshName('waiting');
      await goesLive(
        'mia',
        'sales',
        create(waiting, {
          driver: { cores: 1, memory: '52g', serviceAccount: 'spark' },
          restartPolicy: {
            type: 'OnFailure',
            onSubmissionFailureRetries: 100,
            onSubmissionFailureRetryInterval: 5,
          },
        }),
      );

      await until(
        () => listed('pending'),
        names => names.includes(waiting),
        { what: `${waiting} waits` },
      );

      const name = freshName('circle');
      await goesLive('mia', 'sales', create(name));
      await goesLive('mia', 'sales', {
        ...{ kind: KIND, action: 'edit', name },
        values: [{ path: 'spec.executor.instances', value: 2 }],
      });
      const path = `/apis/sparkoperator.k8s.io/v1beta2/namespaces/dom-sales/sparkapplications/${name}`;
      const kubernetes = stack.kubernetes[kubernetesCluster as 'west' | 'east'];
      const applied = await kubernetes.get(path);
      expect(applied.body.spec.executor.instances).toBe(2);
      await goesLive('mia', 'sales', { kind: KIND, action: 'delete', name });
      expect((await kubernetes.get(path)).status).toBe(404);
      await goesLive('mia', 'sales', {
        ...{ kind: KIND, action: 'delete', name: waiting },
      });
    });

    test('one refused object blocks what is merged after it, in the engine’s words, until it is gone', async () => {
      const path = `clusters/${kubernetesCluster}/domains/sales/rights.yaml`;
      const added = await stack.git.addFiles(
        {
          [path]: toYaml({
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'RoleBinding',
            metadata: { name: 'everything', namespace: 'dom-sales' },
            roleRef: {
              apiGroup: 'rbac.authorization.k8s.io',
              kind: 'ClusterRole',
              name: 'cluster-admin',
            },
            subjects: [{ kind: 'User', name: 'mia' }],
          }),
        },
        'Give mia everything',
      );
      expect(added.status, added.text).toBe(201);
      const { id } = await merge('mia', 'sales', create(freshName('behind')));
      const stuck = await followed(
        id,
        `${id} is blocked`,
        ({ blocked }) => blocked !== undefined,
      );
      expect(stuck.blocked?.reason).toContain(
        `${title} can't apply the domain's files: `,
      );
      expect(stuck.blocked?.reason).toMatch(refusal);
      expect(stuck.steps.find(step => step.id === 'synced')).toMatchObject({
        state: 'blocked',
        evidence: expect.stringMatching(refusal),
      });
      // Each time that it tries again the engine is at work for a moment.
      const sync = await until(
        () => syncOf('sales'),
        found => found?.state === 'blocked',
        { what: 'the sync is blocked' },
      );
      expect(sync?.message).toMatch(refusal);
      // The other Kubernetes cluster's sync of the domain is its own.
      await until(
        async () =>
          (
            await domainOf('sales')
          ).syncs.filter(
            other => other.kubernetesCluster !== kubernetesCluster,
          ),
        others => others.length === 1 && others[0].state === 'synced',
        { what: 'the other one is synced' },
      );

      await stack.git.removeFile(path);
      await followed(id, `${id} is live`, ({ phase }) => phase === 'live');
    });

    test('a new domain begins empty, and outlives its last workload', async () => {
      const domain = `lab-${kubernetesCluster}`;
      const [sales] = cluster.domains;
      const platform = buildPlatform(
        {
          ...sales,
          name: domain,
          owner: 'group:default/platform-engineers',
          members: {},
        },
        {
          cluster: kubernetesCluster,
          engine: cluster.engine,
          gitUrl: stack.git.url,
        },
      );
      const root = `clusters/${kubernetesCluster}/domains/${domain}`;
      const added = await stack.git.addFiles(
        {
          [`${root}/marker.yaml`]: toYaml(buildMarker(domain)),
          ...Object.fromEntries(
            Object.entries(platform).map(([file, objects]) => [
              `platform/${kubernetesCluster}/${domain}/${file}`,
              toYaml(...objects),
            ]),
          ),
        },
        `Make the domain ${domain}`,
      );
      expect(added.status, added.text).toBe(201);
      const isSynced = (what: string) =>
        until(
          () => syncOf(domain),
          sync => sync?.state === 'synced',
          {
            what,
            seconds: 90,
          },
        );
      await isSynced('the empty domain is synced');
      expect(await domainOf(domain)).toMatchObject({
        kubernetesClusters: [kubernetesCluster],
        running: 0,
        problems: [],
      });

      const name = freshName('only');
      await goesLive('pat', domain, create(name));
      await goesLive('pat', domain, { kind: KIND, action: 'delete', name });
      await isSynced('the emptied domain is synced');
      const kubernetes = stack.kubernetes[kubernetesCluster as 'west' | 'east'];
      const marker = await kubernetes.get(
        `/api/v1/namespaces/dom-${domain}/configmaps/lakefront-marker`,
      );
      expect(marker.status).toBe(200);
      await goesLive('pat', domain, create(freshName('after')));
    });
  });
}
