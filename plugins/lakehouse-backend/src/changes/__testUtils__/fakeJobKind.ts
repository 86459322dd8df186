import {
  getPath,
  setPath,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** A kind as small as kinds get: it asks for what `spec.cpu` says. */
export const fakeJobKind: WorkloadKind = {
  id: 'job',
  group: 'example.com',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  role: 'job',
  title: 'job',
  titlePlural: 'jobs',
  nameRule: {
    maxLength: 20,
    pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
    message: 'The name must be a DNS label.',
  },
  stage: 1,
  summarize: ({ status = {} }) => ({
    state: 'unknown',
    stateDetail: '',
    description: '',
    links: [],
    ...(status as object),
  }),
  footprint(object) {
    const cpu = Number((object.spec as { cpu?: number } | undefined)?.cpu ?? 1);
    const part = {
      role: 'main',
      count: 1,
      minCount: 1,
      cpu,
      memory: 0,
      gpu: 0,
    };
    return { cpu, memory: 0, gpu: 0, pods: 1, parts: [part] };
  },
  podSelector: () => ({}),
  isLive: (manifest, object) =>
    JSON.stringify(manifest.spec) === JSON.stringify(object.spec),
  run: () => undefined,
  runsAgain: (previous, next) =>
    JSON.stringify(previous?.spec) === JSON.stringify(next.spec) ||
    getPath(next, 'spec.suspend') === true
      ? undefined
      : `A merge runs ${next.metadata.name} again.`,
  /** `missed`: the operator missed every edit, or has not run it since. */
  actedOn(object, { runsAgain }) {
    const { missed } = (object.status ?? {}) as { missed?: boolean | 'run' };
    return missed === 'run' ? !runsAgain : !missed;
  },
  editable: [
    { path: 'spec.cpu', label: 'CPU', type: 'integer', min: 1, max: 64 },
    { path: 'spec.arguments', label: 'Arguments', type: 'string[]' },
    {
      path: 'spec.most',
      label: 'At most',
      type: 'integer',
      onlyWith: 'spec.grows',
    },
  ],
  verbs: [
    {
      id: 'suspend',
      title: 'Suspend',
      runsAgain: false,
      states: ['running'],
      apply: manifest => setPath(manifest, 'spec.suspend', true),
    },
    {
      id: 'resume',
      title: 'Resume',
      runsAgain: true,
      states: ['suspended'],
      apply: manifest => setPath(manifest, 'spec.suspend', false),
    },
    {
      id: 'resize',
      title: 'Resize',
      runsAgain: true,
      states: ['running'],
      fields: ['spec.cpu', 'spec.most'],
      apply: manifest => manifest,
    },
  ],
  mask: ['spec.conf'],
  validate: object =>
    (object.spec as { cpu?: number } | undefined)?.cpu === 13
      ? [{ path: 'spec.cpu', message: '13 brings bad luck' }]
      : [],
  policyPaths: {
    images: ['spec.image'],
    serviceAccounts: [],
    volumes: [],
    forbidden: [],
  },
};
