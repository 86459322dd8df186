import {
  kubeflowPipelineVersionKind,
  lakefsBranchKind,
  sparkApplicationKind,
  sparkConnectKind,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { buildSparkApplication } from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import type { WireObject } from '@lakefront/kube-index';
import { toPodLabel, toPodLabelKeys } from './definitions';
import { longestPrefix } from './eventsOf';
import { projectNamespace } from './projectNamespace';
import { toNetworkSentence } from './projectNetworkPolicy';
import { projectPod, toPodSummary } from './projectPod';
import { projectSettings } from './projectSettings';
import { projectSync } from './projectSync';
import { projectWorkload } from './projectWorkload';

const west = { kubernetesCluster: 'west' };

const wire = (rest: Record<string, unknown>): WireObject =>
  ({ metadata: { name: 'x', namespace: 'dom-sales' }, ...rest } as WireObject);

describe('projectNamespace', () => {
  const label = 'lakefront.dev/domain';
  it.each([
    ['sales', 'sales'],
    ['Sales', undefined],
    ['../risk', undefined],
    ['', undefined],
  ])('label %p is domain %p', (value, domain) => {
    const projection = projectNamespace(
      wire({ metadata: { name: 'dom-x', labels: { [label]: value } } }),
      { ...west, label },
    );
    expect(projection?.row.domain).toBe(domain);
  });

  it('grants nothing by members that cannot be read, and says so', () => {
    const projection = projectNamespace(
      wire({
        metadata: {
          name: 'dom-x',
          labels: { [label]: 'x' },
          annotations: { 'lakefront.dev/members': 'nonsense' },
        },
      }),
      { ...west, label },
    );
    expect(projection?.row).toMatchObject({ members: [] });
    expect(projection?.row.problems).toHaveLength(1);
  });
});

describe('projectSync', () => {
  const ready = (status: string, reason: string = 'X') => ({
    conditions: [{ type: 'Ready', status, reason, message: 'why' }],
  });
  it.each([
    [ready('True'), 'synced'],
    [ready('False', 'ReconciliationFailed'), 'blocked'],
    [ready('False', 'DependencyNotReady'), 'syncing'],
    [ready('Unknown', 'Progressing'), 'syncing'],
    [undefined, 'unknown'],
  ])('%j is %s', (status, state) => {
    const { row } = projectSync(
      wire({ spec: { path: './clusters/west/domains/sales/' }, status }),
      west,
    );
    expect(row.directories).toEqual([
      { path: 'clusters/west/domains/sales', revision: undefined },
    ]);
    expect(row.sync.state).toBe(state);
  });
});

describe('projectPod', () => {
  const labelKeys = toPodLabelKeys([sparkApplicationKind]);
  const pod = (status: unknown, labels = { [labelKeys[0]]: 'daily' }) =>
    projectPod(
      wire({
        metadata: { name: 'x', namespace: 'dom-sales', labels },
        spec: { containers: [] },
        status,
      }),
      { ...west, labelKeys },
    );

  it('keeps pods of our kinds only', () => {
    expect(pod({}, {})).toBeUndefined();
    expect(pod({})?.keys.label).toEqual([
      `west/dom-sales/${labelKeys[0]}=daily`,
    ]);
  });

  it.each([
    [
      'out of memory',
      {
        phase: 'Failed',
        containerStatuses: [
          {
            state: {
              terminated: {
                reason: 'OOMKilled',
                exitCode: 137,
                finishedAt: '2026-11-20T10:00:00Z',
              },
            },
          },
        ],
      },
      {
        reason: 'OOMKilled',
        exitCode: 137,
        endedAt: '2026-11-20T10:00:00Z',
      },
    ],
    [
      'image missing',
      {
        phase: 'Pending',
        containerStatuses: [
          { state: { waiting: { reason: 'ImagePullBackOff', message: 'm' } } },
        ],
      },
      { reason: 'ImagePullBackOff', message: 'm' },
    ],
    [
      'no room',
      {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: 'no node',
          },
        ],
      },
      { reason: 'Unschedulable', message: 'no node' },
    ],
  ])('says what is wrong: %s', (_, status, summary) => {
    const found = pod(status);
    expect(found && toPodSummary(found.row)).toMatchObject(summary);
  });
});

describe('the label of pods', () => {
  it('is one for all kinds of an operator, so that the API server leaves out others', () => {
    expect(toPodLabel([sparkApplicationKind, sparkConnectKind])).toBe(
      'sparkoperator.k8s.io/launched-by-spark-operator',
    );
    const other = {
      ...sparkConnectKind,
      podLabel: undefined,
      podSelector: () => ({ 'app.kubernetes.io/name': 'x' }),
    };
    expect(toPodLabel([sparkApplicationKind, other])).toBeUndefined();
    expect(toPodLabel([other])).toBe('app.kubernetes.io/name');
    // A kind without pods has no say.
    expect(toPodLabel([sparkApplicationKind, lakefsBranchKind])).toBe(
      'sparkoperator.k8s.io/launched-by-spark-operator',
    );
  });
});

describe('projectWorkload', () => {
  it('knows when more than the status was written last, where its kind compares that with pods', () => {
    const metadata = {
      name: 'x',
      namespace: 'dom-sales',
      managedFields: [
        { manager: 'flux', time: '2026-11-20T10:00:00Z' },
        { manager: 'person', time: '2026-11-20T11:00:00Z' },
        {
          manager: 'operator',
          subresource: 'status',
          time: '2026-11-20T12:00:00Z',
        },
      ],
    };
    const changedAt = (kind: WorkloadKind, over: object = {}) =>
      projectWorkload(wire({ metadata: { ...metadata, ...over } }), {
        ...west,
        kind,
      }).row.workload.changedAt;
    expect(changedAt(sparkConnectKind)).toBe('2026-11-20T11:00:00Z');
    expect(
      changedAt(sparkConnectKind, { managedFields: undefined }),
    ).toBeUndefined();
    // A hundred thousand jobs keep nothing that nobody asks for.
    expect(changedAt(sparkApplicationKind)).toBeUndefined();
  });

  it('tells an owner that made an object from one that it belongs to', () => {
    const owned = (kind: WorkloadKind, labels: Record<string, string> = {}) =>
      projectWorkload(
        wire({
          metadata: {
            ...{ name: 'x', namespace: 'dom-sales', labels },
            ownerReferences: [{ kind: 'Pipeline', name: 'x', uid: 'u-1' }],
          },
        }),
        { ...west, kind },
      ).row.workload.notInGit;
    expect(owned(kubeflowPipelineVersionKind)).toBe(true);
    expect(
      owned(kubeflowPipelineVersionKind, {
        'kustomize.toolkit.fluxcd.io/name': 'sales-after',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      }),
    ).toBeUndefined();
    expect(owned(sparkApplicationKind)).toBeUndefined();
  });

  it('keeps the beginning of what a driver printed, not all of it', () => {
    const status = (errorMessage: string) => ({
      applicationState: { state: 'FAILED', errorMessage },
      submissionID: 'sub-1',
      lastSubmissionAttemptTime: '2026-11-20T10:00:00Z',
      terminationTime: '2026-11-20T10:08:00Z',
    });
    const rowOf = (errorMessage: string) =>
      projectWorkload(buildSparkApplication({ status: status(errorMessage) }), {
        ...west,
        kind: sparkApplicationKind,
      }).row;
    const { workload, run } = rowOf(`begin ${'printed '.repeat(100_000)}`);
    expect(workload.reason?.detail).toMatch(/^begin .*…$/);
    expect(workload.reason?.detail).toHaveLength(2_001);
    expect(JSON.stringify(run).length).toBeLessThan(5_000);
    expect(rowOf('a short one').workload.reason?.detail).toBe('a short one');
  });

  it('hides credentials in what the system said', () => {
    const { row } = projectWorkload(
      buildSparkApplication({
        status: {
          applicationState: {
            state: 'FAILED',
            errorMessage:
              'cannot reach https://user:hunter2@db password=hunter2',
          },
        },
      }),
      { ...west, kind: sparkApplicationKind },
    );
    expect(JSON.stringify(row)).not.toContain('hunter2');
  });

  it('keeps what its kind cannot read in sight', () => {
    const throwing = () => {
      throw new Error('odd');
    };
    const { row } = projectWorkload(wire({}), {
      ...west,
      kind: {
        ...sparkApplicationKind,
        summarize: throwing,
        footprint: throwing,
        run: throwing,
        podSelector: throwing,
      },
    });
    expect(row.workload).toMatchObject({
      name: 'x',
      state: 'unknown',
      reason: { code: 'unreadable' },
    });
  });
});

it('allows nothing by settings that cannot be read, and says why', () => {
  const projection = projectSettings(
    wire({ data: { 'settings.yaml': 'images: 3' } }),
  );
  expect(projection?.row.settings.images).toEqual([]);
  expect(projection?.row.problems[0]).toContain('cannot be read');
  expect(projectSettings(wire({ data: {} }))).toBeUndefined();
});

it.each([
  [{ spec: {} }, 'All pods may not be reached.'],
  [
    {
      spec: {
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: {} }] }],
        egress: [
          {
            to: [
              {
                namespaceSelector: {
                  matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
                },
              },
            ],
            ports: [{ port: 53 }, { port: 53 }],
          },
          { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
        ],
      },
    },
    'All pods may be reached from pods of this domain and may reach namespaces with name kube-system on port 53, addresses 10.0.0.0/8.',
  ],
])('says a network policy in words', (policy, sentence) => {
  expect(toNetworkSentence(policy)).toBe(sentence);
});

it.each([
  ['a-driver', ['a', 'a-b'], 'a'],
  ['a-b-driver', ['a', 'a-b'], 'a-b'],
  ['ab-driver', ['a'], undefined],
])('%s of %j is %s', (pod, names, owner) => {
  expect(longestPrefix(pod, names)).toBe(owner);
});
