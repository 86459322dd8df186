import { newest } from './newest';

describe('newest', () => {
  const version = (name: string, day: number) => ({
    ...{
      apiVersion: 'pipelines.kubeflow.org/v2beta1',
      kind: 'PipelineVersion',
    },
    metadata: { name, creationTimestamp: `2026-11-0${day}T00:00:00Z` },
  });

  it('is what was made last, and of those made at once what counts furthest', () => {
    const versions = [version('v9', 2), version('v10', 2), version('v11', 1)];
    for (const some of [versions, [...versions].reverse()]) {
      expect(newest(some)?.metadata.name).toBe('v10');
    }
    expect(newest([])).toBeUndefined();
  });
});
