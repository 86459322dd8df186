import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import { buildPlatform } from '../../packages/sandbox/src/seed/buildPlatform';
import { buildMarker } from '../../packages/sandbox/src/seed/gitopsFiles';
import type { SeedCluster } from '../../packages/sandbox/src/seed/SeedCluster';
import type {
  ChangeRequest,
  LakehouseDomainDetail,
  List,
  ProposedObject,
  Workload,
} from '../../plugins/lakehouse-common/src/types';
import type { PortalApi } from '../e2e/api/support/PortalApi';
import { freshName, sparkJob } from '../e2e/api/support/sparkJob';
import { until } from '../e2e/api/support/until';
import type { KubeHttp } from '../real/support/KubeHttp';

const KIND = 'spark-application';
const JOBS = '/apis/sparkoperator.k8s.io/v1beta2/namespaces/dom-sales';
const INTRUDER = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'everything', namespace: 'dom-sales' },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: 'cluster-admin',
  },
  subjects: [{ kind: 'User', name: 'mia' }],
};

/** A portal over a Git host and a Kubernetes cluster, and what people do there past the portal. */
export interface EngineSide {
  portal: PortalApi;
  /** As its administrator. */
  kubernetes: KubeHttp;
  /** Of the Git host, as the platform's files name it. */
  gitUrl: string;
  /** Reviews and merges, as those who may. */
  merge(change: ChangeRequest): Promise<void>;
  /** A commit of new files straight to the base branch. */
  addFiles(files: Record<string, string>, message: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Brings it about that one job of `sales` has failed, one is suspended and one waits; answers their names. */
  bringNeighbours(): Promise<
    Record<'failed' | 'suspended' | 'pending', string>
  >;
}

/** What differs from engine to engine, in their own words. */
export interface EngineWords {
  cluster: SeedCluster;
  /** As the portal calls it. */
  title: string;
  /** What is said of a RoleBinding among a domain's workloads. */
  refusal: RegExp;
  /** Whether what the API server refuses stops nothing beside it. */
  goesOn: boolean;
}

/** How the two engines are, in their own words. */
export const FLUX_WORDS = {
  title: 'Flux on west',
  refusal:
    /RoleBinding\/dom-sales\/everything dry-run failed \(Forbidden\): .*cannot patch resource "rolebindings"/,
  goesOn: false,
};
export const ARGO_CD_WORDS = {
  title: 'Argo CD on east',
  refusal:
    /RoleBinding\/dom-sales\/everything: resource rbac\.authorization\.k8s\.io:RoleBinding is not permitted in project sales-workloads/,
  goesOn: true,
};

const toYaml = (...objects: object[]) =>
  objects.map(object => stringify(object)).join('---\n');

/** What a change meets on its way through an engine, one story after the other, on whatever `side` is. */
export function engineStories(
  { cluster, title, refusal, goesOn }: EngineWords,
  side: () => EngineSide,
) {
  const { name: kubernetesCluster } = cluster;

  /** Asks as mia, and has it merged. */
  const merge = async (
    domain: string,
    object: ProposedObject,
  ): Promise<ChangeRequest> => {
    const asked = await side()
      .portal.as('mia')
      .post<ChangeRequest>('/lakehouse/changes', {
        ...{ domain, kubernetesCluster, objects: [object] },
      });
    expect(asked.status, asked.text).toBe(201);
    await side().merge(asked.body);
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
          await side()
            .portal.as('pat')
            .get<ChangeRequest>(`/lakehouse/changes/${id}`)
        ).body,
      isThere,
      { what, seconds: 90 },
    );

  const goesLive = async (domain: string, object: ProposedObject) => {
    const { id } = await merge(domain, object);
    const live = await followed(
      id,
      `${id} is live`,
      ({ phase }) => phase === 'live',
    );
    const synced = live.steps.find(step => step.id === 'synced');
    expect(synced?.evidence).toMatch(
      new RegExp(`^${title} applied .*\\b[0-9a-f]{7}$`),
    );
    return live;
  };

  const create = (name: string): ProposedObject => ({
    kind: KIND,
    object: sparkJob(name),
  });
  const remove = (name: string): ProposedObject => ({
    ...{ kind: KIND, action: 'delete', name },
  });

  const domainOf = async (domain: string) =>
    (
      await side()
        .portal.as('pat')
        .get<LakehouseDomainDetail>(`/lakehouse/domains/${domain}`)
    ).body;
  const syncOf = async (domain: string) =>
    (await domainOf(domain)).syncs?.find(
      sync => sync.kubernetesCluster === kubernetesCluster,
    );

  test('a create, an edit and a delete go live beside a failed, a suspended and a waiting job', async () => {
    const neighbours = await side().bringNeighbours();
    const areThere = async () => {
      for (const [state, name] of Object.entries(neighbours)) {
        const query = `domain=sales&kubernetesCluster=${kubernetesCluster}&state=${state}`;
        await until(
          () =>
            side()
              .portal.as('mia')
              .get<List<Workload>>(`/lakehouse/workloads?${query}`),
          ({ body }) => body.items.some(item => item.name === name),
          { what: `${name} is ${state}` },
        );
      }
    };
    await areThere();
    const name = freshName('circle');
    await goesLive('sales', create(name));
    await goesLive('sales', {
      ...{ kind: KIND, action: 'edit', name },
      values: [{ path: 'spec.executor.instances', value: 2 }],
    });
    const path = `${JOBS}/sparkapplications/${name}`;
    const { kubernetes } = side();
    const applied = await kubernetes.get<{
      spec: { executor: { instances: number } };
    }>(path);
    expect(applied.body.spec.executor.instances).toBe(2);
    await goesLive('sales', remove(name));
    expect((await kubernetes.get(path)).status).toBe(404);
    await areThere();
    await goesLive('sales', remove(neighbours.pending));
  });

  test('one refused object blocks what is merged after it, in the engine’s words, until it is gone', async () => {
    const path = `clusters/${kubernetesCluster}/domains/sales/rights.yaml`;
    await side().addFiles({ [path]: toYaml(INTRUDER) }, 'Give mia everything');
    const behind = freshName('behind');
    const { id } = await merge('sales', create(behind));
    const stuck = await followed(
      id,
      `${id} is blocked`,
      ({ blocked }) => blocked !== undefined,
    );
    expect(stuck.phase).toBe('merged');
    expect(stuck.blocked?.reason).toContain(
      `${title} can't apply the domain's files because of ${path} (commit `,
    );
    expect(stuck.blocked?.reason).toContain('"Give mia everything"): ');
    expect(stuck.blocked?.reason).toMatch(refusal);
    expect(stuck.blocked?.who).toBe('group:default/sales-data');
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
    const { kubernetes } = side();
    const binding = await kubernetes.get(
      '/apis/rbac.authorization.k8s.io/v1/namespaces/dom-sales/rolebindings/everything',
    );
    expect(binding.status).toBe(404);
    const job = `${JOBS}/sparkapplications/${behind}`;
    expect((await kubernetes.get(job)).status).toBe(404);
    // The other Kubernetes cluster's sync of the domain is its own.
    await until(
      async () =>
        (
          await domainOf('sales')
        ).syncs.filter(other => other.kubernetesCluster !== kubernetesCluster),
      others =>
        others.length > 0 && others.every(({ state }) => state === 'synced'),
      { what: 'the other one is synced' },
    );

    await side().removeFile(path);
    const live = await followed(
      id,
      `${id} is live`,
      ({ phase }) => phase === 'live',
    );
    expect(live.blocked).toBeUndefined();
    expect((await kubernetes.get(job)).status).toBe(200);
  });

  test(`what the API server refuses ${
    goesOn ? 'stops nothing' : 'stops all'
  } beside it, and the domain says so`, async () => {
    const path = `clusters/${kubernetesCluster}/domains/sales/broken.yaml`;
    const broken = freshName('broken');
    const { metadata, spec } = sparkJob(broken, { type: 'Cobol' });
    await side().addFiles(
      {
        [path]: toYaml({
          apiVersion: 'sparkoperator.k8s.io/v1beta2',
          kind: 'SparkApplication',
          metadata: { ...metadata, namespace: 'dom-sales' },
          spec,
        }),
      },
      'Write a job in Cobol',
    );
    const saysWhy = () =>
      until(
        () => syncOf('sales'),
        sync =>
          sync?.state === 'blocked' &&
          sync.message?.includes(`SparkApplication/dom-sales/${broken}`) ===
            true,
        { what: 'the domain says what is refused' },
      );
    await saysWhy();
    const beside = freshName('beside');
    const { id } = await merge('sales', create(beside));
    const change = await followed(
      id,
      `${id} is ${goesOn ? 'live' : 'blocked'}`,
      ({ phase, blocked }) =>
        goesOn ? phase === 'live' : blocked !== undefined,
    );
    expect(change.phase).toBe(goesOn ? 'live' : 'merged');
    const job = `${JOBS}/sparkapplications/${beside}`;
    const { kubernetes } = side();
    expect((await kubernetes.get(job)).status).toBe(goesOn ? 200 : 404);
    await saysWhy();

    await side().removeFile(path);
    await until(
      () => syncOf('sales'),
      sync => sync?.state === 'synced',
      { what: 'the sync is mended', seconds: 90 },
    );
    await followed(id, `${id} is live`, ({ phase }) => phase === 'live');
    expect((await kubernetes.get(job)).status).toBe(200);
  });

  test('a new domain begins empty, and outlives its last workload', async () => {
    const domain = `lab-${kubernetesCluster}`;
    const sales = cluster.domains.find(({ name }) => name === 'sales')!;
    const platform = buildPlatform(
      { ...sales, name: domain },
      {
        cluster: kubernetesCluster,
        engine: cluster.engine,
        gitUrl: side().gitUrl,
      },
    );
    const root = `clusters/${kubernetesCluster}/domains/${domain}`;
    await side().addFiles(
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
    const isSynced = (what: string) =>
      until(
        () => syncOf(domain),
        sync => sync?.state === 'synced',
        { what, seconds: 90 },
      );
    await isSynced('the empty domain is synced');
    expect(await domainOf(domain)).toMatchObject({
      kubernetesClusters: [kubernetesCluster],
      running: 0,
      problems: [],
    });

    const name = freshName('only');
    await goesLive(domain, create(name));
    await goesLive(domain, remove(name));
    await isSynced('the emptied domain is synced');
    const marker = await side().kubernetes.get(
      `/api/v1/namespaces/dom-${domain}/configmaps/lakefront-marker`,
    );
    expect(marker.status).toBe(200);
    await goesLive(domain, create(freshName('after')));
  });
}
