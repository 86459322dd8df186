import fc from 'fast-check';
import { sparkApplicationKind } from '../kinds/spark-application';
import { sparkConnectKind } from '../kinds/spark-connect';
import { withLakefrontMetadata } from '../manifest';
import { findCredentials } from '../mask';
import { domainCapacityFixture, settingsFixture } from '../testUtils';
import type { DomainSettings, KubernetesObject } from '../types';
import { formAnswers } from './formAnswers';

const settings: DomainSettings = {
  ...settingsFixture,
  images: [
    ...settingsFixture.images,
    { image: 'apache/spark:3.5.6', sparkVersion: '3.5.6' },
  ],
  catalogs: [
    ...settingsFixture.catalogs,
    {
      name: 'old',
      sparkConf: {
        'spark.sql.catalog.old': 'org.apache.iceberg.spark.SparkCatalog',
        'spark.sql.catalog.old.type': 'hive',
      },
      packages: ['org.example:hive:1'],
    },
  ],
};
const context = { settings, capacity: domainCapacityFixture };
/** A quota that counts CPU limits makes the form write some. */
const limited = {
  settings,
  capacity: {
    ...domainCapacityFixture,
    limits: { ...domainCapacityFixture.limits, default: { cpu: 1 } },
  },
};

const size = {
  driverCores: 1,
  driverMemory: '2g',
  executorCores: 2,
  executorMemory: '4g',
  instances: 3,
};
const job = {
  name: 'daily-orders',
  language: 'Python',
  image: 'apache/spark:4.0.1',
  mainFile: 'local:///opt/app/main.py',
  size,
  retries: 0,
};
const place = { namespace: 'dom-sales', owner: 'group:default/sales-data' };

/** As a change of the portal leaves it in Git. */
function inGit(
  kind: typeof sparkApplicationKind,
  answers: object,
  form = context,
): KubernetesObject {
  return withLakefrontMetadata(
    { ...kind.form!.build({ ...answers }, form) },
    { kind, ...place, requestedBy: 'user:default/mia', changeId: 'change-1' },
  );
}

const answersOf = (
  manifest: KubernetesObject,
  form = context,
  kind = sparkApplicationKind,
) => formAnswers(manifest, { ...form, kind, ...place });

/** The manifest with its spec changed, as people and verbs change it. */
function changed(spec: object): KubernetesObject {
  const manifest = inGit(sparkApplicationKind, job);
  return { ...manifest, spec: { ...(manifest.spec as object), ...spec } };
}

describe('formAnswers', () => {
  it('finds every answer again, presets by their names', () => {
    const answers = {
      ...job,
      owner: 'user:default/mia',
      language: 'SQL',
      image: 'registry.example.com/lakehouse/spark-sql:4.0.1',
      mainFile: 's3a://lake/report.sql',
      arguments: ['2026'],
      catalogs: ['old', 'lake'],
      storage: ['s3'],
      packages: ['a:b:1'],
      sparkConf: [{ key: 'spark.sql.catalog.lake.type', value: 'hadoop' }],
      env: [{ name: 'MODE', value: 'full' }],
      secretEnv: [{ name: 'KEY', secret: 'sales-catalog', key: 'credential' }],
      shuffleVolume: 'scratch',
      retries: 2,
    };
    expect(answersOf(inGit(sparkApplicationKind, answers))).toEqual(answers);
  });

  it('answers the owner that the domain gave it', () => {
    expect(answersOf(inGit(sparkApplicationKind, job))).toEqual({
      ...job,
      owner: place.owner,
    });
  });

  it('knows what somebody edited by its own fields', () => {
    const resized = changed({
      driver: { cores: 2, memory: '8g', serviceAccount: 'spark' },
    });
    expect(answersOf(resized)).toMatchObject({
      size: { ...size, driverCores: 2, driverMemory: '8g' },
    });
  });

  it.each<[string, KubernetesObject, typeof context?]>([
    ['is suspended', changed({ suspend: true })],
    [
      'was run again',
      sparkApplicationKind.verbs
        .find(({ id }) => id === 'run-again')!
        .apply(inGit(sparkApplicationKind, job), '2026-01-02T10:00:00Z'),
    ],
    ['has a field that the form does not ask for', changed({ mode: 'client' })],
    ['has an image that is no longer offered', changed({ image: 'gone:1' })],
    [
      'has a label of its own',
      {
        ...inGit(sparkApplicationKind, job),
        metadata: {
          ...inGit(sparkApplicationKind, job).metadata,
          labels: { team: 'x' },
        },
      },
    ],
    [
      'was made of settings that changed since',
      inGit(sparkApplicationKind, job),
      limited,
    ],
    [
      'holds what looks like a credential',
      changed({ sparkConf: { 'spark.my.password': 'hunter2' } }),
    ],
    [
      'would make too long an address',
      changed({ arguments: Array.from({ length: 900 }, () => 'argument') }),
    ],
    ['is no such manifest', changed({ deps: 'all', driver: 3 })],
    ['is nothing', { apiVersion: '', kind: '', metadata: { name: '' } }],
  ])('is silent about what %s', (...[, manifest, form]) => {
    expect(answersOf(manifest, form)).toBeUndefined();
  });

  it('is silent about kinds without a form', () => {
    const kind = { ...sparkApplicationKind, form: undefined };
    expect(answersOf(inGit(sparkApplicationKind, job), context, kind)).toBe(
      undefined,
    );
  });

  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  const listOf = (key: string, of: fc.Arbitrary<string>) =>
    fc.dictionary(of, fc.string(), { maxKeys: 4 }).map(entries =>
      Object.entries(entries).map(([name, value]) => ({
        [key]: name,
        value,
      })),
    );
  const choices = fc.record(
    {
      owner: fc.constant('group:default/risk-data'),
      packages: fc.uniqueArray(word.map(name => `org.${name}:x:1`)),
      catalogs: fc.shuffledSubarray(['lake', 'old']),
      storage: fc.shuffledSubarray(['s3']),
      sparkConf: listOf(
        'key',
        fc.oneof(
          word.map(name => `spark.${name}`),
          fc.constantFrom(
            'spark.sql.catalog.lake.type',
            'spark.sql.catalog.old.type',
          ),
        ),
      ),
      env: listOf(
        'name',
        word.map(name => name.toLocaleUpperCase('en-US')),
      ),
      secretEnv: fc.constantFrom(
        [],
        [{ name: 'a', secret: 'sales-s3', key: 'access-key' }],
      ),
    },
    { requiredKeys: [] },
  );
  const sizes = fc.record({
    ...{ driverCores: fc.integer({ min: 1 }), driverMemory: word },
    ...{ executorCores: fc.integer({ min: 1 }), executorMemory: word },
  });
  const sized = fc.oneof(
    fc.record({ instances: fc.integer({ min: 1 }) }),
    fc.record({
      dynamicAllocation: fc.record({
        minExecutors: fc.nat(),
        maxExecutors: fc.integer({ min: 1 }),
      }),
    }),
  );
  const programs = fc.oneof(
    fc.record({ language: fc.constantFrom('Python', 'SQL') }),
    fc.record({ language: fc.constantFrom('Scala', 'Java'), mainClass: word }),
  );

  it.each([
    [sparkApplicationKind, context],
    [sparkApplicationKind, limited],
    [sparkConnectKind, context],
    [sparkConnectKind, limited],
  ])('opens whatever the form makes: %#', (kind, form) => {
    fc.assert(
      fc.property(
        choices,
        sizes,
        sized,
        programs,
        fc.constantFrom('apache/spark:3.5.6', 'apache/spark:4.0.1'),
        fc.array(fc.string()),
        (chosen, cores, pods, program, image, given) => {
          const isJob = kind === sparkApplicationKind;
          const answers = {
            ...chosen,
            name: 'x',
            image:
              program.language === 'SQL'
                ? 'registry.example.com/lakehouse/spark-sql:4.0.1'
                : image,
            size: { ...cores, ...pods },
            ...(isJob && {
              ...{ ...program, mainFile: 'local:///x', arguments: given },
              ...{ shuffleVolume: 'scratch', retries: 3 },
            }),
          };
          const manifest = inGit(kind, answers, form);
          fc.pre(findCredentials(manifest, kind).length === 0);
          const found = answersOf(manifest, form, kind);
          expect(inGit(kind, found!, form)).toEqual(manifest);
        },
      ),
      { numRuns: 200 },
    );
  });
});
