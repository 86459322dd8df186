import { seededRandom } from '../random';
import { testJob } from '../testUtils/createTestCluster';
import { imagePullProblem } from './imagePullProblem';
import { planJob } from './planJob';
import { executorCounts, jvmMebibytes, podResources } from './podResources';
import { specHash } from './specHash';
import type { SparkSpec } from './SparkApplication';

const spec = (more: Partial<SparkSpec> = {}) => testJob('a', more).spec;

describe('planJob', () => {
  it.each([
    [[], 'success'],
    [['--sandbox-outcome=oom'], 'oom'],
    [['--date', '2026-01-01', '--sandbox-outcome=fail'], 'fail'],
    [['--sandbox-outcome=nonsense'], 'success'],
  ])('of %j is %s', (args, outcome) => {
    const plan = planJob(spec({ arguments: args }), seededRandom(1));
    expect(plan.outcome).toBe(outcome);
    expect(plan.seconds).toBeGreaterThanOrEqual(20);
    expect(plan.seconds).toBeLessThanOrEqual(40);
  });

  it.each([
    ['--sandbox-seconds=90', 90],
    ['--sandbox-seconds=0.5', 0.5],
  ])('takes as long as %s says', (text, seconds) => {
    const plan = planJob(spec({ arguments: [text] }), seededRandom(1));
    expect(plan.seconds).toBe(seconds);
  });
});

describe('imagePullProblem', () => {
  it.each(['apache/spark:4.0.1', 'spark', 'registry.example.com/sales/jobs:1'])(
    'is none of %s',
    image => {
      expect(imagePullProblem(image)).toBeUndefined();
    },
  );

  it.each([
    ['registry.example.com/sales/jobs:missing', /not found$/],
    ['registry.internal:5000/jobs:1', /no such host$/],
    ['localhost/jobs:1', /no such host$/],
  ])('of %s is %s', (image, problem) => {
    expect(imagePullProblem(image)).toMatch(problem);
  });
});

describe('podResources', () => {
  it.each([
    ['512m', 512],
    ['4g', 4096],
    ['2048', 2048],
    ['1t', 1_048_576],
    ['4GB', 4096],
    ['many', 0],
  ])('reads %s as %d MiB', (text, size) => {
    expect(jvmMebibytes(text)).toBe(size);
  });

  it.each<[string, Partial<SparkSpec>, string]>([
    ['at least 384 MiB', {}, '2432Mi'],
    ['four tenths for Python', { type: 'Python' }, '2867Mi'],
    ['a tenth', { driver: { memory: '8g' } }, `${8192 + 819}Mi`],
    ['a factor', { memoryOverheadFactor: '0.5' }, '3072Mi'],
    [
      'an amount, also below the minimum',
      { driver: { memory: '2g', memoryOverhead: '100m' } },
      '2148Mi',
    ],
  ])('adds %s', (_, more, memory) => {
    const { requests, limits } = podResources(spec(more), 'driver');
    expect(requests.memory).toBe(memory);
    expect(limits.memory).toBe(memory);
  });

  it('limits CPU only where it is told to', () => {
    expect(
      podResources(
        spec({
          driver: {
            cores: 4,
            coreRequest: '500m',
            coreLimit: '2',
            gpu: { name: 'nvidia.com/gpu', quantity: 1 },
          },
        }),
        'driver',
      ),
    ).toEqual({
      requests: { cpu: '500m', memory: '1408Mi', 'nvidia.com/gpu': '1' },
      limits: { cpu: '2', memory: '1408Mi', 'nvidia.com/gpu': '1' },
    });
    expect(podResources(spec(), 'executor').limits).toEqual({
      memory: '1408Mi',
    });
  });

  it('starts with the executors that are asked for', () => {
    expect(executorCounts(spec())).toEqual({ initial: 2, max: 2 });
    expect(
      executorCounts(
        spec({
          executor: {},
          dynamicAllocation: {
            enabled: true,
            minExecutors: 2,
            maxExecutors: 9,
          },
        }),
      ),
    ).toEqual({ initial: 2, max: 9 });
  });
});

describe('specHash', () => {
  it('is the same for another order, suspend and timeToLiveSeconds', () => {
    const { driver, ...rest } = spec();
    const same = { driver, ...rest, suspend: true, timeToLiveSeconds: 5 };
    expect(specHash(same)).toBe(specHash(spec()));
    expect(specHash(spec({ image: 'other' }))).not.toBe(specHash(spec()));
  });
});
