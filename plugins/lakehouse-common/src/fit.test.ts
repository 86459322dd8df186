import { computeFit, formatFootprint } from './fit';
import { sparkApplicationKind } from './kinds/spark-application';
import { buildSparkManifest, domainCapacityFixture } from './testUtils';
import type { DomainCapacity } from './types';

const GIB = 1024 ** 3;

function fit(
  spec: Record<string, unknown>,
  capacity: DomainCapacity = domainCapacityFixture,
) {
  return computeFit({
    footprint: sparkApplicationKind.footprint(buildSparkManifest({ spec })),
    capacity,
    domain: 'sales',
    plural: 'sparkapplications.sparkoperator.k8s.io',
  });
}

const executors = (instances: number, cores = 2) => ({
  executor: { instances, cores, memory: '4g' },
});

describe('computeFit', () => {
  it('says what it asks for and what is left', () => {
    expect(fit({})).toEqual({
      fits: true,
      summary: 'asks for 5 CPU, 14 GiB; sales has 22 CPU, 76 GiB left',
      problems: [],
    });
  });

  it('waits where others use it now', () => {
    const { fits, summary, problems } = fit(executors(12));
    expect(fits).toBe(false);
    expect(problems.map(({ code, resource }) => `${code} ${resource}`)).toEqual(
      ['quota requests.cpu'],
    );
    expect(summary).toBe(
      'asks for 25 CPU, 70 GiB; sales has 22 CPU left, so it waits until 3 CPU more are free',
    );
  });

  it('names what waits already, which holds nothing', () => {
    const quotas = domainCapacityFixture.quotas.map(quota => ({
      ...quota,
      waiting: quota.resource === 'requests.cpu' ? 20 : 0,
    }));
    const answer = fit({}, { ...domainCapacityFixture, quotas });
    expect(answer.fits).toBe(true);
    expect(answer.summary).toMatch(/left, and work that waits for 20 CPU$/);
  });

  it('counts what it uses now as free where it starts anew', () => {
    const { parts, ...rest } = sparkApplicationKind.footprint(
      buildSparkManifest({ spec: executors(2) }),
    );
    const again = (instances: number) =>
      computeFit({
        footprint: sparkApplicationKind.footprint(
          buildSparkManifest({ spec: executors(instances) }),
        ),
        capacity: domainCapacityFixture,
        domain: 'sales',
        replaces: { ...rest, parts },
      });
    expect(again(12).summary).toBe(
      'asks for 25 CPU, 70 GiB; sales has 27 CPU, 90 GiB left, with what it uses now',
    );
    expect(again(14).fits).toBe(false);
  });

  it('never fits above the whole quota', () => {
    expect(fit(executors(40)).problems[0]).toMatchObject({
      code: 'quota-hard',
      message: 'sales may never use more than 64 CPU, so this can never run',
    });
  });

  it('starts smaller where it may grow', () => {
    const dynamicAllocation = {
      enabled: true,
      minExecutors: 1,
      maxExecutors: 40,
    };
    expect(fit({ dynamicAllocation }).problems[0]).toMatchObject({
      code: 'quota',
      message:
        'sales has 22 CPU left, so it starts and grows no further than that',
    });
  });

  it('is refused above the limit of a pod', () => {
    expect(fit(executors(1, 20))).toMatchObject({
      summary:
        'asks for 21 CPU, 8.4 GiB; its executor asks for 20 CPU; one pod in sales may have at most 16 CPU',
      problems: [{ code: 'limit', resource: 'cpu', path: 'spec.executor' }],
    });
  });

  it('needs a CPU limit where the domain counts them or sets a lower one', () => {
    const withLimit: DomainCapacity = {
      ...domainCapacityFixture,
      limits: { default: { cpu: 1 } },
    };
    expect(fit({}, withLimit).problems[0].message).toBe(
      'sales limits a pod to 1 CPU where nothing else is said: set the CPU limit (coreLimit) of its executor to at least 2 CPU',
    );
    const counting: DomainCapacity = {
      ...domainCapacityFixture,
      limits: {},
      quotas: [
        {
          resource: 'limits.cpu',
          quota: 'q',
          hard: 10,
          used: 0,
          waiting: 0,
          unit: 'cores',
        },
      ],
    };
    expect(fit({}, counting).problems.map(({ code }) => code)).toEqual([
      'limit',
      'limit',
    ]);
    const limited = {
      driver: { coreLimit: '1' },
      executor: { cores: 2, coreLimit: '3', instances: 2 },
    };
    expect(fit(limited, counting)).toMatchObject({ fits: true });
    expect(
      fit(
        { ...limited, executor: { ...limited.executor, instances: 4 } },
        counting,
      ).problems[0],
    ).toMatchObject({ code: 'quota-hard', asked: 13 });
  });

  it('counts objects where a quota does', () => {
    const capacity: DomainCapacity = {
      ...domainCapacityFixture,
      quotas: [
        {
          resource: 'count/sparkapplications.sparkoperator.k8s.io',
          quota: 'q',
          hard: 3,
          used: 3,
          waiting: 0,
          unit: 'count',
        },
      ],
    };
    expect(fit({}, capacity).problems[0].message).toBe(
      'sales has 3 of at most 3 sparkapplications; one must be removed first',
    );
  });

  it('fits where there is no quota', () => {
    expect(fit({}, { ...domainCapacityFixture, quotas: [] }).summary).toBe(
      'asks for 5 CPU, 14 GiB; sales has no quota',
    );
  });

  it('names GPUs', () => {
    expect(formatFootprint({ cpu: 1, memory: GIB, gpu: 2 })).toBe(
      '1 CPU, 1 GiB, 2 GPU',
    );
  });
});
