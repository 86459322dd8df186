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
} from '../testUtils';
import type { KubernetesObject } from '../types';
import { check, registry } from './__testUtils__/checkObject';
import { kubeflowPipelineKind } from './kubeflow-pipeline';
import { kubeflowPipelineVersionKind } from './kubeflow-pipeline-version';
import { kubeflowRecurringRunKind } from './kubeflow-recurring-run';
import { kubeflowRunKind } from './kubeflow-run';
import { kubeflowScheduleKind } from './kubeflow-schedule';
import { kubeflowStartKind } from './kubeflow-start';

const kinds = registry.all().filter(({ id }) => id.startsWith('kubeflow-'));
const GIB = 1024 ** 3;

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
