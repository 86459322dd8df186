import {
  buildPipelineVersion,
  buildSchedule,
  pipelineSpecFixture,
} from '../testUtils';
import { check, workload } from './__testUtils__/checkObject';
import { kubeflowPipelineVersionKind } from './kubeflow-pipeline-version';

const GIB = 1024 ** 3;

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
