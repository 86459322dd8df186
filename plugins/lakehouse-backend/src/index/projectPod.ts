import {
  type PodSummary,
  tryParseQuantity,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Projection, WireObject } from '@lakefront/kube-index';
import { type PodRow, toNamespaceKey } from './rows';

interface ContainerStatus {
  name?: string;
  restartCount?: number;
  state?: ContainerState;
  lastState?: ContainerState;
}

interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: {
    reason?: string;
    message?: string;
    exitCode?: number;
    startedAt?: string;
    finishedAt?: string;
  };
}

interface PodShape {
  spec?: {
    nodeName?: string;
    containers?: Array<{
      name?: string;
      resources?: { requests?: Record<string, string | number> };
    }>;
  };
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    startTime?: string;
    conditions?: Array<{
      type?: string;
      status?: string;
      reason?: string;
      message?: string;
    }>;
    containerStatuses?: ContainerStatus[];
  };
}

const KIB = 1024;

/** Label by which Spark says what a pod is for; others say it in theirs. */
const ROLE_LABELS = ['spark-role', 'app.kubernetes.io/component'];

/** Keeps a pod of one of our kinds: those that carry a label that a kind selects by. */
export function projectPod(
  object: WireObject,
  options: { kubernetesCluster: string; labelKeys: readonly string[] },
): Projection<PodRow> | undefined {
  const labels = object.metadata.labels ?? {};
  const selected = options.labelKeys.filter(key => key in labels);
  if (selected.length === 0) {
    return undefined;
  }
  const { spec = {}, status = {} } = object as PodShape;
  const phase = status.phase ?? 'Unknown';
  const namespace = toNamespaceKey(
    options.kubernetesCluster,
    object.metadata.namespace,
  );
  const { reason, message, exitCode } = toTrouble(status);
  const { startedAt, endedAt } = toTimes(status);
  const cpu = requestOf(spec, 'cpu');
  const memory = requestOf(spec, 'memory');
  return {
    row: {
      name: object.metadata.name,
      role: ROLE_LABELS.map(key => labels[key]).find(value => value) ?? 'pod',
      phase: object.metadata.deletionTimestamp ? 'Terminating' : phase,
      reason,
      message,
      exitCode,
      node: spec.nodeName,
      restarts: sum(
        status.containerStatuses?.map(container => container.restartCount),
      ),
      createdAt: toSeconds(object.metadata.creationTimestamp),
      startedAt: toSeconds(startedAt),
      endedAt: toSeconds(endedAt),
      // No request is finer than a thousandth of a core.
      milliCpu: cpu === undefined ? undefined : Math.round(cpu * 1000),
      kibMemory: memory === undefined ? undefined : memory / KIB,
      labels: Object.fromEntries(selected.map(key => [key, labels[key]])),
      containers: (spec.containers ?? []).flatMap(({ name }) =>
        name ? [name] : [],
      ),
      active: phase !== 'Succeeded' && phase !== 'Failed',
    },
    keys: {
      namespace: [namespace],
      label: selected.map(key => toPodLabelKey(namespace, key, labels[key])),
    },
  };
}

/** A pod as people see it: times as ISO 8601, cpu in cores, memory in bytes. */
export function toPodSummary(row: PodRow): PodSummary {
  return {
    name: row.name,
    role: row.role,
    phase: row.phase,
    reason: row.reason,
    message: row.message,
    exitCode: row.exitCode,
    node: row.node,
    restarts: row.restarts,
    createdAt: toIso(row.createdAt) ?? '',
    startedAt: toIso(row.startedAt),
    endedAt: toIso(row.endedAt),
    cpu: cpuOf(row),
    memory: memoryOf(row),
  };
}

/** Cores that a pod asks for. */
export function cpuOf({ milliCpu }: PodRow): number | undefined {
  return milliCpu === undefined ? undefined : milliCpu / 1000;
}

/** Bytes that a pod asks for. */
export function memoryOf({ kibMemory }: PodRow): number | undefined {
  return kibMemory === undefined ? undefined : kibMemory * KIB;
}

function toSeconds(time: string | undefined): number | undefined {
  const at = time ? Date.parse(time) : NaN;
  return Number.isNaN(at) ? undefined : Math.floor(at / 1000);
}

function toIso(seconds: number | undefined): string | undefined {
  return seconds === undefined
    ? undefined
    : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export function toPodLabelKey(
  namespace: string,
  label: string,
  value: string,
): string {
  return `${namespace}/${label}=${value}`;
}

/** The worst thing that a container, or else the pod, says. */
function toTrouble(
  status: NonNullable<PodShape['status']>,
): Pick<PodSummary, 'reason' | 'message' | 'exitCode'> {
  const states = (status.containerStatuses ?? []).map(({ state }) => state);
  const terminated = states
    .map(state => state?.terminated)
    .find(state => state && (state.exitCode ?? 0) !== 0);
  if (terminated) {
    const { reason, message, exitCode } = terminated;
    return { reason, message, exitCode };
  }
  const waiting = states
    .map(state => state?.waiting)
    .find(state => state?.reason && state.reason !== 'ContainerCreating');
  if (waiting) {
    return { reason: waiting.reason, message: waiting.message };
  }
  const unscheduled = status.conditions?.find(
    condition =>
      condition.type === 'PodScheduled' && condition.status === 'False',
  );
  return {
    reason: status.reason ?? unscheduled?.reason,
    message: status.message ?? unscheduled?.message,
    exitCode: states.map(state => state?.terminated?.exitCode).find(isNumber),
  };
}

function toTimes(
  status: NonNullable<PodShape['status']>,
): Pick<PodSummary, 'startedAt' | 'endedAt'> {
  const states = (status.containerStatuses ?? []).map(({ state }) => state);
  const ended = states.flatMap(state => state?.terminated?.finishedAt ?? []);
  const started = states.flatMap(
    state => state?.running?.startedAt ?? state?.terminated?.startedAt ?? [],
  );
  return {
    startedAt: started.sort()[0] ?? status.startTime,
    // A pod has ended when all its containers have.
    endedAt:
      ended.length > 0 && ended.length === states.length
        ? ended.sort().at(-1)
        : undefined,
  };
}

function requestOf(
  spec: NonNullable<PodShape['spec']>,
  resource: string,
): number | undefined {
  const amounts = (spec.containers ?? []).flatMap(
    container =>
      tryParseQuantity(container.resources?.requests?.[resource]) ?? [],
  );
  return amounts.length > 0 ? sum(amounts) : undefined;
}

function sum(values: Array<number | undefined> = []): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
