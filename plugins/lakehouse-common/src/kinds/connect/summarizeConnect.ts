import { maskText } from '../../credentialText';
import type {
  KubernetesObject,
  MissingPods,
  Reason,
  WorkloadState,
} from '../../types';
import { toTime } from '../spark/SparkApplication';
import { withMissing } from '../spark/missingExecutors';
import type { WorkloadSummary } from '../WorkloadKind';
import { connectFootprint } from './connectFootprint';
import {
  CONNECT_PORT,
  serverName,
  type SparkConnect,
  toSparkConnect,
} from './SparkConnect';

/** The operator sets only Ready and NotReady (2.5.2); its types have the others too. */
const STATES: Record<string, WorkloadState> = {
  '': 'pending',
  Provisioning: 'pending',
  NotReady: 'pending',
  Ready: 'running',
  Failed: 'failed',
};

/** A SparkConnect as a flat row. */
export function summarizeConnect(object: KubernetesObject): WorkloadSummary {
  const connect = toSparkConnect(object);
  const word = stateWord(connect);
  const state = Object.hasOwn(STATES, word) ? STATES[word] : 'unknown';
  const submittedAt = toTime(connect.status.startTime);
  const startedAt = state === 'running' ? serverTurnedAt(connect) : undefined;
  const reason = reasonOf(connect, state);
  return {
    state,
    stateDetail: word || 'NEW',
    ...(reason && { reason }),
    description: describe(connect, state),
    ...(submittedAt && { submittedAt }),
    ...(startedAt && { startedAt }),
    endpoint: endpointOf(connect),
    links: [],
  };
}

function reasonOf(
  connect: SparkConnect,
  state: WorkloadState,
): Reason | undefined {
  switch (stateWord(connect)) {
    case '':
      // The operator says nothing of a server that it may not make.
      return {
        code: 'server-missing',
        message: 'The operator has not made its server yet.',
        missing: { role: 'server', running: 0, wanted: 1 },
      };
    case 'NotReady':
      return {
        code: 'server-not-ready',
        message: wasReady(connect)
          ? 'Its server was ready and is not any more, so nobody can connect; its pod says why.'
          : 'Its server is not ready yet.',
        ...detailOf(connect),
      };
    case 'Failed':
      return {
        code: 'server-failed',
        message: 'Its server failed; its log says why.',
        editPath: 'spec.server',
        ...detailOf(connect),
      };
    default:
      return state === 'running'
        ? withMissing(undefined, missingExecutors(connect))
        : undefined;
  }
}

function detailOf(connect: SparkConnect): Pick<Reason, 'detail'> {
  const text = serverCondition(connect)?.message?.trim();
  return text ? { detail: maskText(text) } : {};
}

/** Executors fewer than asked for at least, while none is on its way. */
function missingExecutors(connect: SparkConnect): MissingPods | undefined {
  const { running = 0, pending = 0 } = connect.status.executors ?? {};
  const wanted =
    connectFootprint(connect).parts.find(part => part.role === 'executor')
      ?.minCount ?? 0;
  return pending === 0 && running < wanted
    ? { role: 'executor', running, wanted }
    : undefined;
}

/** The first "not ready" comes with the start; a later one follows a "ready". */
function wasReady(connect: SparkConnect): boolean {
  const since = Date.parse(serverTurnedAt(connect) ?? '');
  return since - Date.parse(connect.status.startTime ?? '') > 2_000;
}

function serverTurnedAt(connect: SparkConnect): string | undefined {
  return toTime(serverCondition(connect)?.lastTransitionTime);
}

function serverCondition({ status }: SparkConnect) {
  return Array.isArray(status.conditions)
    ? status.conditions.find(({ type }) => type === 'ServerPodReady')
    : undefined;
}

function stateWord({ status }: SparkConnect): string {
  const word: unknown = status.state;
  return typeof word === 'string' ? word : '';
}

function describe(connect: SparkConnect, state: WorkloadState): string {
  const { sparkVersion } = connect.spec;
  const { running = 0 } = connect.status.executors ?? {};
  return [
    sparkVersion ? `Spark Connect ${sparkVersion}` : 'Spark Connect',
    ...(state === 'running'
      ? [`${running} ${running === 1 ? 'executor' : 'executors'}`]
      : []),
  ].join(' · ');
}

/** What clients connect to, from inside the Kubernetes cluster. */
function endpointOf(connect: SparkConnect): string {
  const service = connect.status.server?.serviceName || serverName(connect);
  const { namespace = '' } = connect.metadata;
  return `sc://${service}.${namespace}.svc.cluster.local:${CONNECT_PORT}`;
}
