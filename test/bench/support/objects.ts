/** An object as an API server would answer it. */
export interface BenchObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** How many of each there are. */
export interface BenchSize {
  domains: number;
  jobs: number;
  pods: number;
}

/** By which Backstage's own Kubernetes plugin finds what belongs to an entity. */
export const OWNER_LABEL = 'backstage.io/kubernetes-id';
export const OWNER_OF_ALL = 'lakehouse';

/** Of the first domains, so that a member sees three of however many. */
const MEMBERS: Record<number, object> = {
  0: { 'user:default/mia': 'editor', 'user:default/ben': 'viewer' },
  1: { 'user:default/mia': 'editor' },
  2: { 'user:default/mia': 'viewer', 'user:default/noah': 'editor' },
};
const STATES = ['RUNNING', 'COMPLETED', 'COMPLETED', 'FAILED', 'SUBMITTED'];
const JOB_FIELDS = ['status', 'spec', 'driver', 'executor', 'sparkConf'];
const POD_FIELDS = ['status', 'conditions', 'containerStatuses', 'podIPs'];
/** The last 24 hours are what pages show. */
const FIRST_START =
  Math.floor(Date.now() / 3_600_000) * 3_600_000 - 24 * 3_600_000;

export const domainName = (index: number) =>
  `team-${String(index).padStart(4, '0')}`;
export const namespaceName = (index: number) => `dom-${domainName(index)}`;
export const jobName = (index: number) =>
  `job-${String(index).padStart(6, '0')}`;

/** The domain of a team, as the platform would make it. */
export function namespaceObject(index: number): BenchObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      ...identity(index, 1),
      name: namespaceName(index),
      labels: {
        'kubernetes.io/metadata.name': namespaceName(index),
        'lakefront.dev/domain': domainName(index),
      },
      annotations: {
        'lakefront.dev/owner': `group:default/${domainName(index)}`,
        'lakefront.dev/members': JSON.stringify(MEMBERS[index] ?? {}),
      },
    },
    status: { phase: 'Active' },
  };
}

/** A Spark job, in one of the states that jobs are in; `revision` tells its versions apart. */
export function jobObject(
  index: number,
  size: BenchSize,
  revision = 0,
): BenchObject {
  const state = STATES[(index + revision) % STATES.length];
  const started = FIRST_START + (index % 80_000) * 1_000;
  const ended = state === 'COMPLETED' || state === 'FAILED';
  const name = jobName(index);
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: {
      ...identity(index, 2),
      name,
      namespace: namespaceName(index % size.domains),
      labels: { app: name, 'argocd.argoproj.io/instance': 'workloads' },
      annotations: {
        'lakefront.dev/owner': `group:default/${domainName(
          index % size.domains,
        )}`,
        'lakefront.dev/change': `change-${index}`,
      },
      managedFields: managedFields('spark-operator', JOB_FIELDS),
    },
    spec: {
      type: 'Scala',
      mode: 'cluster',
      sparkVersion: '4.0.1',
      image: 'images.example.com/data/spark:4.0.1',
      mainClass: `com.example.${domainName(index % size.domains)}.Main`,
      mainApplicationFile: 's3a://artifacts/jobs/daily-orders-assembly.jar',
      arguments: ['--date', '2026-11-20', '--table', `lake.orders_${index}`],
      sparkConf: {
        'spark.sql.catalog.lake': 'org.apache.iceberg.spark.SparkCatalog',
        'spark.sql.catalog.lake.type': 'rest',
        'spark.sql.catalog.lake.uri': 'http://catalog.lakehouse.svc:8181',
        'spark.sql.shuffle.partitions': '200',
      },
      restartPolicy: { type: 'Never' },
      driver: { cores: 1, memory: '2g', serviceAccount: 'spark' },
      executor: { cores: 2, memory: '4g', instances: 3 },
    },
    status: {
      applicationState: {
        state,
        ...(state === 'FAILED' && {
          errorMessage:
            'driver container failed with ExitCode: 1, Reason: Error',
        }),
      },
      sparkApplicationId: `spark-${index.toString(16).padStart(32, '0')}`,
      submissionID: `sub-${index}-${revision}`,
      executionAttempts: 1,
      submissionAttempts: 1,
      lastSubmissionAttemptTime: iso(started),
      terminationTime: ended ? iso(started + 480_000) : null,
      driverInfo: { podName: `${name}-driver`, webUIPort: 4040 },
      executorState: Object.fromEntries(
        [1, 2, 3].map(n => [
          `${name}-exec-${n}`,
          ended ? 'COMPLETED' : 'RUNNING',
        ]),
      ),
    },
  };
}

/** A pod of one of the jobs: a driver, or one of its executors. */
export function podObject(
  index: number,
  size: BenchSize,
  revision = 0,
): BenchObject {
  const job = index % Math.max(1, size.jobs);
  const nth = Math.floor(index / Math.max(1, size.jobs));
  const role = nth === 0 ? 'driver' : 'executor';
  const name =
    nth === 0 ? `${jobName(job)}-driver` : `${jobName(job)}-exec-${nth}`;
  const image = 'images.example.com/data/spark:4.0.1';
  const startedAt = iso(FIRST_START + index * 1_000);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...identity(index, 3),
      name,
      namespace: namespaceName(job % size.domains),
      labels: {
        'sparkoperator.k8s.io/app-name': jobName(job),
        'sparkoperator.k8s.io/launched-by-spark-operator': 'true',
        'sparkoperator.k8s.io/submission-id': `sub-${job}`,
        'spark-role': role,
        'spark-app-selector': `spark-${job.toString(16).padStart(32, '0')}`,
      },
      ownerReferences: [
        {
          apiVersion: 'sparkoperator.k8s.io/v1beta2',
          kind: 'SparkApplication',
          name: jobName(job),
          uid: identity(job, 2).uid,
        },
      ],
      managedFields: managedFields('kubelet', POD_FIELDS),
    },
    spec: {
      nodeName: `node-${index % 120}`,
      serviceAccountName: 'spark',
      restartPolicy: 'Never',
      containers: [
        {
          name: `spark-kubernetes-${role}`,
          image,
          args: [role, '--class', 'com.example.Main', 's3a://artifacts/a.jar'],
          env: ['SPARK_USER', 'SPARK_APPLICATION_ID', 'SPARK_CONF_DIR'].map(
            variable => ({ name: variable, value: `${variable}-of-${job}` }),
          ),
          resources: {
            limits: { cpu: '2', memory: '4505Mi' },
            requests: { cpu: '2', memory: '4505Mi' },
          },
          volumeMounts: [
            { name: 'spark-conf', mountPath: '/opt/spark/conf' },
            { name: 'work', mountPath: '/var/data/work' },
            {
              name: 'kube-api-access',
              readOnly: true,
              mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
            },
          ],
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      volumes: [
        { name: 'spark-conf', configMap: { name: `${jobName(job)}-conf` } },
        { name: 'work', emptyDir: {} },
        {
          name: 'kube-api-access',
          projected: {
            sources: [
              {
                serviceAccountToken: { expirationSeconds: 3607, path: 'token' },
              },
              { configMap: { name: 'kube-root-ca.crt' } },
            ],
            defaultMode: 420,
          },
        },
      ],
      dnsPolicy: 'ClusterFirst',
      schedulerName: 'default-scheduler',
      preemptionPolicy: 'PreemptLowerPriority',
      terminationGracePeriodSeconds: 30,
      securityContext: { fsGroup: 185, runAsUser: 185, runAsNonRoot: true },
      tolerations: ['not-ready', 'unreachable'].map(taint => ({
        key: `node.kubernetes.io/${taint}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    },
    status: {
      phase: 'Running',
      podIP: `10.${index % 250}.${nth % 250}.7`,
      startTime: startedAt,
      conditions: [
        'Initialized',
        'Ready',
        'ContainersReady',
        'PodScheduled',
      ].map(type => ({ type, status: 'True', lastTransitionTime: startedAt })),
      containerStatuses: [
        {
          name: `spark-kubernetes-${role}`,
          image,
          imageID: `${image}@sha256:${'ab'.repeat(32)}`,
          ready: true,
          restartCount: revision,
          started: true,
          state: { running: { startedAt } },
        },
      ],
    },
  };
}

function identity(index: number, kind: number) {
  const hex = index.toString(16).padStart(12, '0');
  return {
    uid: `0000000${kind}-5a1e-4bd1-9c0d-${hex}`,
    creationTimestamp: iso(FIRST_START + index * 1_000),
  };
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** As long as those of real objects, which is about a third of them. */
function managedFields(manager: string, fields: readonly string[]) {
  return ['kube-apiserver', manager].map(name => ({
    manager: name,
    operation: 'Update',
    apiVersion: 'v1',
    time: iso(FIRST_START),
    fieldsType: 'FieldsV1',
    fieldsV1: Object.fromEntries(
      fields.map(field => [
        `f:${field}`,
        { '.': {}, 'k:{"type":"Ready"}': { 'f:status': {}, 'f:reason': {} } },
      ]),
    ),
  }));
}
