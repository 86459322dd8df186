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
