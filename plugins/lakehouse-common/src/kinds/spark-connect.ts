import { sparkConnectForm } from '../forms/sparkConnect/sparkConnectForm';
import type { EditableField } from '../types';
import { connectConsequences } from './connect/connectConsequences';
import { connectFootprint } from './connect/connectFootprint';
import { readConnectPods } from './connect/readConnectPods';
import { settleConnect } from './connect/settleConnect';
import { summarizeConnect } from './connect/summarizeConnect';
import { validateConnect } from './connect/validateConnect';
import { isApplied } from './isApplied';
import { LAUNCHED_BY_OPERATOR } from './spark/sparkPods';
import { executorSizes, leaderSizes } from './spark/sparkSizes';
import type { WorkloadKind } from './WorkloadKind';

const SIZES: EditableField[] = [
  ...leaderSizes('spec.server', 'Server'),
  ...executorSizes(0),
];

/**
 * A Spark Connect server with its executors: `SparkConnect` of the Kubeflow
 * operator. The operator can make one and take it away, and nothing between:
 * there is no suspend, and an edit reaches only a server that is made after it.
 * @public
 */
export const sparkConnectKind: WorkloadKind = {
  id: 'spark-connect',
  group: 'sparkoperator.k8s.io',
  version: 'v1alpha1',
  kind: 'SparkConnect',
  plural: 'sparkconnects',
  role: 'compute',
  title: 'Spark Connect cluster',
  titlePlural: 'Spark Connect clusters',
  nameRule: {
    // 63 for a label and a Service, less what the longest name made from it
    // adds: `<name>-server`.
    maxLength: 63 - '-server'.length,
    pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
    message:
      'A name begins with a lower-case letter, ends with a letter or digit, and has lower-case letters, digits and "-" between.',
  },
  stage: 1,
  template: 'spark-connect',
  form: sparkConnectForm,
  summarize: summarizeConnect,
  footprint: connectFootprint,
  podLabel: LAUNCHED_BY_OPERATOR,
  podSelector: object => ({
    'sparkoperator.k8s.io/connect-name': object.metadata.name,
  }),
  readPods: readConnectPods,
  outlivesChanges: true,
  isLive: isApplied,
  run: () => undefined,
  runsAgain: () => undefined,
  consequences: connectConsequences,
  settle: settleConnect,
  editable: [{ path: 'spec.image', label: 'Image', type: 'string' }, ...SIZES],
  verbs: [
    {
      id: 'resize',
      title: 'Resize',
      runsAgain: false,
      states: ['pending', 'running', 'failed', 'unknown'],
      fields: SIZES.map(({ path }) => path),
      // What follows from the sizes is in `settle`, as for any edit.
      apply: manifest => manifest,
    },
  ],
  mask: ['spec.sparkConf', 'spec.hadoopConf'],
  validate: validateConnect,
  policyPaths: {
    images: [
      'spec.image',
      'spec.server.template.spec.containers[*].image',
      'spec.executor.template.spec.containers[*].image',
    ],
    serviceAccounts: [
      'spec.server.template.spec.serviceAccountName',
      'spec.executor.template.spec.serviceAccountName',
    ],
    volumes: [
      'spec.server.template.spec.volumes',
      'spec.executor.template.spec.volumes',
    ],
    // A Service of one's own may open it to the world.
    forbidden: ['spec.server.service'],
  },
};
