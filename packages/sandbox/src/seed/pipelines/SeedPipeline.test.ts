import { newest } from '../../kubeflow/host/KubeflowHost';
import { SEED_PIPELINES } from './SeedPipeline';

describe('versions of the seed', () => {
  it.each(
    SEED_PIPELINES.map(({ name, versions }) => [name, versions] as const),
  )(
    'of %s are made one after the other, so that one is the newest',
    (_name, versions) => {
      const days = versions.map(version => version.days);
      expect(days).toEqual([...new Set(days)].sort((a, b) => b - a));
    },
  );
});

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
