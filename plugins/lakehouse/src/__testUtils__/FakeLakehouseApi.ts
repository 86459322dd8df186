import {
  builtInKinds,
  toKindInfo,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseApi } from '../api';
import { changeDetailFixture, changeFixture, blockedChange } from './changes';
import {
  domainDetailFixture,
  domainsFixture,
  facetsFixture,
  liveFreshness,
} from './domains';
import {
  branchDetailFixture,
  branchesFixture,
  commitsFixture,
  comparisonFixture,
  hookRunFixture,
  liveLake,
  previewFixture,
  repositoryDetailFixture,
  repositoryFixture,
  tablesFixture,
} from './lakefs';
import {
  liveKubeflow,
  pipelineComparisonFixture,
  pipelineDetailFixture,
  pipelineFixture,
  runComparisonFixture,
  runDetailFixture,
  runFixture,
  valuesFixture,
  versionDetailFixture,
} from './kubeflow';
import { refusal } from './refusal';
import { usageFixture } from './usage';
import {
  detailFixture,
  manifestFixture,
  podsFixture,
  runsFixture,
  workloadsFixture,
} from './workloads';

const logText = [
  '26/01/02 10:02:43 INFO SparkContext: Running Spark version 4.0.1',
  '26/01/02 10:05:00 WARN TaskSetManager: Lost task 3.0 in stage 2.0',
  '26/01/02 10:09:21 ERROR Executor: Exception in task 7.0',
  'java.lang.OutOfMemoryError: Java heap space',
  '    at org.apache.spark.util.X.y(X.scala:1)',
].join('\n');

/** A stream that gives the text at once and ends. */
export function streamOf(text: string): ReadableStream<Uint8Array> {
  let left: string | undefined = text;
  const reader = {
    read: async () => {
      const value = left;
      left = undefined;
      return value === undefined
        ? { done: true, value: undefined }
        : { done: false, value: new TextEncoder().encode(value) };
    },
    cancel: async () => {},
  };
  return { getReader: () => reader } as unknown as ReadableStream<Uint8Array>;
}

/** Answers as the backend would for mia; a test replaces what it is about. */
export function fakeLakehouseApi(
  replaced: Partial<LakehouseApi> = {},
): LakehouseApi {
  return {
    listDomains: async () => ({
      items: domainsFixture,
      freshness: liveFreshness,
      version: 'v1',
      total: domainsFixture.length,
    }),
    getDomain: async () => domainDetailFixture,
    listUsage: async () => usageFixture,
    listKinds: async () => builtInKinds.map(toKindInfo),
    listWorkloads: async query => {
      const items = workloadsFixture.filter(
        row =>
          (!query.state?.length || query.state.includes(row.state)) &&
          (!query.attention ||
            ['failed', 'pending'].includes(row.state) ||
            row.reason?.missing !== undefined) &&
          (!query.domain?.length || query.domain.includes(row.domain)) &&
          (!query.q || row.name.includes(query.q)),
      );
      return {
        items,
        freshness: liveFreshness,
        version: 'v1',
        total: items.length,
      };
    },
    getFacets: async () => facetsFixture,
    getWorkload: async () => detailFixture,
    getWorkloadManifest: async () => manifestFixture,
    listWorkloadEvents: async () => [
      {
        type: 'Warning',
        reason: 'BackOff',
        message: 'Back-off restarting failed container',
        about: 'Pod/daily-orders-driver',
        count: 3,
        firstAt: '2026-01-02T10:08:00Z',
        lastAt: '2026-01-02T10:09:00Z',
      },
    ],
    listWorkloadPods: async () => podsFixture,
    listWorkloadRuns: async () => runsFixture.slice(0, 6),
    openLog: async () => streamOf(logText),
    listRuns: async () => runsFixture,
    checkFit: async () => ({
      fits: true,
      summary: 'asks for 6 CPU, 14 GiB; sales has 22 CPU, 76 GiB left',
      problems: [],
    }),
    listChanges: async query => ({
      items: [changeFixture, blockedChange].filter(
        change => !query.phase?.length || query.phase.includes(change.phase),
      ),
      freshness: liveFreshness,
    }),
    getChange: async () => changeDetailFixture,
    checkChange: async () => ({
      ok: true,
      problems: [],
      operations: [],
      consequences: [],
      files: [],
    }),
    proposeChange: async () => changeFixture,
    getFreshness: async () =>
      liveFreshness.map(row => ({ ...row, resource: '*' })),
    getHealth: async () => {
      throw refusal(404, 'There is nothing here, or it is not yours to see');
    },
    listLakeFSRepositories: async () => ({
      items: [repositoryFixture],
      total: 1,
      freshness: liveLake,
    }),
    getLakeFSRepository: async () => repositoryDetailFixture,
    listLakeFSBranches: async () => branchesFixture,
    getLakeFSBranch: async () => branchDetailFixture,
    listLakeFSRefs: async (_address, { q = '' }) => ({
      items: [
        { id: 'main', type: 'branch' as const, commitId: 'a1a1a1a1a1a1a1a1' },
        { id: 'v1', type: 'tag' as const, commitId: 'b2b2b2b2b2b2b2b2' },
      ].filter(({ id }) => id.includes(q)),
      freshness: liveLake,
    }),
    listLakeFSCommits: async () => ({
      items: commitsFixture,
      freshness: liveLake,
    }),
    compareLakeFS: async (_address, { prefix }) => comparisonFixture(prefix),
    listLakeFSUncommitted: async (_address, { prefix }) =>
      comparisonFixture(prefix),
    listLakeFSTables: async () => tablesFixture,
    listLakeFSHookRuns: async () => ({
      items: [hookRunFixture],
      freshness: liveLake,
    }),
    getLakeFSHookRun: async () => hookRunFixture,
    previewLakeFSPromotion: async () => previewFixture,
    listPipelines: async () => ({
      items: [pipelineFixture()],
      total: 1,
      freshness: liveFreshness,
      kubeflow: liveKubeflow,
      backfill: [],
    }),
    getPipeline: async () => pipelineDetailFixture,
    getPipelineVersion: async () => versionDetailFixture,
    comparePipelineVersions: async () => pipelineComparisonFixture,
    listPipelineRuns: async () => ({
      items: [runFixture()],
      total: 1,
      freshness: liveFreshness,
      kubeflow: liveKubeflow,
      backfill: [],
    }),
    getPipelineRun: async () => runDetailFixture,
    getPipelineStepValues: async () => valuesFixture,
    comparePipelineRuns: async () => runComparisonFixture,
    readPipelineSource: async url => ({ url, text: '' }),
    ...replaced,
  };
}
