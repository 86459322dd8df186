import { buildPipeline, buildPipelineVersion } from './buildPipeline';
import { going, live } from './kubeflowObjects';
import type { KindFixture } from './sparkApplicationFixtures';

/** A pipeline and a version have no states but these. @public */
export const kubeflowPipelineFixtures: KindFixture[] = [
  {
    name: 'there',
    object: live(buildPipeline()),
    expected: { state: 'succeeded', stateDetail: 'Ready' },
  },
  {
    name: 'deleting',
    object: live(buildPipeline(), undefined, going),
    expected: {
      ...{ state: 'pending', stateDetail: 'Deleting', reason: 'deleting' },
    },
  },
];

/** @public */
export const kubeflowVersionFixtures: KindFixture[] = [
  {
    name: 'there',
    object: live(buildPipelineVersion()),
    expected: { state: 'succeeded', stateDetail: 'Ready' },
  },
  {
    // Nobody writes the conditions of a version that came by Git, and what they say is not believed.
    name: 'with a condition',
    object: live(buildPipelineVersion(), {
      conditions: [{ type: 'PipelineVersionStatus', status: 'False' }],
    }),
    expected: { state: 'succeeded', stateDetail: 'Ready' },
  },
  {
    name: 'deleting',
    object: live(buildPipelineVersion(), undefined, going),
    expected: {
      ...{ state: 'pending', stateDetail: 'Deleting', reason: 'deleting' },
    },
  },
];
