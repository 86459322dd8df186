import { buildSparkConnect } from './buildSparkConnect';
import type { KindFixture } from './sparkApplicationFixtures';

const STARTED = '2026-11-20T10:02:11Z';
const TURNED = '2026-11-20T10:02:48Z';

interface Told {
  isReady?: boolean;
  /** When the server's pod last became ready, or not. */
  turned?: string;
  message?: string;
  executors?: Record<string, number>;
  spec?: Record<string, unknown>;
  expected: Omit<KindFixture['expected'], 'stateDetail'>;
}

function fixture(name: string, state: string, told: Told): KindFixture {
  const { isReady = state === 'Ready', turned = TURNED } = told;
  return {
    name,
    object: buildSparkConnect({
      name,
      spec: told.spec,
      status: {
        state,
        startTime: STARTED,
        lastUpdateTime: turned,
        server: {
          podName: `${name}-server`,
          podIp: '10.244.1.7',
          serviceName: `${name}-server`,
        },
        ...(told.executors && { executors: told.executors }),
        conditions: [
          {
            type: 'ServerPodReady',
            status: isReady ? 'True' : 'False',
            reason: isReady ? 'ServerPodReady' : 'ServerPodNotReady',
            message:
              told.message ??
              (isReady ? 'Server pod is ready' : 'Server pod is not ready: '),
            lastTransitionTime: turned,
          },
        ],
      },
    }),
    expected: { stateDetail: state, ...told.expected },
  };
}

/** Every state that the operator's types have (it sets Ready and NotReady only), and more. @public */
export const sparkConnectFixtures: KindFixture[] = [
  {
    // Also what it stays at where the quota refuses the server: the operator writes no status then.
    name: 'new',
    object: buildSparkConnect({ name: 'new' }),
    expected: {
      state: 'pending',
      stateDetail: 'NEW',
      reason: 'server-missing',
    },
  },
  fixture('provisioning', 'Provisioning', { expected: { state: 'pending' } }),
  fixture('starting', 'NotReady', {
    turned: STARTED,
    expected: { state: 'pending', reason: 'server-not-ready' },
  }),
  fixture('lost-its-server', 'NotReady', {
    turned: '2026-11-20T14:30:00Z',
    expected: { state: 'pending', reason: 'server-not-ready' },
  }),
  fixture('ready', 'Ready', {
    executors: { running: 2 },
    expected: { state: 'running', startedAt: TURNED },
  }),
  fixture('ready-executors-starting', 'Ready', {
    executors: { running: 1, pending: 1 },
    expected: { state: 'running', startedAt: TURNED },
  }),
  fixture('ready-executors-missing', 'Ready', {
    executors: { running: 1 },
    expected: {
      state: 'running',
      startedAt: TURNED,
      reason: 'executors-missing',
    },
  }),
  fixture('ready-idle', 'Ready', {
    spec: {
      executor: { cores: 2, memory: '4g' },
      dynamicAllocation: { enabled: true, minExecutors: 0, maxExecutors: 6 },
    },
    expected: { state: 'running', startedAt: TURNED },
  }),
  fixture('failed', 'Failed', {
    isReady: false,
    message: 'Server pod is not ready: node was shut down',
    expected: { state: 'failed', reason: 'server-failed' },
  }),
  fixture('of-a-later-operator', 'Hibernating', {
    expected: { state: 'unknown' },
  }),
];
