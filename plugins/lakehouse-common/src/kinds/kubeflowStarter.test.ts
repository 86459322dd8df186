import { findCredentials } from '../mask';
import { buildSchedule, buildStart, settingsFixture } from '../testUtils';
import type { KubernetesObject } from '../types';
import { check, edited } from './__testUtils__/checkObject';
import { kubeflowScheduleKind } from './kubeflow-schedule';
import { kubeflowStartKind } from './kubeflow-start';
import type { WorkloadKind } from './WorkloadKind';

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
