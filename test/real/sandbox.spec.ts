import { expect, test } from '@playwright/test';
import { applyQuestions } from './questions/applyQuestions';
import { discoveryQuestions } from './questions/discoveryQuestions';
import { limitQuestions, quotaQuestions } from './questions/limitQuestions';
import { listQuestions } from './questions/listQuestions';
import {
  prepareNamespace,
  type Questions,
  type Side,
} from './questions/namespace';
import { objectQuestions } from './questions/objectQuestions';
import { rightQuestions } from './questions/rightQuestions';
import { installDefinitions, sparkDefinitions } from './support/definitions';
import { startKubernetes } from './support/kubernetes';
import { startSandboxProcess } from './support/sandbox';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';

test.describe('the sandbox answers as a real API server', () => {
  const missing = whyMissing(['etcd', 'kube-apiserver']);
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let real: Side;
  let sandbox: Side;

  test.beforeAll(async () => {
    bench = await Workbench.create('alike');
    const [kubernetes, stand] = await Promise.all([
      bench.with(
        startKubernetes(bench.directory, {
          prepare: admin => installDefinitions(admin, sparkDefinitions()),
        }),
      ),
      bench.with(startSandboxProcess(bench.directory)),
    ]);
    real = { admin: kubernetes.admin, mia: kubernetes.admin.as('real-mia') };
    sandbox = { admin: stand.admin, mia: stand.admin.as('sandbox-mia') };
    for (const side of [real, sandbox]) await prepareNamespace(side);
  });

  test.afterEach(({}, { status, expectedStatus }) => {
    bench.failed ||= status !== expectedStatus;
  });

  test.afterAll(async () => {
    await bench?.stop();
  });

  const askBoth = async (questions: Questions) => {
    const ask = async (question: string) => {
      const expected = await questions[question](real);
      const answer = await questions[question](sandbox);
      expect.soft(answer, question).toEqual(expected);
    };
    for (const question of Object.keys(questions)) {
      await test.step(question, () => ask(question));
    }
  };

  test('about objects', () => askBoth(objectQuestions));

  test('about server-side apply and schemas', () => askBoth(applyQuestions));

  test('about lists and watches', () => askBoth(listQuestions));

  test('about rights', () => askBoth(rightQuestions));

  test('about limits', () => askBoth(limitQuestions));

  test('about quotas', () => {
    const uncounted = whyMissing(['kube-controller-manager']);
    test.skip(uncounted !== undefined, uncounted);
    return askBoth(quotaQuestions);
  });

  test('about what is served', () => askBoth(discoveryQuestions));
});
