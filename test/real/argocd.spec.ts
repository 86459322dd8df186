import { expect, test } from '@playwright/test';
import type { ArgoSide } from './questions/argoDesk';
import { argoQuestions } from './questions/argoQuestions';
import { startRealArgo, startSandboxArgo } from './support/argoSides';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';

test.describe('the sandbox writes of a sync what Argo CD writes', () => {
  const missing = whyMissing();
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let real: ArgoSide;
  let sandbox: ArgoSide;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    bench = await Workbench.create('argocd');
    [real, sandbox] = await Promise.all([
      startRealArgo(bench),
      startSandboxArgo(bench),
    ]);
  });

  test.afterEach(({}, { status, expectedStatus }) => {
    bench.failed ||= status !== expectedStatus;
  });

  test.afterAll(async () => {
    await bench?.stop();
  });

  test('about what comes and goes, and what is refused', async () => {
    test.setTimeout(400_000);
    const askBoth = async (question: string) => {
      const ask = argoQuestions[question];
      const [expected, answer] = await Promise.all([ask(real), ask(sandbox)]);
      expect.soft(answer, question).toEqual(expected);
    };
    for (const question of Object.keys(argoQuestions)) {
      await test.step(question, () => askBoth(question));
    }
  });
});
