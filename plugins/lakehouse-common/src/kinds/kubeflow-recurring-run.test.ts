import { toManifest, withLakefrontMetadata } from '../manifest';
import {
  buildRecurringRun,
  buildStart,
  kubeflowRecurringRunFixtures,
  settingsFixture,
} from '../testUtils';
import type { KubernetesObject } from '../types';
import { check } from './__testUtils__/checkObject';
import { kubeflowRecurringRunKind } from './kubeflow-recurring-run';
import { kubeflowStartKind } from './kubeflow-start';

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
