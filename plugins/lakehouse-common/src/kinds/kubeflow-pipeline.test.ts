import {
  buildPipeline,
  buildPipelineVersion,
  buildSchedule,
  buildStart,
} from '../testUtils';
import { workload } from './__testUtils__/checkObject';
import { kubeflowPipelineKind } from './kubeflow-pipeline';

describe('a pipeline', () => {
  const kind = kubeflowPipelineKind;

  it('takes its versions with it', () => {
    expect(kind.consequences!(undefined, buildPipeline())).toEqual([]);
    expect(kind.consequences!(buildPipeline(), undefined)).toEqual([
      expect.stringContaining('deletes all versions of pipeline'),
    ]);
  });

  it('is not taken out of Git without its versions', () => {
    const staying = [
      workload(buildPipelineVersion()),
      workload(buildPipelineVersion({ name: 'v2' })),
      { ...workload(buildPipelineVersion({ name: 'v3' })), notInGit: true },
      workload(
        buildPipelineVersion({ name: 'other', spec: { pipelineName: 'x' } }),
      ),
    ];
    expect(kind.checkRemoval!('orders-features', staying)).toEqual([
      {
        severity: 'error',
        message:
          'Versions orders-features-v1 and v2 of orders-features would stay in Git: KFP refuses a version without its pipeline, and what it refuses holds up every other version of the domain. Remove them in the same change.',
      },
    ]);
    expect(kind.checkRemoval!('orders-features', staying.slice(2))).toEqual([]);
  });

  it('is missed by what starts it by the clock', () => {
    const staying = [
      workload(buildSchedule()),
      workload(buildSchedule({ name: 'paused', suspend: true })),
      workload(buildStart()),
      workload(buildSchedule({ name: 'other', pipeline: 'x' })),
    ];
    expect(kind.checkRemoval!('orders-features', staying)).toEqual([
      {
        severity: 'warning',
        message:
          'Schedule orders-nightly starts orders-features, and would fail each time.',
      },
    ]);
  });

  it('holds a title and what it is for', () => {
    const spec = { description: 'Features\nof orders' };
    expect(kind.summarize(buildPipeline({ spec })).description).toBe(
      'Orders features · Features',
    );
    expect(kind.validate(buildPipeline({ spec }))).toEqual([]);
    expect(kind.validate(buildPipeline({ spec: { x: 1 } }))).toEqual([
      { path: 'spec.x', message: 'is not known' },
    ]);
  });
});
