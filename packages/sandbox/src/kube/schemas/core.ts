import {
  boolean,
  freeForm,
  int32,
  list,
  object,
  oneOf,
  quantities,
  string,
  stringMap,
  strings,
} from './JsonSchema';

export const namespace = object({
  spec: object({ finalizers: strings }),
  status: freeForm,
});

export const configMap = object({
  binaryData: stringMap,
  data: stringMap,
  immutable: boolean,
});

export const secret = object({
  data: stringMap,
  immutable: boolean,
  stringData: stringMap,
  type: string,
});

export const serviceAccount = object({
  automountServiceAccountToken: boolean,
  imagePullSecrets: list(object({ name: string })),
  secrets: list(freeForm),
});

export const resourceQuota = object({
  spec: object({
    hard: quantities,
    scopeSelector: freeForm,
    scopes: strings,
  }),
  status: object({ hard: quantities, used: quantities }),
});

export const limitRange = object({
  spec: object(
    {
      limits: list(
        object(
          {
            default: quantities,
            defaultRequest: quantities,
            max: quantities,
            maxLimitRequestRatio: quantities,
            min: quantities,
            type: string,
          },
          ['type'],
        ),
      ),
    },
    ['limits'],
  ),
});

const resources = object({
  claims: list(freeForm),
  limits: quantities,
  requests: quantities,
});

const container = object(
  {
    args: strings,
    command: strings,
    env: list(
      object({ name: string, value: string, valueFrom: freeForm }, ['name']),
    ),
    envFrom: list(freeForm),
    image: string,
    imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
    lifecycle: freeForm,
    livenessProbe: freeForm,
    name: string,
    ports: list(
      object({
        containerPort: int32,
        hostIP: string,
        hostPort: int32,
        name: string,
        protocol: string,
      }),
    ),
    readinessProbe: freeForm,
    resizePolicy: list(freeForm),
    resources,
    restartPolicy: string,
    securityContext: freeForm,
    startupProbe: freeForm,
    stdin: boolean,
    stdinOnce: boolean,
    terminationMessagePath: string,
    terminationMessagePolicy: string,
    tty: boolean,
    volumeDevices: list(freeForm),
    volumeMounts: list(freeForm),
    workingDir: string,
  },
  ['name'],
);

/** The containers are checked; what else a pod says is kept as it comes. */
export const pod = object({
  spec: {
    ...object(
      { containers: list(container), initContainers: list(container) },
      ['containers'],
    ),
    'x-kubernetes-preserve-unknown-fields': true,
  },
  status: freeForm,
});

export const persistentVolumeClaim = object({
  spec: object({
    accessModes: strings,
    dataSource: freeForm,
    dataSourceRef: freeForm,
    resources: object({ limits: quantities, requests: quantities }),
    selector: freeForm,
    storageClassName: string,
    volumeAttributesClassName: string,
    volumeMode: string,
    volumeName: string,
  }),
  status: freeForm,
});

const subject = object(
  { apiGroup: string, kind: string, name: string, namespace: string },
  ['kind', 'name'],
);
const roleRef = object({ apiGroup: string, kind: string, name: string }, [
  'kind',
  'name',
]);
const rules = list(
  object(
    {
      apiGroups: strings,
      nonResourceURLs: strings,
      resourceNames: strings,
      resources: strings,
      verbs: strings,
    },
    ['verbs'],
  ),
);

export const role = object({ rules });
export const clusterRole = object({ aggregationRule: freeForm, rules });
export const roleBinding = object({ roleRef, subjects: list(subject) }, [
  'roleRef',
]);

export const networkPolicy = object({
  spec: object({
    egress: list(freeForm),
    ingress: list(freeForm),
    podSelector: freeForm,
    policyTypes: strings,
  }),
});

export const podDisruptionBudget = object({
  spec: object({
    maxUnavailable: { 'x-kubernetes-int-or-string': true },
    minAvailable: { 'x-kubernetes-int-or-string': true },
    selector: freeForm,
    unhealthyPodEvictionPolicy: string,
  }),
  status: freeForm,
});

export const lease = object({
  spec: object({
    acquireTime: string,
    holderIdentity: string,
    leaseDurationSeconds: int32,
    leaseTransitions: int32,
    preferredHolder: string,
    renewTime: string,
    strategy: string,
  }),
});
