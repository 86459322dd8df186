import { toManifest, withLakefrontMetadata } from '../manifest';
import { findCredentials } from '../mask';
import { checkPolicy } from '../policy';
import {
  buildPipeline,
  buildPipelineVersion,
  buildRecurringRun,
  buildRunWorkflow,
  buildSchedule,
  buildStart,
  kubeflowPipelineFixtures,
  kubeflowRecurringRunFixtures,
  kubeflowRunFixtures,
  kubeflowScheduleFixtures,
  kubeflowStartFixtures,
  kubeflowVersionFixtures,
  pipelineSpecFixture,
  settingsFixture,
} from '../testUtils';
import type { KubernetesObject, Workload } from '../types';
import { createKindRegistry } from './KindRegistry';
import { kubeflowPipelineKind } from './kubeflow-pipeline';
import { kubeflowPipelineVersionKind } from './kubeflow-pipeline-version';
import { kubeflowRecurringRunKind } from './kubeflow-recurring-run';
import { kubeflowRunKind } from './kubeflow-run';
import { kubeflowScheduleKind } from './kubeflow-schedule';
import { kubeflowStartKind } from './kubeflow-start';
import type { WorkloadKind } from './WorkloadKind';

const registry = createKindRegistry();
const kinds = registry.all().filter(({ id }) => id.startsWith('kubeflow-'));
const GIB = 1024 ** 3;

const check = (
  object: unknown,
  kind: WorkloadKind,
  settings = settingsFixture,
) =>
  checkPolicy({
    ...{ object, kind, settings, domain: 'sales', namespace: 'dom-sales' },
  }).map(({ path, message }) => `${path} ${message}`);

const edited = (
  object: KubernetesObject,
  spec: Record<string, unknown>,
): KubernetesObject => ({
  ...object,
  spec: { ...(object.spec as object), ...spec },
});

/** What the index tells of an object. */
function workload(object: KubernetesObject): Workload {
  const kind = registry.byObject(object)!;
  return {
    ...kind.summarize(object),
    ...{ kubernetesCluster: 'west', domain: 'sales', namespace: 'dom-sales' },
    ...{ kind: kind.id, role: kind.role, name: object.metadata.name },
    ...{ uid: 'u-1', createdAt: '2026-01-01T00:00:00Z' },
    footprint: kind.footprint(object),
  };
}

describe('kinds of Kubeflow', () => {
  it.each<[string, KubernetesObject]>([
    ['kubeflow-pipeline', buildPipeline()],
    ['kubeflow-pipeline-version', buildPipelineVersion()],
    ['kubeflow-recurring-run', buildRecurringRun()],
    ['kubeflow-start', buildStart()],
    ['kubeflow-schedule', buildSchedule()],
    ['kubeflow-run', buildRunWorkflow()],
  ])('%s is known by its object', (id, object) => {
    const kind = registry.byId(id);
    expect(registry.byObject(object)).toBe(kind);
    const bare = { ...object, metadata: { name: 'x' } };
    expect(registry.byObject(bare)).toBe(
      kind?.labelSelector ? undefined : kind,
    );
  });

  it('come with versions after pipelines, as admission wants it', () => {
    const late = registry.all().filter(({ stage }) => stage === 2);
    expect(late).toEqual([kubeflowPipelineVersionKind]);
  });

  it.each(kinds.map(kind => [kind.id, kind] as const))(
    '%s lives with a spec and status of any shape',
    (_id, kind) => {
      for (const value of [
        undefined,
        null,
        'x',
        3,
        [],
        { conditions: [null] },
      ]) {
        const object = {
          apiVersion: 'x/v1',
          kind: kind.kind,
          metadata: { name: 'x' },
          ...{ spec: value, status: value },
        } as KubernetesObject;
        expect(kind.summarize(object).description).toBeTruthy();
        expect(kind.footprint(object).pods).toBe(0);
        expect(() => kind.validate(object)).not.toThrow();
        expect(() => kind.run(object)).not.toThrow();
        expect(() => kind.fixed?.(object, object)).not.toThrow();
        expect(() => kind.consequences?.(undefined, object)).not.toThrow();
        expect(() => kind.consequences?.(object, undefined)).not.toThrow();
        expect(() => check(object, kind)).not.toThrow();
      }
    },
  );

  it('say verbs with values that may be edited, and change nothing twice', () => {
    for (const kind of kinds) {
      for (const { apply } of kind.verbs) {
        const once = apply(buildSchedule(), '');
        expect(apply(once, '')).toEqual(once);
      }
    }
  });
});

describe.each([
  ['kubeflow-pipeline', kubeflowPipelineKind, kubeflowPipelineFixtures],
  [
    'kubeflow-pipeline-version',
    kubeflowPipelineVersionKind,
    kubeflowVersionFixtures,
  ],
  ['kubeflow-start', kubeflowStartKind, kubeflowStartFixtures],
  ['kubeflow-schedule', kubeflowScheduleKind, kubeflowScheduleFixtures],
  [
    'kubeflow-recurring-run',
    kubeflowRecurringRunKind,
    kubeflowRecurringRunFixtures,
  ],
  ['kubeflow-run', kubeflowRunKind, kubeflowRunFixtures],
] as const)('%s', (_id, kind, fixtures) => {
  it.each(fixtures.map(fixture => [fixture.name, fixture] as const))(
    '%s',
    (_name, { object, expected }) => {
      const { state, stateDetail, reason, startedAt, endedAt } =
        kind.summarize(object);
      const run = kind.run(object);
      expect({
        ...{ state, stateDetail, reason: reason?.code, startedAt, endedAt },
        ...{ runKey: run?.key, runState: run?.state },
      }).toEqual({
        ...{ reason: undefined, startedAt: undefined, endedAt: undefined },
        ...{ runKey: undefined, runState: undefined },
        ...expected,
      });
    },
  );
});

describe('a version', () => {
  const kind = kubeflowPipelineVersionKind;

  it('says what it is, and asks for what its steps ask for', () => {
    const object = buildPipelineVersion();
    expect(kind.summarize(object).description).toBe(
      'orders-features · v1 · 1 step · 1 image',
    );
    expect(kind.footprint(object)).toMatchObject({
      ...{ cpu: 0.5, memory: GIB, pods: 1 },
    });
    expect(kind.validate(object)).toEqual([]);
    expect(check(object, kind)).toEqual([]);
  });

  it('is shown also where it cannot be read', () => {
    const object = buildPipelineVersion({ spec: { pipelineSpec: 'x' } });
    expect(kind.summarize(object).description).toContain('cannot be read');
    expect(kind.footprint(object).pods).toBe(0);
  });

  it.each<[Record<string, unknown>, string, RegExp]>([
    [{ pipelineName: undefined }, 'spec.pipelineName', /needed/],
    [{ pipelineName: 'Orders' }, 'spec.pipelineName', /lower-case/],
    [{ other: 1 }, 'spec.other', /not known/],
    [{ displayName: 'x'.repeat(129) }, 'spec.displayName', /at most 128/],
    [{ description: 3 }, 'spec.description', /a text/],
    [{ codeSourceURL: 'ssh://x' }, 'spec.codeSourceURL', /web address/],
    [
      { codeSourceURL: 'https://me:pw@git.example.com/x' },
      'spec.codeSourceURL',
      /without user/,
    ],
    [{ tags: { a: 1 } }, 'spec.tags', /map of texts/],
    [{ pipelineSpec: {} }, 'spec.pipelineSpec', /pipelineSpec/],
    [
      { pipelineSpec: { x: 'y'.repeat(1_000_001) } },
      'spec.pipelineSpec',
      /larger than/,
    ],
  ])('refuses %#', (spec, path, message) => {
    expect(kind.validate(buildPipelineVersion({ spec }))).toEqual([
      { path, message: expect.stringMatching(message) },
    ]);
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{}, []],
    [{ displayName: 'First', tags: { a: 'b' } }, []],
    [{ description: 'x' }, ['spec.description']],
    [
      { pipelineSpec: pipelineSpecFixture({ image: 'x' }) },
      ['spec.pipelineSpec'],
    ],
    [{ pipelineName: 'other' }, ['spec.pipelineName']],
  ])('never changes but for its title and tags: %#', (spec, paths) => {
    const faults = kind.fixed?.(
      buildPipelineVersion(),
      buildPipelineVersion({ spec }),
    );
    expect(faults?.map(({ path }) => path)).toEqual(paths);
  });

  it('takes the same compiled pipeline, however its keys stand', () => {
    const { root, ...rest } = pipelineSpecFixture();
    const spec = { pipelineSpec: { root, ...rest } };
    expect(
      kind.fixed?.(buildPipelineVersion(), buildPipelineVersion({ spec })),
    ).toEqual([]);
  });

  it.each([
    ['elsewhere/steps:1'],
    // What a run fills in may be any image.
    ["{{$.inputs.parameters['image']}}"],
  ])('may not run %s', image => {
    const spec = { pipelineSpec: pipelineSpecFixture({ image }) };
    expect(check(buildPipelineVersion({ spec }), kind)).toEqual([
      `spec.pipelineSpec.deploymentSpec.executors "${image}" is not an image that sales may run`,
    ]);
  });

  it('may not run an image that is spelled as the schema has it', () => {
    const { deploymentSpec, ...rest } = pipelineSpecFixture({ image: 'x/y' });
    const pipelineSpec = { ...rest, deployment_spec: deploymentSpec };
    expect(
      check(buildPipelineVersion({ spec: { pipelineSpec } }), kind),
    ).toEqual([expect.stringContaining('"x/y" is not an image')]);
  });

  it('may use only Secrets that the domain offers', () => {
    const platform = (secret: object) => ({
      platforms: {
        kubernetes: {
          deploymentSpec: {
            executors: { 'exec-extract': { secretAsEnv: [secret] } },
          },
        },
      },
    });
    const of = (secret: object) =>
      check(
        buildPipelineVersion({ spec: { platformSpec: platform(secret) } }),
        kind,
      );
    expect(of({ secretName: 'sales-s3' })).toEqual([]);
    expect(of({ secretName: 'other' })).toEqual([
      expect.stringContaining('"other" is not one that the domain offers'),
    ]);
    expect(
      of({ secretNameParameter: { runtimeValue: { constant: 'other' } } }),
    ).toEqual([expect.stringContaining('"other"')]);
    expect(
      of({ secretNameParameter: { componentInputParameter: 'which' } }),
    ).toEqual([expect.stringContaining('known only when it runs')]);
  });

  it('may hold programs, but no credentials', () => {
    const withCode = (code: string) => {
      const spec = pipelineSpecFixture() as any;
      spec.deploymentSpec.executors['exec-extract'].container.command = [
        'sh',
        '-c',
        code,
      ];
      return check(
        buildPipelineVersion({ spec: { pipelineSpec: spec } }),
        kind,
      );
    };
    for (const code of [
      'token = get_token()',
      "password: str = os.environ['PASSWORD']",
      'def fit(api_key: str, rows: int):',
      'print("{{ not a template }} {% either %}")',
      `# ${'x'.repeat(60_000)}`,
    ]) {
      expect(withCode(code)).toEqual([]);
    }
    for (const code of ['token = "abcdef"', "password: str = 'hunter2'"]) {
      expect(withCode(code)).toEqual([
        expect.stringContaining('looks like a credential'),
      ]);
    }
  });

  it('may have no credential as the default of a parameter', () => {
    const of = (inputs: Record<string, any>) =>
      check(
        buildPipelineVersion({
          spec: { pipelineSpec: pipelineSpecFixture({ inputs }) },
        }),
        kind,
      );
    const text = { parameterType: 'STRING' };
    expect(of({ api_key: { ...text, isOptional: true } })).toEqual([]);
    expect(of({ api_key: { ...text, defaultValue: 'abc' } })).toEqual([
      expect.stringMatching(/api_key.*looks like a credential/),
    ]);
    expect(of({ day: { ...text, defaultValue: 'abc' } })).toEqual([]);
  });

  it('says what merging and deleting does', () => {
    const object = buildPipelineVersion();
    expect(kind.consequences!(undefined, object)).toEqual([
      expect.stringContaining('the newest version of orders-features'),
    ]);
    expect(kind.consequences!(object, undefined)).toEqual([
      expect.stringContaining('starts no run any more'),
      expect.stringContaining('Its runs stay in the history'),
    ]);
    expect(kind.consequences!(object, object)).toEqual([]);
  });
});

describe('the removal of a version', () => {
  it('is missed by active schedules that name it', () => {
    const { checkRemoval } = kubeflowPipelineVersionKind;
    const staying = [
      workload(buildSchedule({ version: 'v1' })),
      workload(buildSchedule({ name: 'weekly', version: 'v1' })),
      workload(buildSchedule({ name: 'off', version: 'v1', suspend: true })),
      workload(buildSchedule({ name: 'newest' })),
    ];
    expect(checkRemoval!('v1', staying)).toEqual([
      {
        severity: 'warning',
        message:
          'Schedules orders-nightly and weekly start v1, and would fail each time.',
      },
    ]);
    expect(checkRemoval!('v2', staying)).toEqual([]);
  });
});

describe('a pipeline', () => {
  const kind = kubeflowPipelineKind;

  it('takes its versions with it', () => {
    expect(kind.consequences!(undefined, buildPipeline())).toEqual([]);
    expect(kind.consequences!(buildPipeline(), undefined)).toEqual([
      expect.stringContaining('deletes all versions of pipeline'),
    ]);
  });

  it('is not taken out of Git without its versions', () => {
    const staying = [
      workload(buildPipelineVersion()),
      workload(buildPipelineVersion({ name: 'v2' })),
      { ...workload(buildPipelineVersion({ name: 'v3' })), notInGit: true },
      workload(
        buildPipelineVersion({ name: 'other', spec: { pipelineName: 'x' } }),
      ),
    ];
    expect(kind.checkRemoval!('orders-features', staying)).toEqual([
      {
        severity: 'error',
        message:
          'Versions orders-features-v1 and v2 of orders-features would stay in Git: KFP refuses a version without its pipeline, and what it refuses holds up every other version of the domain. Remove them in the same change.',
      },
    ]);
    expect(kind.checkRemoval!('orders-features', staying.slice(2))).toEqual([]);
  });

  it('is missed by what starts it by the clock', () => {
    const staying = [
      workload(buildSchedule()),
      workload(buildSchedule({ name: 'paused', suspend: true })),
      workload(buildStart()),
      workload(buildSchedule({ name: 'other', pipeline: 'x' })),
    ];
    expect(kind.checkRemoval!('orders-features', staying)).toEqual([
      {
        severity: 'warning',
        message:
          'Schedule orders-nightly starts orders-features, and would fail each time.',
      },
    ]);
  });

  it('holds a title and what it is for', () => {
    const spec = { description: 'Features\nof orders' };
    expect(kind.summarize(buildPipeline({ spec })).description).toBe(
      'Orders features · Features',
    );
    expect(kind.validate(buildPipeline({ spec }))).toEqual([]);
    expect(kind.validate(buildPipeline({ spec: { x: 1 } }))).toEqual([
      { path: 'spec.x', message: 'is not known' },
    ]);
  });
});

describe('what the starter starts', () => {
  const withContainer = (
    object: KubernetesObject,
    change: (container: any, pod: any) => void,
  ) => {
    const copy = JSON.parse(JSON.stringify(object));
    const job = copy.spec.jobTemplate?.spec ?? copy.spec;
    change(job.template.spec.containers[0], job.template.spec);
    return copy as KubernetesObject;
  };

  it.each<[string, WorkloadKind, KubernetesObject]>([
    ['a Job', kubeflowStartKind, buildStart({ parameters: { day: 'x' } })],
    ['a CronJob', kubeflowScheduleKind, buildSchedule({ version: 'v-1' })],
    ['a suspended one', kubeflowScheduleKind, buildSchedule({ suspend: true })],
  ])('%s is as the platform has it', (_what, kind, object) => {
    expect(kind.validate(object)).toEqual([]);
    expect(check(object, kind)).toEqual([]);
    expect(kind.footprint(object)).toMatchObject({ cpu: 0.05, pods: 1 });
    expect(kind.isLive(object, object)).toBe(true);
  });

  it.each<[string, (container: any, pod: any) => void, string]>([
    [
      'another image',
      one => {
        one.image = 'apache/spark:4.0.1';
      },
      'containers[0].image',
    ],
    [
      'a command',
      one => {
        one.command = ['sh'];
      },
      'containers[0].command',
    ],
    [
      'another address',
      one => {
        one.env[0].value = 'http://x';
      },
      'containers[0].env[0].value',
    ],
    [
      'more env',
      one => {
        one.env.push({ name: 'A', value: 'b' });
      },
      'containers[0].env[4]',
    ],
    [
      'another account',
      (_, pod) => {
        pod.serviceAccountName = 'admin';
      },
      'serviceAccountName',
    ],
    [
      'its token',
      (_, pod) => {
        pod.automountServiceAccountToken = true;
      },
      'automountServiceAccountToken',
    ],
    [
      'another container',
      (one, pod) => {
        pod.containers.push(one);
      },
      'containers[1]',
    ],
    [
      'the host',
      (_, pod) => {
        pod.hostNetwork = true;
      },
      'hostNetwork',
    ],
  ])('may not have %s', (_what, change, path) => {
    expect(
      check(withContainer(buildStart(), change), kubeflowStartKind),
    ).toEqual([
      expect.stringContaining(
        `spec.template.spec.${path} is not what the platform`,
      ),
    ]);
    expect(
      check(withContainer(buildSchedule(), change), kubeflowScheduleKind),
    ).toEqual([expect.stringContaining(`template.spec.${path} is not what`)]);
  });

  it('may not run at once or be tried again', () => {
    expect(
      check(
        edited(buildSchedule(), { concurrencyPolicy: 'Allow' }),
        kubeflowScheduleKind,
      ),
    ).toEqual([expect.stringContaining('spec.concurrencyPolicy')]);
    expect(
      check(edited(buildStart(), { backoffLimit: 6 }), kubeflowStartKind),
    ).toEqual([expect.stringContaining('spec.backoffLimit')]);
  });

  it('is not there without settings', () => {
    const settings = { ...settingsFixture, kubeflow: {} };
    expect(check(buildStart(), kubeflowStartKind, settings)).toEqual([
      expect.stringContaining('have no pipeline starter'),
    ]);
    expect(check(buildSchedule(), kubeflowScheduleKind, settings)).toEqual([
      expect.stringContaining('have no pipeline starter'),
    ]);
  });

  it.each<[string, (args: string[]) => string[], RegExp]>([
    [
      'without a pipeline',
      args => args.filter(one => !one.includes('pipeline')),
      /must say --pipeline/,
    ],
    ['with an unknown flag', args => [...args, '--force'], /no argument/],
    ['said twice', args => [...args, '--pipeline=x'], /once more/],
    [
      'with parameters that are no JSON',
      args => args.map(one => one.replace('{}', '{')),
      /one JSON object/,
    ],
    [
      'with a list of parameters',
      args => args.map(one => one.replace('{}', '[]')),
      /one JSON object/,
    ],
    [
      'with the name of another',
      args => args.map(one => one.replace('orders-once', 'x')),
      /must be orders-once/,
    ],
    [
      'of a pipeline of a strange name',
      args => args.map(one => one.replace('features', 'Features')),
      /--pipeline: /,
    ],
  ])('is refused %s', (_what, change, message) => {
    const object = withContainer(buildStart(), one => {
      one.args = change(one.args);
    });
    expect(kubeflowStartKind.validate(object)).toEqual([
      {
        path: expect.stringContaining('containers[0].args'),
        message: expect.stringMatching(message),
      },
    ]);
  });

  it.each([
    [{ schedule: 'daily' }, 'spec.schedule'],
    [{ schedule: '0 0 * * 7' }, 'spec.schedule'],
    [{ timeZone: 'Mars/Base' }, 'spec.timeZone'],
  ])('is refused at %j', (spec, path) => {
    expect(
      kubeflowScheduleKind.validate(edited(buildSchedule(), spec)),
    ).toEqual([{ path, message: expect.any(String) }]);
  });

  it('is given no credential', () => {
    const object = buildStart({ parameters: { api_key: 'abcdef' } });
    expect(findCredentials(object, kubeflowStartKind)).toHaveLength(1);
  });

  it('is started once: a Job never changes', () => {
    const fixed = kubeflowStartKind.fixed!;
    expect(fixed(buildStart(), buildStart())).toEqual([]);
    expect(fixed(buildStart(), buildStart({ version: 'v-2' }))).not.toEqual([]);
  });

  it('has pods by its own labels', () => {
    expect(kubeflowStartKind.podSelector(buildStart())).toEqual({
      'batch.kubernetes.io/job-name': 'orders-once',
    });
    const [[key, value]] = Object.entries(
      kubeflowScheduleKind.podSelector(buildSchedule()),
    );
    const { template } = (buildSchedule().spec as any).jobTemplate.spec;
    expect(template.metadata.labels[key]).toBe(value);
  });
});

describe('consequences of starts and schedules', () => {
  const start = kubeflowStartKind.consequences!;
  const schedule = kubeflowScheduleKind.consequences!;

  it('tell one start from runs by the clock', () => {
    expect(start(undefined, buildStart({ parameters: { day: 'x' } }))).toEqual([
      'Merging this starts one run of pipeline orders-features, its newest version then with parameter day.',
      expect.stringContaining('started once'),
    ]);
    expect(schedule(undefined, buildSchedule({ version: 'v-1' }))).toEqual([
      'Merging this starts runs of version v-1 of pipeline orders-features: At 03:00 AM, Europe/Berlin.',
    ]);
  });

  it.each<[string, KubernetesObject, RegExp[]]>([
    ['nothing', buildSchedule(), []],
    [
      'another time',
      buildSchedule({ cron: '0 4 * * *' }),
      [/other times: At 04:00 AM/],
    ],
    ['another zone', buildSchedule({ timeZone: 'UTC' }), [/other times/]],
    [
      'other parameters',
      buildSchedule({ parameters: { day: 'x' } }),
      [/^From the next time on/],
    ],
    ['a suspension', buildSchedule({ suspend: true }), [/^It is suspended/]],
  ])('of changing %s', (_what, next, expected) => {
    expect(schedule(buildSchedule(), next)).toEqual(
      expected.map(pattern => expect.stringMatching(pattern)),
    );
  });

  it('of resuming and removing', () => {
    expect(schedule(buildSchedule({ suspend: true }), buildSchedule())).toEqual(
      [expect.stringContaining('resumed')],
    );
    expect(schedule(buildSchedule(), undefined)).toEqual([
      expect.stringContaining('No run is started by the clock any more'),
    ]);
    expect(start(buildStart(), undefined)).toEqual([
      expect.stringContaining('goes on'),
    ]);
  });
});

describe.each([
  [
    'a schedule',
    kubeflowScheduleKind,
    buildSchedule({ version: 'v-1', parameters: { day: 'x', rows: 3 } }),
  ],
  [
    'a recurring run',
    kubeflowRecurringRunKind,
    buildRecurringRun({ parameters: { day: 'x', rows: 3 } }),
  ],
] as const)('parameters of %s', (_what, kind, object) => {
  const { read, write } = kind.parameters!;

  it('are read, and become others beside all else', () => {
    expect(read(object)).toMatchObject({
      pipeline: 'orders-features',
      values: { day: 'x', rows: 3 },
    });
    const other = write(object, { day: 'y', all: [1, 'a'] });
    expect(read(other)?.values).toEqual({ day: 'y', all: [1, 'a'] });
    expect(kind.validate(other)).toEqual([]);
    expect(check(other, kind)).toEqual([]);
    expect(write(other, { day: 'x', rows: 3 })).toEqual(object);
    expect(kind.consequences!(object, other)).toEqual([
      expect.stringMatching(/^From the next time on it (runs|hands)/),
    ]);
  });

  it('are nothing where they cannot be read', () => {
    for (const spec of [undefined, {}, { workflow: 3 }, { jobTemplate: [] }]) {
      const broken = { ...object, spec } as KubernetesObject;
      expect(read(broken)).toBeUndefined();
      expect(() => write(broken, { day: 'x' })).not.toThrow();
    }
  });
});

describe('a schedule that is older than the settings', () => {
  const starter = settingsFixture.kubeflow!.starter!;
  const settings = {
    ...settingsFixture,
    kubeflow: {
      starter: {
        ...starter,
        image: 'registry.example.com/lakefront/pipeline-starter:9.9.9',
        serviceAccount: 'starter-of-kfp',
      },
    },
  };
  const old = buildSchedule({
    ...{ version: 'v-1', parameters: { day: 'x' }, suspend: true },
  });

  it('becomes as they are now when it is edited, and says so', () => {
    expect(check(old, kubeflowScheduleKind, settings)).not.toEqual([]);
    const renewed = kubeflowScheduleKind.renew!(old, settings);
    expect(check(renewed, kubeflowScheduleKind, settings)).toEqual([]);
    expect(kubeflowScheduleKind.parameters!.read(renewed)).toEqual(
      kubeflowScheduleKind.parameters!.read(old),
    );
    expect(renewed.spec).toMatchObject({
      suspend: true,
      schedule: '0 3 * * *',
    });
    expect(kubeflowScheduleKind.consequences!(old, renewed)).toEqual([
      `Its starter becomes the one of the domain's settings: ${settings.kubeflow.starter.image} instead of ${starter.image}.`,
      expect.stringMatching(/^It becomes as .*serviceAccountName\.$/),
    ]);
  });

  it('is left as it is where it is as they are, or cannot be read', () => {
    const { renew } = kubeflowScheduleKind;
    expect(renew!(old, settingsFixture)).toBe(old);
    const broken = { ...old, spec: {} };
    expect(renew!(broken, settings)).toBe(broken);
    expect(renew!(old, { ...settings, kubeflow: {} })).toBe(old);
  });
});

describe('a recurring run', () => {
  const kind = kubeflowRecurringRunKind;

  it('keeps the empty status that its definition asks for', () => {
    const { status: _status, ...bare } = buildRecurringRun();
    const written = toManifest(
      withLakefrontMetadata(bare as KubernetesObject, {
        ...{ kind, namespace: 'dom-sales' },
      }),
    );
    expect(written.status).toEqual({});
    expect(check(written, kind)).toEqual([]);
    expect(kind.validate(written)).toEqual([]);
    // What a controller wrote there is not.
    expect(toManifest(kubeflowRecurringRunFixtures[1].object).status).toBe(
      undefined,
    );
    expect(
      check({ ...written, status: { conditions: [] } }, kind),
    ).toContainEqual(expect.stringMatching(/^status /));
    expect(
      check({ ...buildStart(), status: {} }, kubeflowStartKind),
    ).toContainEqual(expect.stringMatching(/^status /));
  });

  it.each<[Record<string, unknown>, string]>([
    [{ pipelineId: undefined }, 'spec.pipelineId'],
    [{ pipelineVersionId: undefined }, 'spec.pipelineVersionId'],
    [{ experimentId: undefined }, 'spec.experimentId'],
    [{ trigger: {} }, 'spec.trigger.cronSchedule.cron'],
    [
      { trigger: { cronSchedule: { cron: '0 3 * * *' } } },
      'spec.trigger.cronSchedule.cron',
    ],
    [
      { trigger: { cronSchedule: { cron: '99 0 3 * * *' } } },
      'spec.trigger.cronSchedule.cron',
    ],
    [{ workflow: { spec: {} } }, 'spec.workflow.spec'],
    [
      { workflow: { parameters: [{ name: 'day', value: 'abc' }] } },
      'spec.workflow.parameters[0].value',
    ],
    [{ other: 1 }, 'spec.other'],
  ])('refuses %j', (spec, path) => {
    expect(kind.validate(buildRecurringRun({ spec }))).toEqual([
      { path, message: expect.any(String) },
    ]);
  });

  it('takes parameters as JSON in texts', () => {
    const object = buildRecurringRun({
      parameters: { day: 'x', rows: 3, all: [1] },
    });
    expect(kind.validate(object)).toEqual([]);
    expect((object.spec as any).workflow.parameters).toEqual([
      { name: 'day', value: '"x"' },
      { name: 'rows', value: '3' },
      { name: 'all', value: '[1]' },
    ]);
  });

  it('is there only where the platform wants it', () => {
    const settings = { ...settingsFixture, kubeflow: {} };
    expect(check(buildRecurringRun(), kind, settings)).toEqual([
      expect.stringContaining('allow no recurring runs'),
    ]);
  });

  it('is suspended and resumed by a switch of its own', () => {
    const [suspend, resume] = kind.verbs;
    const off = suspend.apply(buildRecurringRun(), '');
    expect(off.spec).toMatchObject({ enabled: false });
    expect(resume.apply(off, '')).toEqual(buildRecurringRun());
    expect(kind.consequences!(buildRecurringRun(), off)).toEqual([
      expect.stringContaining('suspended'),
    ]);
    expect(kind.consequences!(undefined, buildRecurringRun())).toEqual([
      'Merging this starts runs of orders-features: At 03:00 AM, by the clock of KFP.',
    ]);
  });
});

describe('a run', () => {
  it('asks for what its steps ask for', () => {
    expect(kubeflowRunKind.footprint(buildRunWorkflow())).toEqual({
      ...{ cpu: 0.5, memory: GIB, gpu: 0, pods: 1 },
      parts: [
        {
          ...{ role: 'extract', count: 1, minCount: 0 },
          ...{ cpu: 0.5, memory: GIB, gpu: 0 },
        },
      ],
    });
  });

  it('is nobody to write', () => {
    expect(check(buildRunWorkflow(), kubeflowRunKind)).toEqual([
      expect.stringMatching(/^kind /),
    ]);
    const { form, template, verbs, editable } = kubeflowRunKind;
    expect({ form, template, verbs, editable }).toEqual({
      ...{ form: undefined, template: undefined, verbs: [], editable: [] },
    });
  });
});
