import { randomBytes } from 'node:crypto';
import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import * as fc from 'fast-check';
import { FakeKubernetes } from '../__testUtils__/FakeKubernetes';
import { job, namespaceOf, quotaOf } from '../__testUtils__/lakehouseObjects';
import { startTestIndex } from '../__testUtils__/startTestIndex';
import { waitUntil } from '../__testUtils__/waitUntil';
import { needsAttention } from '../index/needsAttention';
import { toWorkload } from '../index/toWorkload';
import type { DomainKey } from '../types';
import { Versions } from '../versions/Versions';
import { PlaceSelector } from './PlaceSelector';
import { WorkloadQueries } from './WorkloadQueries';
import { comparePositions, toWorkloadKey, valueOf } from './sortWorkloads';
import {
  NO_OWNER,
  WORKLOAD_SORTS,
  type WorkloadFilters,
  type WorkloadSort,
} from './WorkloadQuery';

jest.setTimeout(60_000);

const DOMAINS = ['sales', 'risk', 'marketing'];
const NOW = Date.parse('2026-11-20T12:00:00Z');
const FACETS = [
  'state',
  'kind',
  'domain',
  'kubernetesCluster',
  'owner',
] as const;

/** What a filter means, said as plainly as can be. */
function isWanted(
  workload: Workload,
  filters: WorkloadFilters,
  except?: string,
): boolean {
  return (
    FACETS.every(name => {
      const wanted: string[] | undefined = filters[name];
      const value = workload[name] ?? NO_OWNER;
      return name === except || !wanted || wanted.includes(value);
    }) &&
    (!filters.role || filters.role.includes(workload.role)) &&
    workload.name.includes(filters.q ?? '') &&
    (!filters.attention || needsAttention(workload))
  );
}

/** The whole list in order, sorted at once. */
function inOrder(
  workloads: Workload[],
  by: { sort: WorkloadSort; descending: boolean },
): Workload[] {
  return workloads
    .map(workload => {
      const { name, domain } = workload;
      const prefix = toWorkloadKey({ ...workload, name: '' });
      const value = valueOf(workload, domain, { ...by, now: NOW });
      return { workload, value, prefix, name };
    })
    .sort((a, b) => comparePositions(a, b, by))
    .map(({ workload }) => workload);
}

describe('WorkloadQueries', () => {
  const kubernetes = new FakeKubernetes();
  let replica: Awaited<ReturnType<typeof startTestIndex>>;
  let queries: WorkloadQueries;

  beforeAll(async () => {
    for (const domain of DOMAINS) {
      kubernetes.put(namespaceOf(domain), quotaOf(domain, '250Gi'));
    }
    replica = await startTestIndex({ server: await kubernetes.start() });
    queries = new WorkloadQueries({
      index: replica.index,
      selector: new PlaceSelector(replica.domains),
      versions: new Versions(randomBytes(32)),
      now: () => NOW,
    });
  });

  afterAll(async () => {
    await replica?.stop();
    await kubernetes.stop();
  });

  /** All workloads that a scope may see, straight from the index. */
  function seen(scope: ReadonlySet<DomainKey>): Workload[] {
    const { index, domains } = replica;
    return index
      .workloadViews()
      .flatMap(view => view.list().entries)
      .flatMap(({ row }) => {
        const { kubernetesCluster, namespace } = row.workload;
        const place = domains.placeOf(kubernetesCluster, namespace);
        return place && scope.has(place.key)
          ? [toWorkload(index, row, place)]
          : [];
      });
  }

  const filters: fc.Arbitrary<WorkloadFilters> = fc.record(
    {
      domain: fc.subarray([...DOMAINS, 'absent'], { minLength: 1 }),
      state: fc.subarray(['running', 'failed', 'pending', 'succeeded'], {
        minLength: 1,
      }),
      owner: fc.subarray(['none', 'group:default/sales-data'], {
        minLength: 1,
      }),
      role: fc.constantFrom(['job'], ['branch']),
      kind: fc.constantFrom(['spark-application'], ['other']),
      q: fc.constantFrom('a', 'job-1', 'zz', '-'),
      attention: fc.constant(true),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<WorkloadFilters>;

  const order = fc.record({
    sort: fc.constantFrom(...WORKLOAD_SORTS),
    descending: fc.boolean(),
  });

  const change = fc.record({
    domain: fc.constantFrom(...DOMAINS),
    name: fc.constantFrom('job-1', 'job-12', 'alpha', 'beta-a'),
    state: fc.constantFrom('RUNNING', 'FAILED', 'COMPLETED', 'SUBMITTED', ''),
    memory: fc.constantFrom('20Gi', '250Gi'),
  });

  it('answers as a plain scan would, whatever was asked and changed before', async () => {
    const { index } = replica;
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(filters, order), { minLength: 1, maxLength: 4 }),
        fc.subarray(DOMAINS),
        async (changes, questions, mine) => {
          for (const { domain, name, state, memory } of changes) {
            const object = job(domain, name, {
              state,
              spec: { executor: { cores: 4, memory: '48g', instances: 4 } },
            });
            if (state === '') {
              kubernetes.remove(object);
            } else {
              kubernetes.put(object);
            }
            kubernetes.put(quotaOf(domain, memory));
          }
          const last = { west: `${kubernetes.version}` };
          await waitUntil(() => index.quotas.position().west === last.west);
          const spark = index.workloads.get('spark-application')!;
          await waitUntil(() =>
            changes.every(({ domain, name }) => {
              const entry = spark.get('west', `dom-${domain}`, name);
              const final = changes.findLast(
                one => one.domain === domain && one.name === name,
              );
              return final?.state === ''
                ? entry === undefined
                : entry?.row.workload.stateDetail === final?.state;
            }),
          );
          const scope = new Set(mine.map(name => `west/${name}` as DomainKey));
          for (const [asked, by] of [...questions, ...questions]) {
            const all = seen(scope);
            const wanted = all.filter(one => isWanted(one, asked));
            const answer = await queries.list(scope, {
              filters: asked,
              ...by,
              limit: 1000,
            });
            expect(answer.total).toBe(wanted.length);
            expect(answer.items).toEqual(inOrder(wanted, by));

            const facets = queries.facets(scope, asked);
            for (const name of FACETS) {
              const counts: Record<string, number> = {};
              for (const one of all.filter(each =>
                isWanted(each, asked, name),
              )) {
                const value = one[name] ?? NO_OWNER;
                counts[value] = (counts[value] ?? 0) + 1;
              }
              expect(facets[name]).toEqual(counts);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
