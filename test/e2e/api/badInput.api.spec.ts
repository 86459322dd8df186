import { expect, test } from '@playwright/test';
import type {
  ChangeCheck,
  ChangeProblem,
} from '../../../plugins/lakehouse-common/src/types';
import type { ErrorBody } from './support/PortalApi';
import { runningGitHost, runningPortal } from './support/running';
import { proposal, sparkJob } from './support/sparkJob';
import { newTraces, tracesOf } from './support/traces';

type Spec = Record<string, unknown>;

interface Row {
  title: string;
  object: ReturnType<typeof sparkJob>;
  /** Where it arose; the object itself is `object`. */
  path?: string;
  message: RegExp;
}

const NAME = 'bad-input';
const ENV = (value: object) => ({
  driver: { cores: 1, memory: '512m', serviceAccount: 'spark', ...value },
});
const spec = (title: string, change: Spec, path: string, message: RegExp) => ({
  title,
  object: sparkJob(NAME, change),
  path: `object.${path}`,
  message,
});
const name = (title: string, value: string, message: RegExp) => ({
  title,
  object: sparkJob(value),
  path: 'object.metadata.name',
  message,
});

const ROWS: Row[] = [
  name('a name that is taken', 'daily-orders', /is taken: sales has one/),
  name('a name that is too long', 'a'.repeat(57), /57 characters; at most 56/),
  name('a name in capitals', 'Daily', /lower-case/),
  name('a name that is a path', '../../platform/x', /lower-case/),
  name('a name that begins with a digit', '1st', /begins with a lower-case/),
  name('a name that ends with a dash', 'daily-', /ends with a letter/),
  name('a name with a dot', 'daily.orders', /lower-case letters, digits/),
  {
    title: 'a driver above the LimitRange',
    object: sparkJob(
      NAME,
      ENV({ memory: '100g', memoryOverhead: '60g', coreLimit: '1' }),
    ),
    path: 'object.spec.driver',
    message: /its driver asks for 160 GiB; one pod in sales may have at most/,
  },
  {
    title: 'more than the quota can ever give',
    object: sparkJob(NAME, {
      executor: { cores: 10, memory: '1g', instances: 7 },
    }),
    path: 'object',
    message: /sales may never use more than 64 CPU, so this can never run/,
  },
  spec(
    'a credential in sparkConf',
    { sparkConf: { 'spark.hadoop.fs.s3a.secret.key': 'hunter2hunter2' } },
    'spec.sparkConf["spark.hadoop.fs.s3a.secret.key"]',
    /looks like a credential .* secretKeyRef/,
  ),
  spec(
    'a credential in hadoopConf',
    { hadoopConf: { 'fs.s3a.access.key': 'hunter2hunter2' } },
    'spec.hadoopConf["fs.s3a.access.key"]',
    /looks like a credential/,
  ),
  spec(
    'a credential in the environment',
    ENV({ env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }),
    'spec.driver.env[0].value',
    /looks like a credential \(DB_PASSWORD\)/,
  ),
  spec(
    'a credential in an argument',
    { arguments: ['--password=hunter2'] },
    'spec.arguments[0]',
    /looks like a credential \(password\)/,
  ),
  spec(
    'a credential in the argument after its name',
    { arguments: ['--db-password', 'hunter2'] },
    'spec.arguments[1]',
    /looks like a credential \(db-password\)/,
  ),
  spec(
    'a credential in a URL',
    { arguments: ['jdbc:postgresql://app:hunter2@db/orders'] },
    'spec.arguments[0]',
    /user and password in a URL/,
  ),
  spec(
    'a sparkConf key that the operator denies',
    { sparkConf: { 'spark.kubernetes.container.image': 'x' } },
    'spec.sparkConf["spark.kubernetes.container.image"]',
    /is refused: use spec.image/,
  ),
  spec(
    'another namespace by sparkConf',
    { sparkConf: { 'spark.kubernetes.namespace': 'kube-system' } },
    'spec.sparkConf["spark.kubernetes.namespace"]',
    /must be the namespace of the job itself/,
  ),
  spec(
    'a time to live',
    { timeToLiveSeconds: 3600 },
    'spec.timeToLiveSeconds',
    /must be left out/,
  ),
  spec(
    'a pod template',
    ENV({ template: { spec: { hostNetwork: true } } }),
    'spec.driver.template',
    /is kept for the platform/,
  ),
  spec(
    'a pod template by sparkConf',
    { sparkConf: { 'spark.kubernetes.driver.podTemplateFile': 's3a://x/y' } },
    'spec.sparkConf["spark.kubernetes.driver.podTemplateFile"]',
    /pod templates are not allowed/,
  ),
  spec(
    'an expression that was not filled in',
    { arguments: ['${{ parameters.date }}'] },
    'spec.arguments[0]',
    /template expression that was not filled in/,
  ),
  spec(
    'another service account',
    ENV({ serviceAccount: 'default' }),
    'spec.driver.serviceAccount',
    /"default" is not a service account that sales may use/,
  ),
  spec(
    'an image that nobody allowed',
    { image: 'docker.io/someone/spark:latest' },
    'spec.image',
    /is not an image that sales may run/,
  ),
  spec(
    'an image of another domain',
    { image: 'registry.example.com/risk/jobs:1' },
    'spec.image',
    /is not an image that sales may run/,
  ),
  spec(
    'a directory of the node',
    { volumes: [{ name: 'root', hostPath: { path: '/' } }] },
    'spec.volumes[0]',
    /is not a volume that sales may mount/,
  ),
  spec(
    'a Secret that the domain does not offer',
    ENV({
      env: [
        {
          name: 'A',
          valueFrom: { secretKeyRef: { name: 'risk-catalog', key: 'x' } },
        },
      ],
    }),
    'spec.driver.env[0].valueFrom.secretKeyRef',
    /"risk-catalog" is not one that the domain offers/,
  ),
  spec('a field that is not there', { nope: 1 }, 'spec.nope', /not a field/),
  {
    title: 'another namespace',
    object: {
      ...sparkJob(NAME),
      metadata: { name: NAME, namespace: 'dom-risk' },
    },
    path: 'object.metadata.namespace',
    message: /must be dom-sales/,
  },
  {
    title: 'a switch of the sync engine',
    object: {
      ...sparkJob(NAME),
      metadata: {
        name: NAME,
        annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
      },
    },
    path: 'object.metadata.annotations["kustomize.toolkit.fluxcd.io/prune"]',
    message: /is kept for the platform/,
  },
];

test.describe('bad input', () => {
  for (const { title, object, path, message } of ROWS) {
    test(`${title}: one clear message, and nothing is left behind`, async () => {
      const portal = runningPortal();
      const git = runningGitHost();
      const mia = portal.as('mia');
      const before = await tracesOf(portal, git);

      const check = await mia.post<ChangeCheck>(
        '/lakehouse/changes/check',
        proposal(object),
      );
      expect(check.status).toBe(200);
      expect(check.body.ok).toBe(false);
      const errors = check.body.problems.filter(isError);
      expect(errors, JSON.stringify(errors)).toHaveLength(1);
      expect(errors[0].message).toMatch(message);
      expect(errors[0].path).toBe(path);

      const refused = await mia.post<ErrorBody>(
        '/lakehouse/changes',
        proposal(object),
      );
      expect(refused.status).toBe(400);
      const { error } = refused.body;
      expect(error.message).toBe(
        path ? `${path}: ${errors[0].message}` : errors[0].message,
      );
      expect(error.problems).toEqual(errors);
      // What looks like a credential is not said back.
      expect(error.message).not.toContain('hunter2');

      expect(newTraces(before, await tracesOf(portal, git))).toEqual({
        branches: [],
        pulls: [],
        changes: [],
      });
    });
  }

  test('several faults are told at once, each at its place', async () => {
    const { status, body } = await runningPortal()
      .as('mia')
      .post<ErrorBody>(
        '/lakehouse/changes',
        proposal(
          sparkJob(NAME, {
            image: 'docker.io/someone/spark:latest',
            timeToLiveSeconds: 1,
            arguments: ['--password=hunter2'],
          }),
        ),
      );
    expect(status).toBe(400);
    expect(body.error.problems?.map(({ path }) => path).sort()).toEqual([
      'object.spec.arguments[0]',
      'object.spec.image',
      'object.spec.timeToLiveSeconds',
    ]);
  });
});

function isError({ severity }: ChangeProblem) {
  return severity === 'error';
}
