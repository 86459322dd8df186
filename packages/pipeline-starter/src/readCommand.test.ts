import { readCommand } from './readCommand';
import { scheduledTimeOf } from './scheduledTimeOf';

const env = {
  KFP_ENDPOINT: 'http://ml-pipeline.kubeflow.svc:8888',
  KFP_TOKEN_FILE: '/var/run/secrets/kfp/token',
  POD_NAMESPACE: 'dom-sales',
  JOB_NAME: 'nightly-29404980',
};
const args = ['--name=nightly', '--pipeline=orders'];

it('reads what a Job starts', () => {
  expect(
    readCommand(
      [...args, '--version=orders-v1', '--parameters={"top":3,"day":"3"}'],
      env,
    ),
  ).toEqual({
    ...{ runName: 'nightly', pipeline: 'orders', version: 'orders-v1' },
    parameters: { top: 3, day: '3' },
    namespace: 'dom-sales',
    startedBy: 'Job nightly-29404980',
    endpoint: 'http://ml-pipeline.kubeflow.svc:8888',
    tokenFile: '/var/run/secrets/kfp/token',
  });
});

it('reads what a CronJob starts, after when it was due', () => {
  const command = readCommand([...args, '--scheduled'], env);
  expect(command.runName).toBe('nightly-20251128T0300Z');
  expect(command).not.toHaveProperty('version');
  expect(command.parameters).toEqual({});
});

it('has the name of a Job that somebody made from a CronJob by hand', () => {
  const byHand = { ...env, JOB_NAME: 'nightly-again' };
  expect(readCommand([...args, '--scheduled'], byHand).runName).toBe(
    'nightly-again',
  );
});

it.each([
  ['nightly-29404980', 'nightly', '2025-11-28T03:00:00.000Z'],
  ['a-1-29404980', 'a-1', '2025-11-28T03:00:00.000Z'],
  ['nightly-1', 'nightly', undefined],
  ['nightly-029404980', 'nightly', undefined],
  ['nightly-294049801', 'nightly', undefined],
  ['nightly', 'nightly', undefined],
  ['other-29404980', 'nightly', undefined],
  ['nightly-x-29404980', 'nightly', undefined],
])('%s of %s was due at %s', (job, cronJob, due) => {
  expect(scheduledTimeOf(job, cronJob)?.toISOString()).toBe(due);
});

it.each([
  [['--pipeline=orders'], env, /argument --name is missing/],
  [['--name=x'], env, /argument --pipeline is missing/],
  [[...args, '--what'], env, /arguments can't be read: .*--what/],
  [[...args, 'orders'], env, /arguments can't be read/],
  [[...args, '--parameters=no'], env, /is no JSON$/],
  [[...args, '--parameters=[1]'], env, /no JSON object/],
  [[...args, '--parameters=null'], env, /no JSON object/],
  [
    [...args, '--parameters={"a":{"id":9007199254740993}}'],
    env,
    /value id is a number of more digits/,
  ],
  [args, { ...env, JOB_NAME: '' }, /JOB_NAME is missing/],
  [args, { ...env, KFP_ENDPOINT: undefined }, /KFP_ENDPOINT is missing/],
  [args, { ...env, KFP_TOKEN_FILE: undefined }, /KFP_TOKEN_FILE is missing/],
  [args, { ...env, POD_NAMESPACE: undefined }, /POD_NAMESPACE is missing/],
])('does not go on with %j', (given, environment, why) => {
  expect(() => readCommand(given, environment)).toThrow(why);
});
