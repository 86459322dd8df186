import {
  type DomainCapacity,
  sparkApplicationKind,
  sparkConnectKind,
  type Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  buildSparkApplication,
  buildSparkConnect,
} from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { explainMissing } from './explainMissing';

const GIB = 1024 ** 3;

/** A job that runs with fewer executors than it asks for. */
function waiting(executors: Record<string, string> = { a: 'RUNNING' }) {
  const object = buildSparkApplication({
    name: 'backfill',
    spec: {
      type: 'Scala',
      executor: { cores: 4, memory: '48g', instances: 4 },
    },
    status: {
      applicationState: { state: 'RUNNING' },
      executorState: executors,
    },
  });
  return {
    name: 'backfill',
    domain: 'sales',
    ...sparkApplicationKind.summarize(object),
    footprint: sparkApplicationKind.footprint(object),
  } as Workload;
}

function capacity(options: {
  memory?: number;
  cpu?: number;
  pods?: number;
  most?: number;
}): DomainCapacity {
  const { memory = 100 * GIB, cpu = 60, pods = 10, most } = options;
  const of = (resource: string, left: number, unit: 'cores' | 'bytes') => ({
    ...{ resource, quota: 'q', unit, waiting: 0 },
    ...{ hard: 1000 * GIB, used: 1000 * GIB - left },
  });
  return {
    kubernetesCluster: 'west',
    namespace: 'dom-sales',
    quotas: [
      of('requests.cpu', cpu, 'cores'),
      of('requests.memory', memory, 'bytes'),
      { ...of('pods', pods, 'cores'), unit: 'count' },
    ],
    limits: most === undefined ? {} : { max: { memory: most } },
  };
}

describe('explainMissing', () => {
  it.each([
    [
      { memory: 42.9 * GIB },
      'Runs with 1 of 4 executors: the next one needs 52.8 GiB, sales has 42.9 GiB left.',
    ],
    [
      { cpu: 1 },
      'Runs with 1 of 4 executors: the next one needs 4 CPU, sales has 1 CPU left.',
    ],
    [
      { pods: 0 },
      'Runs with 1 of 4 executors: the next one needs 1 pod, sales has 0 pods left.',
    ],
    [
      { most: 32 * GIB },
      'Runs with 1 of 4 executors: its executor asks for 52.8 GiB; one pod in sales may have at most 32 GiB.',
    ],
  ])('says what the next one meets with %j', (left, message) => {
    const { reason, state } = explainMissing(waiting(), capacity(left));
    expect(state).toBe('running');
    expect(reason).toEqual({
      code: 'executors-missing',
      message,
      editPath: 'spec.executor',
      missing: { role: 'executor', running: 1, wanted: 4 },
    });
  });

  it('takes back that any waits where the next one has room', () => {
    expect(explainMissing(waiting(), capacity({})).reason).toBeUndefined();
  });

  it('keeps what else the kind said', () => {
    const lost = waiting({ a: 'RUNNING', b: 'FAILED' });
    expect(explainMissing(lost, capacity({})).reason).toMatchObject({
      code: 'executor-lost',
    });
    expect(explainMissing(lost, capacity({})).reason?.missing).toBeUndefined();
    expect(explainMissing(lost, capacity({ cpu: 1 })).reason?.code).toBe(
      'executors-missing',
    );
  });

  it('leaves others as they are', () => {
    const whole = waiting({ a: 'RUNNING', b: 'PENDING' });
    expect(explainMissing(whole, capacity({ cpu: 0 }))).toBe(whole);
  });

  it('says why a compute cluster has no server, where the quota is why', () => {
    const object = buildSparkConnect();
    const workload = {
      name: 'sales-sql',
      domain: 'sales',
      ...sparkConnectKind.summarize(object),
      footprint: sparkConnectKind.footprint(object),
    } as Workload;
    expect(explainMissing(workload, capacity({ cpu: 1 })).reason).toMatchObject(
      {
        code: 'server-missing',
        message: 'Waits for its server: it needs 2 CPU, sales has 1 CPU left.',
      },
    );
    expect(explainMissing(workload, capacity({})).reason).toMatchObject({
      message: 'The operator has not made its server yet.',
    });
  });
});
