import type { KubeObject } from '../types';
import { podResources } from './podResources';
import { driverPodName, type SparkApplication } from './SparkApplication';

export const DRIVER_CONTAINER = 'spark-kubernetes-driver';
export const EXECUTOR_CONTAINER = 'spark-kubernetes-executor';
export const LABEL_APP_NAME = 'sparkoperator.k8s.io/app-name';
export const LABEL_LAUNCHED_BY =
  'sparkoperator.k8s.io/launched-by-spark-operator';
export const LABEL_SUBMISSION_ID = 'sparkoperator.k8s.io/submission-id';
export const LABEL_ROLE = 'spark-role';

/** What one submission is called. */
export interface Submission {
  submissionId: string;
  /** `spark-<32 hex>`. */
  applicationId: string;
  /** What the names of its executors begin with. */
  executorPrefix: string;
}

function labels(
  app: SparkApplication,
  submission: Submission,
  role: 'driver' | 'executor',
): Record<string, string> {
  return {
    ...app.spec[role].labels,
    [LABEL_ROLE]: role,
    'spark-app-name': app.metadata.name,
    'spark-app-selector': submission.applicationId,
    'spark-version': app.spec.sparkVersion,
    [LABEL_APP_NAME]: app.metadata.name,
    [LABEL_LAUNCHED_BY]: 'true',
    [LABEL_SUBMISSION_ID]: submission.submissionId,
  };
}

function podSpec(
  app: SparkApplication,
  role: 'driver' | 'executor',
  container: Record<string, unknown>,
): Record<string, unknown> {
  const { spec } = app;
  const pod = spec[role];
  const nodeSelector = pod.nodeSelector ?? spec.nodeSelector;
  return {
    restartPolicy: 'Never',
    serviceAccountName:
      pod.serviceAccount ?? spec.driver.serviceAccount ?? 'default',
    ...(nodeSelector && { nodeSelector }),
    ...(pod.tolerations && { tolerations: pod.tolerations }),
    ...(spec.volumes && { volumes: spec.volumes }),
    containers: [
      {
        ...container,
        image: pod.image ?? spec.image ?? `apache/spark:${spec.sparkVersion}`,
        ...(pod.env && { env: pod.env }),
        ...(pod.volumeMounts && { volumeMounts: pod.volumeMounts }),
        resources: podResources(spec, role),
      },
    ],
  };
}

/** The pod that spark-submit asks the API server for. */
export function buildDriverPod(
  app: SparkApplication,
  submission: Submission,
): KubeObject {
  const { spec } = app;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: driverPodName(app),
      namespace: app.metadata.namespace,
      labels: labels(app, submission, 'driver'),
      ...(spec.driver.annotations && { annotations: spec.driver.annotations }),
      ownerReferences: [
        {
          apiVersion: app.apiVersion,
          kind: app.kind,
          name: app.metadata.name,
          uid: app.metadata.uid!,
          controller: true,
        },
      ],
    },
    spec: podSpec(app, 'driver', {
      name: DRIVER_CONTAINER,
      args: [
        'driver',
        '--properties-file',
        '/opt/spark/conf/spark.properties',
        ...(spec.mainClass ? ['--class', spec.mainClass] : []),
        spec.mainApplicationFile,
        ...(spec.arguments ?? []),
      ],
      ports: [
        { name: 'driver-rpc-port', containerPort: 7078, protocol: 'TCP' },
        { name: 'blockmanager', containerPort: 7079, protocol: 'TCP' },
        { name: 'spark-ui', containerPort: 4040, protocol: 'TCP' },
      ],
    }),
  };
}

/** The pod that a driver asks the API server for; it goes when the driver's pod goes. */
export function buildExecutorPod(
  app: SparkApplication,
  submission: Submission,
  options: { id: number; driver: KubeObject },
): KubeObject {
  const { id, driver } = options;
  const { annotations } = app.spec.executor;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${submission.executorPrefix}-exec-${id}`,
      namespace: app.metadata.namespace,
      labels: {
        ...labels(app, submission, 'executor'),
        'spark-exec-id': String(id),
        'spark-exec-resourceprofile-id': '0',
      },
      ...(annotations && { annotations }),
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          name: driver.metadata.name,
          uid: driver.metadata.uid!,
          controller: true,
        },
      ],
    },
    spec: podSpec(app, 'executor', {
      name: EXECUTOR_CONTAINER,
      args: ['executor'],
      ports: [{ name: 'blockmanager', containerPort: 7079, protocol: 'TCP' }],
    }),
  };
}

/** The service of the driver's own pages. */
export function buildUiService(
  app: SparkApplication,
  submission: Submission,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: `${app.metadata.name}-ui-svc`,
      namespace: app.metadata.namespace,
      labels: { [LABEL_APP_NAME]: app.metadata.name },
      ownerReferences: [
        {
          apiVersion: app.apiVersion,
          kind: app.kind,
          name: app.metadata.name,
          uid: app.metadata.uid!,
          controller: true,
        },
      ],
    },
    spec: {
      type: 'ClusterIP',
      selector: {
        [LABEL_APP_NAME]: app.metadata.name,
        [LABEL_ROLE]: 'driver',
        [LABEL_SUBMISSION_ID]: submission.submissionId,
      },
      ports: [
        {
          name: 'spark-driver-ui-port',
          port: 4040,
          targetPort: 4040,
          protocol: 'TCP',
        },
      ],
    },
  };
}
