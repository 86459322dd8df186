import { KubeObject } from '../../types';
import { asArray, asObject, isObject, JsonObject } from '../json';
import { KubeStatusError } from '../KubeStatusError';
import { ResourceDefinition } from '../resources';

const DNS_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** Keys that the operator sets itself and no longer takes from sparkConf. */
const DENIED_CONF = [
  'spark.master',
  'spark.kubernetes.driver.master',
  'spark.kubernetes.container.image',
  'spark.kubernetes.driver.container.image',
  'spark.kubernetes.executor.container.image',
  'spark.kubernetes.authenticate.driver.serviceAccountName',
  'spark.kubernetes.authenticate.executor.serviceAccountName',
  ...['', '.driver', '.executor'].flatMap(role => [
    `spark.kubernetes.authenticate${role}.oauthToken`,
    `spark.kubernetes.authenticate${role}.oauthTokenFile`,
  ]),
];

/** What the operator's mutating webhook fills in. */
export function defaultSparkApplication(object: KubeObject): void {
  const { spec } = object;
  if (!isObject(spec)) {
    return;
  }
  spec.mode ??= 'cluster';
  spec.restartPolicy ??= {};
  const restart = asObject(spec.restartPolicy);
  restart.type ??= 'Never';
  if (restart.type !== 'Never') {
    restart.onFailureRetryInterval ??= 5;
    restart.onSubmissionFailureRetryInterval ??= 5;
  }
  for (const pod of [spec.driver, spec.executor].filter(isObject)) {
    pod.cores ??= 1;
    pod.memory ??= '1g';
  }
  if (isObject(spec.executor) && !dynamic(spec)) {
    spec.executor.instances ??= 1;
  }
}

function dynamic(spec: JsonObject): boolean {
  return asObject(spec.dynamicAllocation).enabled === true;
}

/** Throws what the operator's validating webhook refuses. */
export function checkSparkObject(
  resource: ResourceDefinition,
  object: KubeObject,
): void {
  const kind = object.kind;
  const { name, namespace } = object.metadata;
  const why =
    nameProblem(name, kind) ??
    (kind === 'SparkConnect'
      ? connectProblem(object)
      : specProblem(object, namespace));
  if (why) {
    throw new KubeStatusError(
      403,
      'Forbidden',
      `admission webhook "validate-${resource.singular}.${resource.group}" denied the request: ${why}`,
    );
  }
}

/** What is said of compute clusters only; configuration is refused as for jobs. */
function connectProblem({ metadata, spec }: KubeObject): string | undefined {
  const { name, namespace } = metadata;
  const longest = 63 - '-server'.length;
  if (name.length > longest) {
    return `invalid SparkConnect name "${name}": must be at most ${longest} characters so that the derived Service name "${name}-server" does not exceed the DNS-1035 label length limit (63 characters)`;
  }
  const { dynamicAllocation, executor, image, server, sparkConf } =
    asObject(spec);
  const hasImage = (pod: unknown) =>
    asArray(asObject(asObject(asObject(pod).template).spec).containers).some(
      container => asObject(container).image,
    );
  if (!image && !(hasImage(server) && hasImage(executor))) {
    return 'image must be specified in spec.image or both server and executor pod templates must provide container images';
  }
  const { enabled, minExecutors, maxExecutors } = asObject(dynamicAllocation);
  if (enabled && Number(minExecutors) > Number(maxExecutors)) {
    return `dynamicAllocation.minExecutors (${minExecutors}) cannot be greater than dynamicAllocation.maxExecutors (${maxExecutors})`;
  }
  return confProblem(asObject(sparkConf), namespace);
}

function nameProblem(name: string, kind: string): string | undefined {
  const problems = [
    ...(name.length > 63 ? ['must be no more than 63 characters'] : []),
    ...(DNS_1035.test(name)
      ? []
      : [
          `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
        ]),
  ];
  return problems.length
    ? `invalid ${kind} name "${name}": ${problems.join(', ')}`
    : undefined;
}

function specProblem(
  object: KubeObject,
  namespace: string | undefined,
): string | undefined {
  const scheduled = object.kind === 'ScheduledSparkApplication';
  const outer = asObject(object.spec);
  const spec = scheduled ? asObject(outer.template) : outer;
  return (
    confProblem(asObject(spec.sparkConf), namespace) ??
    (scheduled ? undefined : podProblem(spec) ?? ingressProblem(spec))
  );
}

function confProblem(
  conf: JsonObject,
  namespace: string | undefined,
): string | undefined {
  const denied = Object.keys(conf).find(key => DENIED_CONF.includes(key));
  if (denied) {
    return `sparkConf key "${denied}" is not allowed: it is set by the operator`;
  }
  const wanted = conf['spark.kubernetes.namespace'];
  return wanted !== undefined && wanted !== namespace
    ? `sparkConf key "spark.kubernetes.namespace" must be "${namespace}", the namespace of the object`
    : undefined;
}

function podProblem(spec: JsonObject): string | undefined {
  const pods = [asObject(spec.driver), asObject(spec.executor)];
  const templated = pods.some(pod => pod.template !== undefined);
  if (templated && Number(String(spec.sparkVersion).split('.')[0]) < 3) {
    return 'pod template feature requires Spark version 3.0.0 or higher';
  }
  return spec.nodeSelector !== undefined &&
    pods.some(pod => pod.nodeSelector !== undefined)
    ? 'node selector cannot be defined at both SparkApplication and driver/executor'
    : undefined;
}

function ingressProblem(spec: JsonObject): string | undefined {
  const options = Array.isArray(spec.driverIngressOptions)
    ? spec.driverIngressOptions.map(asObject)
    : [];
  const ports = options.map(option => option.servicePort);
  const urls = options.map(option => option.ingressURLFormat);
  if (ports.includes(undefined)) {
    return 'DriverIngressOptions has nil ServicePort';
  }
  if (urls.some(url => !url)) {
    return 'DriverIngressOptions has empty IngressURLFormat';
  }
  if (new Set(ports).size < ports.length) {
    return 'DriverIngressOptions has duplicate ServicePort';
  }
  return new Set(urls).size < urls.length
    ? 'DriverIngressOptions has duplicate IngressURLFormat'
    : undefined;
}
