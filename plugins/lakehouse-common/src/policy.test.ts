import fc from 'fast-check';
import { sparkApplicationKind } from './kinds/spark-application';
import { checkPolicy } from './policy';
import { buildSparkManifest, settingsFixture } from './testUtils';

function check(object: unknown, kind = sparkApplicationKind) {
  return checkPolicy({
    object,
    kind,
    settings: settingsFixture,
    domain: 'sales',
    namespace: 'dom-sales',
  });
}

const pathsOf = (object: unknown) => check(object).map(({ path }) => path);
const withSpec = (spec: Record<string, unknown>) =>
  buildSparkManifest({ spec });
const withMetadata = (metadata: Record<string, unknown>) => ({
  ...buildSparkManifest(),
  metadata: { name: 'a', ...metadata },
});
const pod = { cores: 1, memory: '1g' };

describe('checkPolicy', () => {
  it('lets a plain job through', () => {
    expect(check(buildSparkManifest())).toEqual([]);
  });

  it('lets through what the settings offer', () => {
    expect(
      check(
        withSpec({
          image: 'registry.example.com/sales/orders:1.4.2',
          volumes: [
            { name: 'spark-local-dir-1', emptyDir: { sizeLimit: '50Gi' } },
          ],
          sparkConf: {
            ...settingsFixture.catalogs[0].sparkConf,
            ...settingsFixture.storage[0].sparkConf,
          },
          driver: {
            ...pod,
            env: [
              {
                name: 'CATALOG_CREDENTIAL',
                valueFrom: {
                  secretKeyRef: { name: 'sales-catalog', key: 'credential' },
                },
              },
            ],
          },
        }),
      ),
    ).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      'another API',
      { ...buildSparkManifest(), apiVersion: 'spark.apache.org/v1' },
      'apiVersion',
    ],
    ['another kind', { ...buildSparkManifest(), kind: 'RoleBinding' }, 'kind'],
    ['a status', { ...buildSparkManifest(), status: {} }, 'status'],
    [
      'another namespace',
      withMetadata({ namespace: 'dom-risk' }),
      'metadata.namespace',
    ],
    ['a finalizer', withMetadata({ finalizers: ['x'] }), 'metadata.finalizers'],
    ['a bad name', withMetadata({ name: 'Daily_Orders' }), 'metadata.name'],
    [
      'a name too long',
      withMetadata({ name: 'a'.repeat(57) }),
      'metadata.name',
    ],
    [
      'steering the sync',
      withMetadata({
        annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
      }),
      'metadata.annotations["kustomize.toolkit.fluxcd.io/prune"]',
    ],
    [
      'a hook of Argo CD',
      withMetadata({ annotations: { 'argocd.argoproj.io/hook': 'Sync' } }),
      'metadata.annotations["argocd.argoproj.io/hook"]',
    ],
    ['a foreign image', withSpec({ image: 'evil/spark:1' }), 'spec.image'],
    [
      'another account',
      withSpec({ driver: { ...pod, serviceAccount: 'admin' } }),
      'spec.driver.serviceAccount',
    ],
    [
      'a host path',
      withSpec({ volumes: [{ name: 'a', hostPath: { path: '/' } }] }),
      'spec.volumes[0]',
    ],
    [
      'more than the volume offers',
      withSpec({ volumes: [{ name: 'a', emptyDir: { sizeLimit: '500Gi' } }] }),
      'spec.volumes[0]',
    ],
    [
      'a pod template',
      withSpec({ driver: { ...pod, template: { spec: {} } } }),
      'spec.driver.template',
    ],
    [
      'the host network',
      withSpec({ executor: { ...pod, hostNetwork: true } }),
      'spec.executor.hostNetwork',
    ],
    [
      'a sidecar',
      withSpec({ executor: { ...pod, sidecars: [] } }),
      'spec.executor.sidecars',
    ],
    [
      'another API server',
      withSpec({ driver: { ...pod, kubernetesMaster: 'https://x' } }),
      'spec.driver.kubernetesMaster',
    ],
    [
      'privilege',
      withSpec({ driver: { ...pod, securityContext: { privileged: true } } }),
      'spec.driver.securityContext.privileged',
    ],
    [
      'a Secret not offered',
      withSpec({
        driver: {
          ...pod,
          env: [
            {
              name: 'A',
              valueFrom: { secretKeyRef: { name: 'other', key: 'k' } },
            },
          ],
        },
      }),
      'spec.driver.env[0].valueFrom.secretKeyRef',
    ],
    [
      'a key not offered',
      withSpec({
        driver: {
          ...pod,
          env: [
            {
              name: 'A',
              valueFrom: { secretKeyRef: { name: 'sales-s3', key: 'k' } },
            },
          ],
        },
      }),
      'spec.driver.env[0].valueFrom.secretKeyRef',
    ],
    [
      'a whole Secret',
      withSpec({
        driver: { ...pod, envFrom: [{ secretRef: { name: 'sales-s3' } }] },
      }),
      'spec.driver.envFrom[0].secretRef',
    ],
    [
      'a mounted Secret',
      withSpec({
        driver: { ...pod, secrets: [{ name: 'other', path: '/x' }] },
      }),
      'spec.driver.secrets[0]',
    ],
    [
      'a credential',
      withSpec({ sparkConf: { 'a.password': 'x' } }),
      'spec.sparkConf["a.password"]',
    ],
    [
      'something unrendered',
      withSpec({ arguments: [`$${'{{ parameters.x }}'}`] }),
      'spec.arguments[0]',
    ],
    [
      'a key unrendered',
      withSpec({ sparkConf: { '{{ x }}': 'y' } }),
      'spec.sparkConf["{{ x }}"]',
    ],
    ['a null', withSpec({ arguments: [null] }), 'spec.arguments[0]'],
    [
      'a very long text',
      withSpec({ arguments: ['x'.repeat(20_000)] }),
      'spec.arguments[0]',
    ],
    [
      'a control character',
      withSpec({ arguments: ['a\u0000b'] }),
      'spec.arguments[0]',
    ],
    [
      'a merge key',
      withSpec({ sparkConf: { '<<': 'x' } }),
      'spec.sparkConf["<<"]',
    ],
  ])('refuses %s', (_what, object, path) => {
    expect(pathsOf(object)).toEqual([path]);
  });

  it('lets a setting of the platform be named as off', () => {
    expect(
      check(withSpec({ executor: { ...pod, hostNetwork: false } })),
    ).toEqual([]);
  });

  it('refuses what it does not know', () => {
    expect(
      checkPolicy({
        object: buildSparkManifest(),
        kind: undefined,
        settings: settingsFixture,
        domain: 'sales',
        namespace: 'dom-sales',
      }),
    ).toEqual([
      {
        severity: 'error',
        code: 'policy',
        path: 'kind',
        message: 'is not a kind that may be written here',
      },
    ]);
    expect(pathsOf(null)).toEqual(['']);
    expect(
      pathsOf({ ...buildSparkManifest(), spec: new Array(30_000).fill(1) }),
    ).toEqual(['']);
  });

  it('never repeats a credential in its messages', () => {
    const problems = check(
      withSpec({ sparkConf: { 'a.password': 'hunter22' } }),
    );
    expect(JSON.stringify(problems)).not.toContain('hunter22');
  });

  it('never throws, whatever it is given', () => {
    const wild = fc.oneof(
      fc.anything({ maxDepth: 5 }),
      fc.record({
        apiVersion: fc.anything(),
        kind: fc.anything(),
        metadata: fc.anything(),
        spec: fc.anything({ maxDepth: 4 }),
      }),
      fc
        .record({
          type: fc.anything(),
          sparkConf: fc.anything(),
          driver: fc.anything(),
          executor: fc.anything(),
          volumes: fc.anything(),
          dynamicAllocation: fc.anything(),
          arguments: fc.anything(),
        })
        .map(spec => withSpec(spec)),
    );
    fc.assert(
      fc.property(wild, object => {
        expect(Array.isArray(check(object))).toBe(true);
        const asObject = { metadata: {}, ...Object(object) };
        expect(() => sparkApplicationKind.validate(asObject)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
