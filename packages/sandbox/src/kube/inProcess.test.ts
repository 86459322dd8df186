import { ManualClock } from '../clock';
import { seededRandom } from '../random';
import { KubeObject, WatchEvent } from '../types';
import { createKubeServer } from './createKubeServer';
import {
  admin,
  APPS,
  BINDINGS,
  CONFIG_MAPS,
  configMap,
  grant,
  namespace,
  NAMESPACES,
  pod,
  PODS,
  QUOTAS,
  SECRETS,
  sparkApplication,
} from './testUtils/manifests';

function start() {
  const clock = new ManualClock();
  const server = createKubeServer({ clock, random: seededRandom(1) });
  server.seed(namespace('dom-sales'));
  return { clock, server, kube: server.as(admin) };
}

function status(call: () => unknown) {
  try {
    call();
  } catch (error) {
    return (error as { status: { code: number; message: string } }).status;
  }
  throw new Error('the call went through');
}

const nextTurn = () => new Promise<void>(resolve => setImmediate(resolve));

describe('in-process client', () => {
  it('creates, reads, updates and deletes with the rules of versions', () => {
    const { kube, clock } = start();
    const made = kube.create(APPS, sparkApplication('daily'));
    expect(made.metadata).toMatchObject({
      generation: 1,
      creationTimestamp: '2026-01-05T08:00:00Z',
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(made.spec).toMatchObject({
      mode: 'cluster',
      restartPolicy: { type: 'Never' },
    });
    clock.advance(1000);

    const withStatus = kube.update(
      APPS,
      {
        ...made,
        spec: {},
        status: { applicationState: { state: 'RUNNING' }, driverInfo: {} },
      },
      { subresource: 'status' },
    );
    expect(withStatus.spec).toEqual(made.spec);
    expect(withStatus.metadata.generation).toBe(1);

    const edited = kube.update(APPS, {
      ...withStatus,
      spec: { ...(withStatus.spec as object), sparkVersion: '4.1.0' },
      status: { forged: true },
    });
    expect(edited.metadata.generation).toBe(2);
    expect(edited.status).toEqual(withStatus.status);

    expect(status(() => kube.update(APPS, made))).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on sparkapplications.sparkoperator.k8s.io "daily": the object has been modified; please apply your changes to the latest version and try again',
    });
    expect(
      status(() => kube.create(APPS, sparkApplication('daily'))),
    ).toMatchObject({
      code: 409,
      message: 'sparkapplications.sparkoperator.k8s.io "daily" already exists',
    });
    kube.delete(APPS, 'dom-sales', 'daily');
    expect(kube.get(APPS, 'dom-sales', 'daily')).toBeUndefined();
    expect(status(() => kube.delete(APPS, 'dom-sales', 'daily')).code).toBe(
      404,
    );
  });

  it('does nothing when nothing changes', () => {
    const { kube } = start();
    const made = kube.create(CONFIG_MAPS, configMap('a', { x: '1' }));
    const same = kube.update(CONFIG_MAPS, made);
    expect(same.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
  });

  it('tries a dry run and keeps nothing', () => {
    const { kube } = start();
    kube.create(CONFIG_MAPS, configMap('a'), { dryRun: true });
    expect(kube.get(CONFIG_MAPS, 'dom-sales', 'a')).toBeUndefined();
  });

  it.each<[string, KubeObject, string]>([
    [
      'a namespace that is not there',
      configMap('a', {}, { namespace: 'nowhere' }),
      'namespaces "nowhere" not found',
    ],
    [
      'a number that is too small',
      sparkApplication('a', { driver: { cores: 0 } }),
      'SparkApplication.sparkoperator.k8s.io "a" is invalid: spec.driver.cores: Invalid value: 0: spec.driver.cores in body should be greater than or equal to 1',
    ],
    [
      'a word that is not in the list',
      sparkApplication('a', { type: 'Perl' }),
      'SparkApplication.sparkoperator.k8s.io "a" is invalid: spec.type: Unsupported value: "Perl": supported values: "Java", "Python", "Scala", "R"',
    ],
    [
      'a field that is missing',
      sparkApplication('a', { sparkVersion: undefined }),
      'SparkApplication.sparkoperator.k8s.io "a" is invalid: spec.sparkVersion: Required value',
    ],
    [
      'a name with capitals',
      sparkApplication('Daily'),
      `SparkApplication.sparkoperator.k8s.io "Daily" is invalid: metadata.name: Invalid value: "Daily": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
    [
      'a sparkConf key that the operator denies',
      sparkApplication('a', { sparkConf: { 'spark.master': 'local' } }),
      'admission webhook "validate-sparkapplication.sparkoperator.k8s.io" denied the request: sparkConf key "spark.master" is not allowed: it is set by the operator',
    ],
    [
      'text where a text must be, in a built-in kind',
      { ...configMap('a'), data: { x: 1 } },
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal integer into Go struct field ConfigMap.data.x of type string',
    ],
  ])('refuses %s', (_, object, message) => {
    const { kube } = start();
    const resource = kube.resourceFor(object.apiVersion, object.kind);
    expect(status(() => kube.create(resource!, object)).message).toBe(message);
  });

  it('refuses a name that the operator would refuse', () => {
    const { kube } = start();
    const name = `j${'x'.repeat(63)}`;
    expect(
      status(() => kube.create(APPS, sparkApplication(name))),
    ).toMatchObject({
      code: 403,
      message: expect.stringContaining('must be no more than 63 characters'),
    });
  });

  it('lets nobody do what no role allows', () => {
    const { server } = start();
    grant('mia', [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] },
    ]).forEach(server.seed);
    const mia = server.as({ name: 'mia', groups: [] });
    expect(mia.list(CONFIG_MAPS, { namespace: 'dom-sales' })).toEqual([]);
    expect(status(() => mia.create(APPS, sparkApplication('a')))).toMatchObject(
      {
        code: 403,
        message:
          'sparkapplications.sparkoperator.k8s.io is forbidden: User "mia" cannot create resource "sparkapplications" in API group "sparkoperator.k8s.io" in the namespace "dom-sales"',
      },
    );
    expect(status(() => mia.get(SECRETS, 'dom-sales', 'key')).message).toBe(
      'secrets "key" is forbidden: User "mia" cannot get resource "secrets" in API group "" in the namespace "dom-sales"',
    );
    expect(status(() => mia.list(CONFIG_MAPS)).message).toBe(
      'configmaps is forbidden: User "mia" cannot list resource "configmaps" in API group "" at the cluster scope',
    );
  });

  it('lets nobody grant more than they have', () => {
    const { server } = start();
    const account = 'system:serviceaccount:flux-system:dom-sales';
    grant(account, [
      {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['rolebindings'],
        verbs: ['*'],
      },
    ]).forEach(server.seed);
    const flux = server.as({ name: account, groups: [] });
    const [, binding] = grant('noah', []);
    expect(
      status(() =>
        flux.create(BINDINGS, {
          ...binding,
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name: 'cluster-admin',
          },
        }),
      ),
    ).toMatchObject({
      code: 403,
      message: `rolebindings.rbac.authorization.k8s.io "for-noah" is forbidden: user "${account}" (groups=["system:serviceaccounts" "system:serviceaccounts:flux-system" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}`,
    });
  });

  it('watches: what is there, then every change, in order and later', async () => {
    const { kube } = start();
    kube.create(CONFIG_MAPS, configMap('a'));
    const events: string[] = [];
    const note = ({ type, object }: WatchEvent) => {
      events.push(`${type} ${object.metadata.name}`);
    };
    const stop = kube.watch(CONFIG_MAPS, note);
    expect(events).toEqual([]);
    kube.create(CONFIG_MAPS, configMap('b'));
    kube.patch(
      CONFIG_MAPS,
      'dom-sales',
      'b',
      { data: { x: '1' } },
      { type: 'merge' },
    );
    await nextTurn();
    kube.delete(CONFIG_MAPS, 'dom-sales', 'a');
    await nextTurn();
    stop();
    kube.delete(CONFIG_MAPS, 'dom-sales', 'b');
    await nextTurn();
    expect(events).toEqual(['ADDED a', 'ADDED b', 'MODIFIED b', 'DELETED a']);
  });

  it('counts a quota, refuses what exceeds it, and frees what has ended', () => {
    const { kube, server } = start();
    server.seed(pod('seeded', { requests: { cpu: '60' } }));
    kube.create(QUOTAS, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'domain-quota', namespace: 'dom-sales' },
      spec: { hard: { 'requests.cpu': '64', pods: '10' } },
    });
    const used = () =>
      (
        kube.get(QUOTAS, 'dom-sales', 'domain-quota')?.status as {
          used: object;
        }
      ).used;
    expect(used()).toEqual({ 'requests.cpu': '60', pods: '1' });
    kube.create(PODS, pod('second', { requests: { cpu: '2' } }));
    expect(
      status(() => kube.create(PODS, pod('third', { requests: { cpu: '4' } }))),
    ).toMatchObject({
      code: 403,
      message:
        'pods "third" is forbidden: exceeded quota: domain-quota, requested: requests.cpu=4, used: requests.cpu=62, limited: requests.cpu=64',
    });
    expect(status(() => kube.create(PODS, pod('silent'))).message).toBe(
      'pods "silent" is forbidden: failed quota: domain-quota: must specify requests.cpu for: main',
    );
    kube.patch(
      PODS,
      'dom-sales',
      'seeded',
      { status: { phase: 'Succeeded' } },
      { type: 'merge', subresource: 'status' },
    );
    expect(used()).toEqual({ 'requests.cpu': '2', pods: '1' });
    kube.create(PODS, pod('third', { requests: { cpu: '4' } }));
  });

  it('applies: creates, merges, and takes out what is no longer wanted', () => {
    const { kube } = start();
    const apply = (data: Record<string, string>) =>
      kube.patch(CONFIG_MAPS, 'dom-sales', 'a', configMap('a', data), {
        type: 'apply',
      });
    apply({ x: '1', y: '2' });
    kube.patch(
      CONFIG_MAPS,
      'dom-sales',
      'a',
      { data: { z: '3' } },
      { type: 'merge' },
    );
    const second = apply({ x: '9' });
    expect(second.data).toEqual({ x: '9', z: '3' });
    expect(apply({ x: '9' }).metadata.resourceVersion).toBe(
      second.metadata.resourceVersion,
    );
  });

  it('takes dependents and the contents of a namespace along', () => {
    const { kube } = start();
    const app = kube.create(APPS, sparkApplication('daily'));
    const owner = {
      apiVersion: app.apiVersion,
      kind: app.kind,
      name: 'daily',
      uid: app.metadata.uid ?? '',
    };
    kube.create(PODS, pod('driver', {}, { ownerReferences: [owner] }));
    kube.delete(APPS, 'dom-sales', 'daily');
    expect(kube.get(PODS, 'dom-sales', 'driver')).toBeUndefined();

    kube.create(
      CONFIG_MAPS,
      configMap('kept', {}, { finalizers: ['lakefront.dev/test'] }),
    );
    kube.create(CONFIG_MAPS, configMap('other'));
    kube.delete(NAMESPACES, undefined, 'dom-sales');
    expect(kube.get(NAMESPACES, undefined, 'dom-sales')?.status).toEqual({
      phase: 'Terminating',
    });
    expect(kube.list(CONFIG_MAPS).map(({ metadata }) => metadata.name)).toEqual(
      ['kept'],
    );
    expect(
      status(() => kube.create(CONFIG_MAPS, configMap('late'))).message,
    ).toBe(
      'configmaps "late" is forbidden: unable to create new content in namespace dom-sales because it is being terminated',
    );
    kube.patch(
      CONFIG_MAPS,
      'dom-sales',
      'kept',
      { metadata: { finalizers: null } },
      { type: 'merge' },
    );
    expect(kube.get(NAMESPACES, undefined, 'dom-sales')).toBeUndefined();
  });

  it('is the same for the same seed and clock', () => {
    const run = () => {
      const { kube } = start();
      kube.create(APPS, sparkApplication('daily'));
      return kube.list(APPS);
    };
    expect(run()).toEqual(run());
  });
});

it('serves no kind of a group that is not installed', () => {
  const server = createKubeServer({
    clock: new ManualClock(Date.parse('2026-01-05T08:00:00Z')),
    random: seededRandom(1),
    without: ['argoproj.io'],
  });
  const kube = server.as(admin);
  const applications = {
    group: 'argoproj.io',
    version: 'v1alpha1',
    plural: 'applications',
  };
  expect(
    kube.resourceFor('argoproj.io/v1alpha1', 'Application'),
  ).toBeUndefined();
  expect(() => kube.list(applications)).toThrow(/could not be found|not found/);
  const definitions = kube.list({
    group: 'apiextensions.k8s.io',
    version: 'v1',
    plural: 'customresourcedefinitions',
  });
  const names = definitions.map(({ metadata }) => metadata.name);
  expect(names).toContain('kustomizations.kustomize.toolkit.fluxcd.io');
  expect(names.filter(name => name.endsWith('argoproj.io'))).toEqual([]);
});
