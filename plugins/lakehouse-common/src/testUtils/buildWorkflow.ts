import type { KubernetesObject } from '../types';

/** A node of a Workflow, told in short. */
export interface NodeTold {
  type?: string;
  template?: string;
  phase: string;
  message?: string;
  exitCode?: string;
  /** Seconds after the run began. */
  from?: number;
  to?: number;
}

const DRIVER = { template: 'system-container-driver', type: 'Pod' };
const DAG_DRIVER = { template: 'system-dag-driver', type: 'Pod' };
const EXECUTOR = { template: 'system-container-executor', type: 'DAG' };
const IMPL = { template: 'system-container-impl', type: 'Pod' };

/** What KFP's compiler and Argo make of a task: nodes by name below the one that holds it. */
export type NodesTold = Record<string, NodeTold>;

const done = { phase: 'Succeeded', from: 0, to: 60 };

/** A step: its driver, itself and its container. */
export function stepNodes(
  name: string,
  told: {
    driver?: Partial<NodeTold>;
    /** Absent: not yet there. */
    step?: Partial<NodeTold>;
    container?: Partial<NodeTold>;
    /** Tries, in their order, in place of one container. */
    tries?: Array<Partial<NodeTold>>;
  } = {},
): NodesTold {
  const { driver = {}, step, container, tries } = told;
  const retried = tries && { template: 'retry-system-container-executor' };
  const impl = {
    ...IMPL,
    ...(tries && { template: 'retry-system-container-impl' }),
  };
  return {
    [`${name}-driver`]: { ...DRIVER, ...done, ...driver },
    ...(step && { [name]: { ...EXECUTOR, ...retried, ...done, ...step } }),
    ...(container && {
      [`${name}.executor`]: { ...impl, ...done, ...container },
    }),
    ...(tries && {
      [`${name}.executor`]: {
        ...{ ...impl, ...done, type: 'Retry' },
        ...tries[tries.length - 1],
      },
    }),
    ...Object.fromEntries(
      (tries ?? []).map((one, index) => [
        `${name}.executor(${index})`,
        { ...impl, ...done, ...one },
      ]),
    ),
  };
}

/** A step that succeeded. */
export function doneStep(name: string, from = 0, to = 60): NodesTold {
  const time = { from, to };
  return stepNodes(name, { driver: time, step: time, container: time });
}

/** A group of steps: its driver, itself and what it holds. */
export function groupNodes(
  name: string,
  group: Partial<NodeTold>,
  inner: NodesTold = {},
): NodesTold {
  return {
    [`${name}-driver`]: { ...DAG_DRIVER, ...done },
    [name]: { ...done, type: 'DAG', template: `comp-${name}`, ...group },
    ...below(name, inner),
  };
}

/** A loop: its driver, and for each round its driver and what it holds. */
export function loopNodes(
  name: string,
  loop: Partial<NodeTold>,
  rounds: NodesTold[],
): NodesTold {
  const comp = `comp-${name}`;
  return {
    [name]: {
      ...{ ...done, type: 'DAG', template: `${comp}-${name}-iterator` },
      ...loop,
    },
    [`${name}.iteration-driver`]: { ...DAG_DRIVER, ...done },
    [`${name}.iteration-iterations`]: {
      ...{ ...done, type: 'TaskGroup', template: `${comp}-iteration` },
      ...loop,
    },
    ...Object.assign(
      {},
      ...rounds.map((inner, index) => {
        const round = `${name}.iteration-iterations(${index}:${index})`;
        return {
          [round]: {
            ...{ ...done, type: 'DAG', template: `${comp}-iteration` },
            ...loop,
          },
          [`${round}.iteration-item-driver`]: { ...DAG_DRIVER, ...done },
          [`${round}.iteration-item`]: {
            ...{ ...done, type: 'DAG', template: comp },
            ...loop,
          },
          ...below(`${round}.iteration-item`, inner),
        };
      }),
    ),
  };
}

export function below(holder: string, inner: NodesTold): NodesTold {
  return Object.fromEntries(
    Object.entries(inner).map(([name, node]) => [`${holder}.${name}`, node]),
  );
}

/**
 * A `Workflow` as KFP makes one of a run; `nodes` are those below the root.
 * Times are seconds after `began`.
 */
export function buildWorkflow(told: {
  name?: string;
  namespace?: string;
  runId?: string;
  phase: string;
  message?: string;
  began?: string;
  nodes: NodesTold;
  rootDriver?: Partial<NodeTold>;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  annotations?: Record<string, string>;
}): KubernetesObject {
  const name = told.name ?? 'orders-features-x7k2p';
  const began = Date.parse(told.began ?? '2026-11-20T03:00:00Z');
  const at = (seconds: number | undefined) =>
    seconds === undefined
      ? null
      : new Date(began + seconds * 1000).toISOString().replace('.000Z', 'Z');
  const root = { phase: told.phase, type: 'DAG', from: 0 };
  const all: NodesTold = {
    [name]: { ...root, template: 'entrypoint' },
    [`${name}.root-driver`]: { ...DAG_DRIVER, ...done, ...told.rootDriver },
    ...(told.rootDriver
      ? {}
      : { [`${name}.root`]: { ...root, template: 'root' } }),
    ...below(`${name}.root`, told.nodes),
  };
  const nodes = Object.entries(all).map(([nodeName, node]) => {
    const id = nodeName === name ? name : `${name}-${fnv32a(nodeName)}`;
    const isRunning = node.phase === 'Running' || node.phase === 'Pending';
    return [
      id,
      {
        id,
        name: nodeName,
        displayName: nodeName.split('.').pop(),
        type: node.type ?? 'Pod',
        templateName: node.template ?? '',
        phase: node.phase,
        startedAt: at(node.from ?? 0),
        finishedAt: isRunning ? null : at(node.to ?? node.from ?? 0),
        ...(node.message && { message: node.message }),
        ...(node.exitCode && { outputs: { exitCode: node.exitCode } }),
      },
    ];
  });
  const ended = told.phase !== 'Running' && told.phase !== 'Pending';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name,
      namespace: told.namespace ?? 'dom-sales',
      labels: {
        'pipeline/runid': told.runId ?? '6f0d0b52-6f3c-4a0e-9d53-0a4f5b1f9f10',
      },
      ...(told.annotations && { annotations: told.annotations }),
      creationTimestamp: at(0) ?? undefined,
    },
    spec: { entrypoint: 'entrypoint', ...told.spec },
    status: {
      phase: told.phase,
      ...(told.message && { message: told.message }),
      startedAt: at(0),
      finishedAt: ended ? at(300) : null,
      nodes: Object.fromEntries(nodes),
      ...told.status,
    },
  };
}

/** The hash with which Argo tells names of nodes apart. */
function fnv32a(text: string): number {
  return [...new TextEncoder().encode(text)].reduce(
    // eslint-disable-next-line no-bitwise
    (hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0,
    0x811c9dc5,
  );
}
