import {
  createKindRegistry,
  builtInKinds,
  toKindInfo,
} from './kinds/KindRegistry';
import { sparkApplicationKind as kind } from './kinds/spark-application';
import {
  manifestPath,
  toManifest,
  withLakefrontMetadata,
  workloadDirectory,
} from './manifest';
import { bestRole, parseDomainMembers } from './members';
import { validateName } from './names';
import { isImageAllowed, parseSettings } from './settings';
import {
  buildSparkApplication,
  buildSparkManifest,
  settingsFixture,
} from './testUtils';

const place = { kubernetesCluster: 'west', domain: 'sales' };

describe('manifestPath', () => {
  it('is where the layout says', () => {
    expect(manifestPath({ ...place, kind, name: 'daily-orders' })).toBe(
      'clusters/west/domains/sales/spark-application/daily-orders.yaml',
    );
    expect(
      manifestPath({
        ...place,
        kind: { id: 'x', stage: 2 },
        name: 'a',
        root: '/live/prod/',
      }),
    ).toBe('live/prod/clusters/west/domains-after/sales/x/a.yaml');
    expect(workloadDirectory(place)).toBe('clusters/west/domains/sales');
  });

  it.each([
    [{ name: '../x' }],
    [{ name: 'a/b' }],
    [{ name: '' }],
    [{ name: 'a..b' }],
    [{ domain: '..' }],
    [{ kubernetesCluster: 'West' }],
    [{ root: '../up' }],
  ])('refuses %j', bad => {
    expect(() =>
      manifestPath({ ...place, kind, name: 'daily-orders', ...bad }),
    ).toThrow();
  });
});

describe('withLakefrontMetadata and toManifest', () => {
  it('says where it belongs, whose it is and which change wrote it', () => {
    const written = withLakefrontMetadata(
      {
        metadata: {
          name: 'a',
          annotations: {
            'lakefront.dev/requested-by': 'user:default/forged',
            'example.com/x': 'y',
          },
        },
        spec: {},
      },
      {
        kind,
        namespace: 'dom-sales',
        owner: 'group:default/sales-data',
        requestedBy: 'user:default/mia',
        changeId: 'c1',
      },
    );
    expect(written).toEqual({
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkApplication',
      metadata: {
        name: 'a',
        namespace: 'dom-sales',
        annotations: {
          'example.com/x': 'y',
          'lakefront.dev/owner': 'group:default/sales-data',
          'lakefront.dev/requested-by': 'user:default/mia',
          'lakefront.dev/change': 'c1',
        },
      },
      spec: {},
    });
  });

  it('drops what the server fills in, and has one order of keys', () => {
    const text = JSON.stringify(
      toManifest(buildSparkApplication({ status: { a: 1 } })),
    );
    expect(
      text.startsWith(
        '{"apiVersion":"sparkoperator.k8s.io/v1beta2","kind":"SparkApplication","metadata":{"name":"daily-orders","namespace":"dom-sales"},"spec":{"driver":',
      ),
    ).toBe(true);
    expect(text).not.toContain('status');
    const { spec, ...rest } = buildSparkApplication();
    const reversed = Object.fromEntries(
      Object.entries(spec as object).reverse(),
    );
    expect(JSON.stringify(toManifest({ spec: reversed, ...rest }))).toBe(text);
  });
});

describe('validateName', () => {
  it.each([
    ['daily-orders', undefined],
    ['a', undefined],
    ['a'.repeat(56), undefined],
    ['a'.repeat(57), 'The name has 57 characters; at most 56 are possible.'],
    ['', 'A name is needed.'],
    [undefined, 'A name is needed.'],
    ['1a', kind.nameRule.message],
    ['a-', kind.nameRule.message],
    ['A', kind.nameRule.message],
    ['a.b', kind.nameRule.message],
    ['a\n', kind.nameRule.message],
  ])('%p', (name, expected) => {
    expect(validateName(kind, name)).toBe(expected);
  });
});

describe('parseDomainMembers', () => {
  it('reads owner and members', () => {
    const { owner, members, problems } = parseDomainMembers({
      owner: 'group:default/Sales-Data',
      members: '{"user:default/mia":"editor","user:default/ben":"viewer"}',
    });
    expect(owner).toBe('group:default/sales-data');
    expect(problems).toEqual([]);
    expect(members).toEqual([
      { entityRef: 'group:default/sales-data', role: 'owner' },
      { entityRef: 'user:default/mia', role: 'editor' },
      { entityRef: 'user:default/ben', role: 'viewer' },
    ]);
    expect(
      bestRole(members, ['user:default/ben', 'group:default/sales-data']),
    ).toBe('owner');
    expect(bestRole(members, ['user:default/ben'])).toBe('viewer');
    expect(bestRole(members, ['user:default/noah'])).toBeUndefined();
  });

  it.each([
    ['{"user:default/mia":"platform"}'],
    ['{"mia":"editor"}'],
    ['{"user:default/mia":["editor"]}'],
    ['["user:default/mia"]'],
    ['{'],
    ['null'],
  ])('grants nothing for %s, and says so', members => {
    const parsed = parseDomainMembers({ members });
    expect(parsed.members).toEqual([]);
    expect(parsed.problems).toHaveLength(1);
  });
});

describe('parseSettings', () => {
  it('takes the fixture as it is, and nothing for nothing', () => {
    expect(parseSettings(settingsFixture)).toEqual(settingsFixture);
    expect(parseSettings(undefined).images).toEqual([]);
    expect(parseSettings({ serviceAccounts: ['a'] }).secrets).toEqual([]);
  });

  it('names every fault', () => {
    expect(() =>
      parseSettings({
        images: [{ title: 'x' }],
        serviceAccounts: 'spark',
        catalogs: [{ name: 'a', sparkConf: { 'spark.x': true } }],
        colour: 'red',
      }),
    ).toThrow(
      'images[0].image is needed; serviceAccounts must be a list; catalogs[0].sparkConf["spark.x"] must be a text; put it in quotes; colour is not known',
    );
    expect(() => parseSettings([])).toThrow('must be an object');
    expect(() => parseSettings({ constructor: [] })).toThrow('is not known');
  });

  it('takes patterns of lakeFS repositories, and nothing like them', () => {
    const lakefs = { repositories: ['lake/sales-*'], keysPerDomain: true };
    expect(parseSettings({ lakefs }).lakefs).toEqual(lakefs);
    expect(() =>
      parseSettings({
        lakefs: { repositories: ['*', 'lake/a/b', 'lake/.*'], keys: 1 },
      }),
    ).toThrow(
      'lakefs.repositories[0] must be <server>/<repository>, with * for any characters of the latter; lakefs.repositories[1] must be <server>/<repository>, with * for any characters of the latter; lakefs.repositories[2] must be <server>/<repository>, with * for any characters of the latter; lakefs.keys is not known',
    );
  });

  it('allows images by name or beginning', () => {
    expect(isImageAllowed(settingsFixture, 'apache/spark:4.0.1')).toBe(true);
    expect(isImageAllowed(settingsFixture, 'apache/spark:4.0.12')).toBe(false);
    expect(
      isImageAllowed(settingsFixture, 'registry.example.com/sales/a:1'),
    ).toBe(true);
  });
});

describe('createKindRegistry', () => {
  it('finds kinds by group and kind, since two operators share a kind', () => {
    const registry = createKindRegistry();
    expect(registry.byId('spark-application')).toBe(kind);
    expect(registry.byObject(buildSparkManifest())).toBe(kind);
    expect(
      registry.byObject({
        ...{ apiVersion: 'spark.apache.org/v1', kind: 'SparkApplication' },
      }),
    ).toBeUndefined();
    expect(registry.byObject({})).toBeUndefined();
    const info = toKindInfo(kind);
    expect(info.verbs.map(({ id, states }) => `${id}: ${states}`)).toEqual([
      'suspend: pending,running,succeeded,failed,unknown',
      'resume: suspended',
      'run-again: succeeded,failed,unknown',
      'resize: pending,running,succeeded,failed,suspended,unknown',
    ]);
    // What the browser gets can be sent: no function is in it.
    expect(JSON.parse(JSON.stringify(info))).toEqual(info);
  });

  it('refuses a kind twice', () => {
    expect(() => createKindRegistry([...builtInKinds, kind])).toThrow('twice');
    const other = { ...kind, id: 'other' };
    expect(() => createKindRegistry([kind, other])).toThrow('twice');
    const [one, two] = ['a', 'b'].map(id => ({
      ...{ ...kind, id, labelSelector: 'of=us' },
    }));
    expect(() => createKindRegistry([one, two])).toThrow('twice');
  });

  it('tells kinds apart that share a group and kind by their labels', () => {
    const ours = { ...kind, id: 'ours', labelSelector: 'of=us' };
    const theirs = { ...kind, id: 'theirs', labelSelector: 'of=them' };
    const of = (labels: Record<string, string>) => ({
      ...buildSparkManifest(),
      metadata: { name: 'x', labels },
    });
    const registry = createKindRegistry([kind, ours, theirs]);
    expect(registry.byObject(of({ of: 'us' }))).toBe(ours);
    expect(registry.byObject(of({ of: 'them' }))).toBe(theirs);
    expect(registry.byObject(of({}))).toBe(kind);
    expect(createKindRegistry([ours]).byObject(of({}))).toBeUndefined();
  });
});
