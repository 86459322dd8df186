import type { KubernetesObject } from '../../types';
import {
  pipelineOfStarter,
  pipelineOfVersion,
  pipelineOfWorkflow,
} from './pipelineOf';

const object = (extra: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name: 'it' },
  ...extra,
});
const pod = (args: unknown) => ({
  template: { spec: { containers: [{ args }] } },
});

describe('to what of Kubeflow a workload belongs', () => {
  it.each([
    [
      'a Workflow',
      pipelineOfWorkflow,
      object({
        metadata: {
          name: 'it',
          labels: { 'pipeline/runid': 'r-1' },
          annotations: { 'pipelines.kubeflow.org/run_name': 'nightly' },
        },
      }),
      { runId: 'r-1', runName: 'nightly' },
    ],
    ['a bare Workflow', pipelineOfWorkflow, object({}), {}],
    [
      'a PipelineVersion',
      pipelineOfVersion,
      object({ spec: { pipelineName: 'orders' } }),
      { name: 'orders', version: 'it' },
    ],
    [
      'a Job',
      pipelineOfStarter,
      object({ spec: pod(['--name=it', '--pipeline=orders', '--version=v2']) }),
      { name: 'orders', version: 'v2' },
    ],
    [
      'a CronJob',
      pipelineOfStarter,
      object({ spec: { jobTemplate: { spec: pod(['--pipeline=orders']) } } }),
      { name: 'orders' },
    ],
    ['one that is odd', pipelineOfStarter, object({ spec: pod('no') }), {}],
  ])('is read of %s', (_what, read, given, pipeline) => {
    expect(read(given)).toEqual(pipeline);
  });
});
