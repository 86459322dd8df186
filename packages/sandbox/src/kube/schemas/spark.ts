import {
  boolean,
  dateTime,
  freeForm,
  int32,
  int64,
  JsonSchema,
  list,
  mapOf,
  object,
  oneOf,
  string,
  stringMap,
  strings,
} from './JsonSchema';

const atLeast = (schema: JsonSchema, minimum: number) => ({
  ...schema,
  minimum,
});

const env = list(
  object({ name: string, value: string, valueFrom: freeForm }, ['name']),
);
const namePath = { name: string, path: string };

/** What driver and executor have in common. */
const podFields: Record<string, JsonSchema> = {
  affinity: freeForm,
  annotations: stringMap,
  configMaps: list(object(namePath, ['name', 'path'])),
  coreLimit: string,
  coreRequest: string,
  cores: atLeast(int32, 1),
  dnsConfig: freeForm,
  env,
  envFrom: list(freeForm),
  envSecretKeyRefs: mapOf(object({ key: string, name: string })),
  envVars: stringMap,
  gpu: object({ name: string, quantity: int64 }, ['name', 'quantity']),
  hostAliases: list(freeForm),
  hostNetwork: boolean,
  image: string,
  initContainers: list(freeForm),
  javaOptions: string,
  labels: stringMap,
  lifecycle: freeForm,
  memory: string,
  memoryLimit: string,
  memoryOverhead: string,
  nodeSelector: stringMap,
  podSecurityContext: freeForm,
  ports: list(
    object({ containerPort: int32, name: string, protocol: string }, [
      'containerPort',
      'name',
      'protocol',
    ]),
  ),
  priorityClassName: string,
  schedulerName: string,
  secrets: list(
    object({ ...namePath, secretType: string }, ['name', 'path', 'secretType']),
  ),
  securityContext: freeForm,
  serviceAccount: string,
  shareProcessNamespace: boolean,
  sidecars: list(freeForm),
  template: freeForm,
  terminationGracePeriodSeconds: int64,
  tolerations: list(
    object({
      effect: string,
      key: string,
      operator: string,
      tolerationSeconds: int64,
      value: string,
    }),
  ),
  volumeMounts: list(
    object(
      {
        mountPath: string,
        mountPropagation: string,
        name: string,
        readOnly: boolean,
        recursiveReadOnly: string,
        subPath: string,
        subPathExpr: string,
      },
      ['mountPath', 'name'],
    ),
  ),
};

const ingressTLS = list(object({ hosts: strings, secretName: string }));
const serviceFields = {
  ingressAnnotations: stringMap,
  ingressTLS,
  serviceAnnotations: stringMap,
  serviceLabels: stringMap,
  servicePort: int32,
  servicePortName: string,
  serviceType: string,
};

const dynamicAllocation = object({
  enabled: boolean,
  initialExecutors: int32,
  maxExecutors: int32,
  minExecutors: int32,
  shuffleTrackingEnabled: boolean,
  shuffleTrackingTimeout: int64,
});

const applicationSpec = object(
  {
    arguments: strings,
    batchScheduler: string,
    batchSchedulerOptions: object({
      priorityClassName: string,
      queue: string,
      resources: freeForm,
    }),
    deps: object({
      archives: strings,
      excludePackages: strings,
      files: strings,
      jars: strings,
      packages: strings,
      pyFiles: strings,
      repositories: strings,
    }),
    driver: object({
      ...podFields,
      kubernetesMaster: string,
      podName: {
        type: 'string',
        // doubly escaped in the real definition, and kept so
        pattern:
          '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*',
      },
      serviceAnnotations: stringMap,
      serviceLabels: stringMap,
    }),
    driverIngressOptions: list(
      object({ ...serviceFields, ingressURLFormat: string }, [
        'servicePort',
        'servicePortName',
      ]),
    ),
    dynamicAllocation,
    executor: object({
      ...podFields,
      deleteOnTermination: boolean,
      instances: atLeast(int32, 1),
    }),
    failureRetries: int32,
    hadoopConf: stringMap,
    hadoopConfigMap: string,
    image: string,
    imagePullPolicy: string,
    imagePullSecrets: strings,
    mainApplicationFile: string,
    mainClass: string,
    memoryOverheadFactor: string,
    mode: oneOf('cluster', 'client'),
    monitoring: object(
      {
        exposeDriverMetrics: boolean,
        exposeExecutorMetrics: boolean,
        metricsProperties: string,
        metricsPropertiesFile: string,
        prometheus: object(
          {
            configFile: string,
            configuration: string,
            jmxExporterJar: string,
            port: { ...int32, minimum: 1024, maximum: 49151 },
            portName: string,
          },
          ['jmxExporterJar'],
        ),
      },
      ['exposeDriverMetrics', 'exposeExecutorMetrics'],
    ),
    nodeSelector: stringMap,
    proxyUser: string,
    pythonVersion: oneOf('2', '3'),
    restartPolicy: object({
      onFailureRetries: atLeast(int32, 0),
      onFailureRetryInterval: atLeast(int64, 1),
      onSubmissionFailureRetries: atLeast(int32, 0),
      onSubmissionFailureRetryInterval: atLeast(int64, 1),
      type: oneOf('Never', 'Always', 'OnFailure'),
    }),
    retryInterval: int64,
    sparkConf: stringMap,
    sparkConfigMap: string,
    sparkUIOptions: object(serviceFields),
    sparkVersion: string,
    suspend: boolean,
    timeToLiveSeconds: int64,
    type: oneOf('Java', 'Python', 'Scala', 'R'),
    volumes: list(freeForm),
  },
  ['driver', 'executor', 'mainApplicationFile', 'sparkVersion', 'type'],
);

export const sparkApplication = object(
  {
    spec: applicationSpec,
    status: object(
      {
        applicationState: object({ errorMessage: string, state: string }, [
          'state',
        ]),
        driverInfo: object({
          podName: string,
          webUIAddress: string,
          webUIIngressAddress: string,
          webUIIngressName: string,
          webUIPort: int32,
          webUIServiceName: string,
        }),
        executionAttempts: int32,
        executorState: stringMap,
        lastSubmissionAttemptTime: dateTime,
        sparkApplicationId: string,
        submissionAttempts: int32,
        submissionID: string,
        terminationTime: dateTime,
      },
      ['driverInfo'],
    ),
  },
  ['spec'],
);

const connectPod: Record<string, JsonSchema> = {
  cores: atLeast(int32, 1),
  memory: string,
  template: freeForm,
};

export const sparkConnect = object(
  {
    spec: object(
      {
        dynamicAllocation,
        executor: object({ ...connectPod, instances: atLeast(int32, 0) }),
        hadoopConf: stringMap,
        image: string,
        server: object({ ...connectPod, service: freeForm }),
        sparkConf: stringMap,
        sparkVersion: string,
      },
      ['executor', 'server', 'sparkVersion'],
    ),
    status: object({
      conditions: list(freeForm),
      executors: mapOf({ type: 'integer' }),
      lastUpdateTime: dateTime,
      server: object({ podIp: string, podName: string, serviceName: string }),
      startTime: dateTime,
      state: string,
    }),
  },
  ['spec'],
);

export const scheduledSparkApplication = object(
  {
    spec: object(
      {
        concurrencyPolicy: string,
        failedRunHistoryLimit: int32,
        schedule: string,
        successfulRunHistoryLimit: int32,
        suspend: boolean,
        template: applicationSpec,
        timeZone: string,
      },
      ['schedule', 'template'],
    ),
    status: object({
      lastRun: dateTime,
      lastRunName: string,
      nextRun: dateTime,
      pastFailedRunNames: strings,
      pastSuccessfulRunNames: strings,
      reason: string,
      scheduleState: string,
    }),
  },
  ['spec'],
);
