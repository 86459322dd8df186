import {
  managersOf,
  shapeOf,
  verdictOf,
  withoutChance,
} from '../support/alike';
import { MAPS, JOBS, SCHEDULES, map, job, type Questions } from './namespace';

/** About server-side apply and what a schema refuses. What one asks builds on what the ones before it made. */
export const applyQuestions: Questions = {
  'apply makes, merges and takes away': async ({ admin }) => {
    const steps = [
      await admin.apply(map('applied', { data: { a: '1', b: '2' } })),
      await admin.apply(map('applied', { data: { a: '1' } })),
      await admin.apply(map('applied', { data: { c: '3' } }), {
        manager: 'another',
      }),
      await admin.apply(map('applied', { data: { a: '2' } })),
    ];
    return steps.map(({ status, body }) => [
      status,
      body.data,
      managersOf(body).sort(),
    ]);
  },
  'apply over what another manager set': async ({ admin }) =>
    verdictOf(
      await admin.apply(map('applied', { data: { a: '9' } }), {
        manager: 'another',
        force: false,
      }),
    ),
  'apply without saying who': async ({ admin }) => {
    const { message, ...verdict } = verdictOf(
      await admin.patch(`${MAPS}/applied`, map('applied'), 'apply-patch+yaml'),
    );
    return verdict;
  },
  'a dry run keeps nothing': async ({ admin }) => {
    const dry = await admin.apply(map('dry'), { dryRun: true });
    const { status } = await admin.get(`${MAPS}/dry`);
    return [dry.status, shapeOf(withoutChance(dry.body)), status];
  },
  'a field that is unknown, strictly': async ({ admin }) => {
    const { message, ...verdict } = verdictOf(
      await admin.post(
        `${JOBS}?fieldValidation=Strict`,
        job('strict', { nonsense: true }),
      ),
    );
    return verdict;
  },
  'a field that is unknown, by default': async ({ admin }) => {
    const { status, body } = await admin.post(
      JOBS,
      job('pruned', { nonsense: true }),
    );
    return [status, withoutChance(body)];
  },
  'a value that the schema refuses': async ({ admin }) =>
    verdictOf(await admin.post(JOBS, job('refused', { type: 'Cobol' }))),
  'a value of another type': async ({ admin }) =>
    verdictOf(
      await admin.post(JOBS, job('refused', { executor: { cores: 'two' } })),
    ),
  'a value that is missing': async ({ admin }) =>
    verdictOf(
      await admin.post(JOBS, job('refused', { sparkVersion: undefined })),
    ),
  'generation rises with the spec, not with the status': async ({ admin }) => {
    const { spec } = job('template');
    await admin.post(SCHEDULES, {
      ...job('rising'),
      kind: 'ScheduledSparkApplication',
      spec: { schedule: '@daily', suspend: true, template: spec },
    });
    const path = `${SCHEDULES}/rising`;
    const generation = async () =>
      (await admin.get(path)).body.metadata.generation;
    const generations = [await generation()];
    const told = await admin.patch(`${path}/status`, {
      status: { scheduleState: 'Scheduled' },
      spec: { schedule: '@hourly' },
    });
    generations.push(await generation());
    await admin.patch(path, { metadata: { labels: { a: 'b' } } });
    generations.push(await generation());
    const edited = await admin.patch(path, {
      spec: { schedule: '@weekly' },
      status: { scheduleState: 'FailedValidation' },
    });
    generations.push(await generation());
    const { body } = await admin.get<{
      spec: { schedule: string };
      status: unknown;
    }>(path);
    return [
      told.status,
      edited.status,
      generations,
      body.spec.schedule,
      body.status,
    ];
  },
};
