import { buildRecurringRun, buildSchedule } from '../testUtils';
import type { KubernetesObject } from '../types';
import { check } from './__testUtils__/checkObject';
import { kubeflowRecurringRunKind } from './kubeflow-recurring-run';
import { kubeflowScheduleKind } from './kubeflow-schedule';

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
