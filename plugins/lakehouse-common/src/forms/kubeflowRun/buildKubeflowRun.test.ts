import { kubeflowRecurringRunKind } from '../../kinds/kubeflow-recurring-run';
import { kubeflowScheduleKind } from '../../kinds/kubeflow-schedule';
import { kubeflowStartKind } from '../../kinds/kubeflow-start';
import { withLakefrontMetadata } from '../../manifest';
import { checkPolicy } from '../../policy';
import { settingsFixture } from '../../testUtils';
import type { PipelineValueInfo } from '../../types';
import { formAnswers } from '../formAnswers';
import type { FormContext } from '../KindForm';
import { buildKubeflowRun, kubeflowRunKindOf } from './buildKubeflowRun';
import type { KubeflowRunInput } from './KubeflowRunInput';
import { parameterProblem, parameterProblems } from './parameterProblem';

const context = { settings: settingsFixture };
const kfpIds = { pipelineId: 'p-1', pipelineVersionId: '' };
const UIDS = [
  { kind: 'kubeflow-pipeline', name: 'orders-features', uid: 'p-1' },
  { kind: 'kubeflow-pipeline-version', name: 'v-1', uid: 'v-id-1' },
];
const ids: FormContext['ids'] = {
  idOf: (kind, name) =>
    UIDS.find(one => one.kind === kind && one.name === name)?.uid,
  nameOf: (kind, id) =>
    UIDS.find(one => one.kind === kind && one.uid === id)?.name,
};
const least: KubeflowRunInput = {
  name: 'orders-once',
  what: { pipeline: 'orders-features' },
};
const nightly = { cron: '0 3 * * *', timeZone: 'Europe/Berlin' };
const kinds = {
  'kubeflow-start': kubeflowStartKind,
  'kubeflow-schedule': kubeflowScheduleKind,
  'kubeflow-recurring-run': kubeflowRecurringRunKind,
};

describe('buildKubeflowRun', () => {
  it('starts once what is newest', () => {
    const { kind, metadata, spec } = buildKubeflowRun(least, context) as any;
    expect({ kind, metadata }).toEqual({
      kind: 'Job',
      metadata: {
        name: 'orders-once',
        labels: { 'app.kubernetes.io/component': 'pipeline-starter' },
      },
    });
    const { backoffLimit, template } = spec;
    expect(backoffLimit).toBe(0);
    const [container] = template.spec.containers;
    expect(container.args).toEqual([
      '--name=orders-once',
      '--pipeline=orders-features',
      '--parameters={}',
    ]);
    expect(container.image).toBe(settingsFixture.kubeflow?.starter?.image);
    expect(template.spec).toMatchObject({
      restartPolicy: 'Never',
      serviceAccountName: 'pipeline-starter',
      automountServiceAccountToken: false,
    });
    expect(
      template.spec.volumes[0].projected.sources[0].serviceAccountToken,
    ).toEqual({
      path: 'token',
      audience: 'pipelines.kubeflow.org',
      expirationSeconds: 3600,
    });
  });

  it('starts a version by the clock', () => {
    const { kind, spec } = buildKubeflowRun(
      {
        ...least,
        what: { pipeline: 'orders-features', version: 'orders-features-v1' },
        parameters: { day: '2026-11-20', rows: 3, gone: undefined },
        schedule: nightly,
      },
      context,
    ) as any;
    expect(kind).toBe('CronJob');
    expect(spec).toMatchObject({
      ...{ schedule: '0 3 * * *', timeZone: 'Europe/Berlin' },
      concurrencyPolicy: 'Forbid',
    });
    expect(spec.jobTemplate.spec.template.spec.containers[0].args).toEqual([
      '--name=orders-once',
      '--pipeline=orders-features',
      '--version=orders-features-v1',
      '--parameters={"day":"2026-11-20","rows":3}',
      '--scheduled',
    ]);
  });

  it('has KFP itself start runs', () => {
    const { kind, spec } = buildKubeflowRun(
      {
        ...least,
        parameters: { day: 'x' },
        schedule: { cron: '0 3 * * *', how: 'recurring-run' },
      },
      { ...context, kfpIds },
    ) as any;
    expect(kind).toBe('ScheduledWorkflow');
    expect(spec).toMatchObject({
      ...{ enabled: true, pipelineId: 'p-1', pipelineVersionId: '' },
      experimentId: settingsFixture.kubeflow?.experimentId,
      trigger: { cronSchedule: { cron: '0 0 3 * * *' } },
      workflow: { parameters: [{ name: 'day', value: '"x"' }] },
    });
    expect(spec.workflow.spec).toBeUndefined();
  });

  it.each<[string, KubeflowRunInput]>([
    ['once', { ...least, parameters: { day: 'x' } }],
    ['by the clock', { ...least, schedule: nightly }],
    [
      'suspended',
      {
        ...least,
        what: { ...least.what, version: 'v-1' },
        schedule: { ...nightly, suspend: true },
      },
    ],
    [
      'by KFP',
      {
        ...least,
        parameters: { day: 'x', rows: 3 },
        schedule: { cron: '0 3 * * *', how: 'recurring-run' },
      },
    ],
    [
      'one version by KFP, suspended',
      {
        ...least,
        what: { ...least.what, version: 'v-1' },
        schedule: { cron: '0 3 * * *', suspend: true, how: 'recurring-run' },
      },
    ],
  ])('makes what may be written, and opens again: %s', (_what, input) => {
    const kind = kinds[kubeflowRunKindOf(input)];
    const pipelineVersionId = input.what.version ? 'v-id-1' : '';
    const object = withLakefrontMetadata(
      {
        ...buildKubeflowRun(input, {
          ...context,
          kfpIds: { ...kfpIds, pipelineVersionId },
        }),
      },
      { kind, namespace: 'dom-sales' },
    );
    expect(kind.validate(object)).toEqual([]);
    expect(
      checkPolicy({
        ...{ object, kind, settings: settingsFixture },
        ...{ domain: 'sales', namespace: 'dom-sales' },
      }),
    ).toEqual([]);
    const answersBy = (known: FormContext['ids']) =>
      formAnswers(object, {
        ...{ ...context, kind, namespace: 'dom-sales', ids: known },
      });
    expect(answersBy(ids)).toEqual({ parameters: {}, ...input });
    // Of KFP's own, whose pipeline is not there any more, no form is made.
    const gone = { idOf: () => undefined, nameOf: () => undefined };
    expect(answersBy(gone) === undefined).toBe(
      input.schedule?.how !== undefined,
    );
  });

  it.each<[object, RegExp]>([
    [{ what: { pipeline: '' } }, /^what: /],
    [{ what: undefined }, /^what: /],
    [{ schedule: { cron: 'daily' } }, /^schedule: /],
    [{ schedule: { ...nightly, timeZone: 'Mars' } }, /^schedule: .*time zone/],
    [
      { schedule: { ...nightly, how: 'recurring-run' } },
      /^schedule: KFP has one time zone/,
    ],
  ])('refuses %j', (over, message) => {
    expect(() =>
      buildKubeflowRun({ ...least, ...over }, { ...context, kfpIds }),
    ).toThrow(message);
  });

  it('says what the domain has not', () => {
    const bare = { settings: { ...settingsFixture, kubeflow: {} } };
    expect(() => buildKubeflowRun(least, bare)).toThrow(
      /^place: .*no pipeline starter/,
    );
    const recurring: KubeflowRunInput = {
      ...least,
      schedule: { cron: '0 3 * * *', how: 'recurring-run' },
    };
    expect(() => buildKubeflowRun(recurring, { ...bare, kfpIds })).toThrow(
      /^schedule: .*no recurring runs/,
    );
    expect(() => buildKubeflowRun(recurring, context)).toThrow(/^what: /);
  });
});

describe('parameters', () => {
  const input = (
    type: PipelineValueInfo['type'],
    over: Partial<PipelineValueInfo> = {},
  ): PipelineValueInfo => ({ name: 'x', type, ...over });

  it.each<[PipelineValueInfo, any, RegExp | undefined]>([
    [input('string'), 'a', undefined],
    [input('string'), '', undefined],
    [input('string'), 3, /a text/],
    [input('integer'), 3, undefined],
    [input('integer'), 3.5, /whole number/],
    [input('integer'), '3', /whole number/],
    [input('number'), 3.5, undefined],
    [input('number'), 'x', /a number/],
    [input('boolean'), false, undefined],
    [input('boolean'), 'false', /true or false/],
    [input('list'), [1], undefined],
    [input('list'), {}, /a list/],
    [input('struct'), {}, undefined],
    [input('struct'), [1], /a map/],
    [input('string'), undefined, /needed/],
    [input('string', { optional: true }), undefined, undefined],
    [input('string', { options: ['a', 'b'] }), 'c', /one of a, b/],
    [input('integer', { options: [1, 2] }), 2, undefined],
    [input('task-status'), 'a', /only steps/],
    [input('string', { name: 'api_key' }), 'abc', /looks like a credential/],
    [input('string', { name: 'api_key' }), '', undefined],
  ])('%j given %j', (info, value, problem) => {
    expect(parameterProblem(info, value) ?? 'nothing is wrong').toMatch(
      problem ?? /^nothing is wrong$/,
    );
  });

  it('tells what is not known and what is missing', () => {
    const inputs = [
      input('string', { name: 'day' }),
      input('artifact', { name: 'data' }),
    ];
    expect(parameterProblems(inputs, { other: 1, gone: undefined })).toEqual([
      'other is no parameter of the pipeline',
      'day is needed',
    ]);
  });
});
