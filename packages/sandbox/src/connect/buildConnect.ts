import { podResources } from '../spark/podResources';
import type { KubeObject } from '../types';
import { serverName, type SparkConnect } from './SparkConnect';

const SERVER_CONTAINER = 'spark-kubernetes-driver';
const EXECUTOR_CONTAINER = 'spark-kubernetes-executor';
export const LABEL_CONNECT = 'sparkoperator.k8s.io/connect-name';
export const LABEL_VERSION = 'spark-version';
export const EXECUTOR_ID = 'spark-exec-id';

const LAUNCHED = { 'sparkoperator.k8s.io/launched-by-spark-operator': 'true' };
const CREATED = { 'sparkoperator.k8s.io/created-by-spark-operator': 'true' };

/** By which the Service finds the server's pod; the version among them. */
export function serverLabels(connect: SparkConnect): Record<string, string> {
  return {
    ...LAUNCHED,
    [LABEL_CONNECT]: connect.metadata.name,
    'spark-role': 'connect-server',
    [LABEL_VERSION]: connect.spec.sparkVersion,
  };
}

/** By which executors are found. */
export function executorSelector({ metadata }: SparkConnect): string {
  return `${LABEL_CONNECT}=${metadata.name},spark-role=executor`;
}

function ownedBy(owner: KubeObject) {
  return [
    {
      apiVersion: owner.apiVersion,
      kind: owner.kind,
      name: owner.metadata.name,
      uid: owner.metadata.uid!,
      controller: true,
    },
  ];
}

/**
 * The server's pod, as the template has it: the operator gives its container
 * neither CPU nor memory. Throws where no image is said.
 */
export function buildServerPod(connect: SparkConnect): KubeObject {
  const { metadata, spec } = connect;
  const { template } = spec.server;
  const [first = { name: SERVER_CONTAINER }, ...others] =
    template?.spec?.containers ?? [];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: serverName(connect),
      namespace: metadata.namespace,
      labels: { ...template?.metadata?.labels, ...serverLabels(connect) },
      ...(template?.metadata?.annotations && {
        annotations: template.metadata.annotations,
      }),
      ownerReferences: ownedBy(connect),
    },
    spec: {
      ...template?.spec,
      containers: [
        {
          ...first,
          image: first.image ?? spec.image,
          command: ['bash', '-c'],
          args: [serverCommand(connect)],
          volumeMounts: [
            ...(first.volumeMounts ?? []),
            {
              name: 'spark-configmap-volume',
              mountPath: '/tmp/spark/executor-pod-template.yaml',
              subPath: 'executor-pod-template.yaml',
              readOnly: true,
            },
          ],
        },
        ...others,
      ],
      volumes: [
        ...((template?.spec?.volumes as unknown[] | undefined) ?? []),
        {
          name: 'spark-configmap-volume',
          configMap: { name: `${metadata.name}-conf` },
        },
      ],
    },
  };
}

/** What the server is started with: an edit of the object reaches no server that is there. */
function serverCommand({ metadata, spec }: SparkConnect): string {
  const { server, executor } = spec;
  const conf: Record<string, unknown> = {
    ...spec.sparkConf,
    'spark.driver.cores': server.cores,
    'spark.driver.memory': server.memory,
    'spark.executor.instances': executor.instances,
    'spark.executor.cores': executor.cores,
    'spark.executor.memory': executor.memory,
    'spark.kubernetes.executor.podNamePrefix': metadata.name,
  };
  const args = Object.entries(conf).flatMap(([key, value]) =>
    value === undefined ? [] : [`--conf ${key}=${value}`],
  );
  return ['${SPARK_HOME}/sbin/start-connect-server.sh', ...args].join(' ');
}

/** The executors' pod template, for the server to mount. */
export function buildConfigMap(connect: SparkConnect): KubeObject {
  const { metadata, spec } = connect;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `${metadata.name}-conf`,
      namespace: metadata.namespace,
      labels: { ...CREATED, [LABEL_CONNECT]: metadata.name },
      ownerReferences: ownedBy(connect),
    },
    data: {
      'executor-pod-template.yaml': JSON.stringify(
        spec.executor.template ?? null,
      ),
    },
  };
}

/** What people connect to. */
export function buildService(connect: SparkConnect): KubeObject {
  const { metadata } = connect;
  const port = (name: string, number: number) => ({
    name,
    port: number,
    targetPort: number,
    protocol: 'TCP',
  });
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: serverName(connect),
      namespace: metadata.namespace,
      labels: { ...CREATED, [LABEL_CONNECT]: metadata.name },
      ownerReferences: ownedBy(connect),
    },
    spec: {
      type: 'ClusterIP',
      selector: serverLabels(connect),
      ports: [
        port('driver-rpc', 7078),
        port('blockmanager', 7079),
        port('web-ui', 4040),
        port('spark-connect-server', 15002),
      ],
    },
  };
}

/** An executor as the server asks for it: with the size that the server was started with. */
export function buildConnectExecutor(
  connect: SparkConnect,
  options: { id: number; server: KubeObject },
): KubeObject {
  const { id, server } = options;
  const { metadata, spec } = connect;
  const { template, ...size } = spec.executor;
  const [first = { name: EXECUTOR_CONTAINER }] =
    template?.spec?.containers ?? [];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${metadata.name}-exec-${id}`,
      namespace: metadata.namespace,
      labels: {
        ...template?.metadata?.labels,
        ...LAUNCHED,
        [LABEL_CONNECT]: metadata.name,
        'spark-role': 'executor',
        [LABEL_VERSION]: spec.sparkVersion,
        [EXECUTOR_ID]: String(id),
      },
      ownerReferences: ownedBy(server),
    },
    spec: {
      ...template?.spec,
      restartPolicy: 'Never',
      containers: [
        {
          ...first,
          image: first.image ?? spec.image,
          args: ['executor'],
          resources: podResources(
            {
              type: 'Scala',
              sparkVersion: spec.sparkVersion,
              mainApplicationFile: '',
              driver: {},
              executor: size,
            },
            'executor',
          ),
        },
      ],
    },
  };
}

/** Executors that a server asks for at the start; Spark's own number where none is said. */
export function initialExecutors({ spec }: SparkConnect): number {
  const { dynamicAllocation: range, executor } = spec;
  return range?.enabled
    ? Math.max(
        range.initialExecutors ?? 0,
        range.minExecutors ?? 0,
        executor.instances ?? 0,
      )
    : executor.instances ?? 2;
}
