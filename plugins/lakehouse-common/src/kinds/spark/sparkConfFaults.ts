import { formatPath, isRecord } from '../../jsonPath';

/** What the operator, its webhook or the platform has against a value, and where it is. */
export interface Fault {
  path: string;
  message: string;
}

/** A pattern of keys that are refused, and where the same is said instead. */
export interface RefusedConf {
  pattern: RegExp;
  instead: string;
}

/** The operator writes `--conf key=value`: a key with more in it would say something else there. */
const CONF_KEY = /^[^\s=]+$/;

const CLAIM =
  /^spark\.kubernetes\.(driver|executor)\.volumes\.persistentVolumeClaim\..*\.options\.claimName$/;

/** Keys of sparkConf that the operator refuses (2.5.2). */
const DENIED: RefusedConf[] = [
  {
    pattern: /^spark\.(master|kubernetes\.driver\.master)$/,
    instead: 'the operator sets it',
  },
  {
    pattern: /^spark\.kubernetes\.((driver|executor)\.)?container\.image$/,
    instead: 'use spec.image',
  },
  {
    pattern:
      /^spark\.kubernetes\.authenticate\.(driver|executor)\.serviceAccountName$/,
    instead: 'use spec.driver.serviceAccount',
  },
  {
    pattern: /^spark\.kubernetes\.authenticate\./,
    instead: 'jobs use the account that the domain gives them',
  },
];

/** Keys that reach past the workload's own pods. */
const FORBIDDEN: RefusedConf[] = [
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.podTemplate/,
    instead: 'pod templates are not allowed here',
  },
  {
    pattern:
      /^spark\.kubernetes\.(driver|executor)\.volumes\.(?!emptyDir\.|persistentVolumeClaim\.)/,
    instead: "choose one of the domain's volumes in spec.volumes",
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.(secrets|secretKeyRef)\./,
    instead: 'use env with valueFrom.secretKeyRef',
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.scheduler\.name$/,
    instead: 'the scheduler is not for a job to choose',
  },
  {
    pattern: /^spark\.kubernetes\.(driver|executor)\.pod\.featureSteps$/,
    instead: 'steps that change pods are not allowed here',
  },
];

/**
 * What speaks against the keys and values of `spec.sparkConf`, `conf`;
 * `refused` first, as what a kind says of a key is nearer than what all say.
 */
export function sparkConfFaults(
  conf: unknown,
  options: { namespace: string | undefined; refused?: RefusedConf[] },
): Fault[] {
  if (conf === undefined) {
    return [];
  }
  if (typeof conf !== 'object' || conf === null) {
    return [{ path: 'spec.sparkConf', message: 'must be a map of texts' }];
  }
  const refused = [...(options.refused ?? []), ...DENIED, ...FORBIDDEN];
  return Object.entries(conf).flatMap(([key, value]: [string, unknown]) => {
    const message = confMessage(key, value, {
      refused,
      namespace: options.namespace,
    });
    return message
      ? [{ path: formatPath(['spec', 'sparkConf', key]), message }]
      : [];
  });
}

function confMessage(
  key: string,
  value: unknown,
  options: { namespace: string | undefined; refused: RefusedConf[] },
): string | undefined {
  if (!CONF_KEY.test(key)) {
    return 'must be a key without spaces and equal signs';
  }
  const denied = options.refused.find(({ pattern }) => pattern.test(key));
  if (denied) {
    return `is refused: ${denied.instead}`;
  }
  if (key === 'spark.kubernetes.namespace' && value !== options.namespace) {
    return 'must be the namespace of the job itself';
  }
  if (CLAIM.test(key) && value !== 'OnDemand') {
    return "must be OnDemand; choose one of the domain's volumes in spec.volumes for others";
  }
  return typeof value === 'string'
    ? undefined
    : 'must be a text; put it in quotes';
}

/** What speaks against the keys of `spec.hadoopConf`. */
export function hadoopConfFaults(conf: unknown): Fault[] {
  return Object.keys(isRecord(conf) ? conf : {})
    .filter(key => !CONF_KEY.test(key))
    .map(key => ({
      path: formatPath(['spec', 'hadoopConf', key]),
      message: 'must be a key without spaces and equal signs',
    }));
}
