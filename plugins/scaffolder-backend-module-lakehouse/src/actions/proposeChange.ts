import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  nameOfProposed,
  type ChangeRequest,
  type ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { assertOk, changeInputSchema, toProposeInput } from './changeInput';
import { proposeChangeExamples } from './proposeChange.examples';

/** How long the task waits for the Git host; the change itself goes on without it. */
const WAIT_FOR_PULL_REQUEST_MS = 60_000;
const ASK_AGAIN_AFTER_MS = 500;

/**
 * `lakehouse:change:propose`: opens a pull request through the ChangeService
 * with the rights of the person who runs the task. Running it again, by a
 * retry or after a crash, answers the same pull request.
 */
export function createProposeChangeAction(options: {
  lakehouse: LakehouseService;
  /** Pauses between questions; replaced in tests. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}) {
  const { lakehouse } = options;
  const pause =
    options.pause ?? ((ms, signal) => sleep(ms, undefined, { signal }));

  return createTemplateAction({
    id: 'lakehouse:change:propose',
    description:
      'Opens a GitOps pull request that creates or changes workloads of a domain. What is merged runs.',
    examples: proposeChangeExamples,
    supportsDryRun: true,
    schema: {
      input: changeInputSchema,
      output: {
        changeId: z => z.string().describe('Id of the change request'),
        changeUrl: z =>
          z.string().describe('Page of the change request in the portal'),
        pullRequestUrl: z =>
          z.string().describe('Page of the pull request on the Git host'),
      },
    },
    async handler(ctx) {
      const input = toProposeInput(ctx.input);
      const credentials = await ctx.getInitiatorCredentials();
      if (ctx.isDryRun) {
        const check = await lakehouse.check(input, { credentials });
        for (const warning of assertOk(check)) ctx.logger.warn(warning);
        ctx.logger.info(
          `Would open a pull request with ${check.files
            .map(f => f.path)
            .join(', ')}`,
        );
        ctx.output('changeId', 'dry-run');
        ctx.output('changeUrl', '/lakehouse/changes/dry-run');
        ctx.output('pullRequestUrl', '');
        return;
      }

      const idempotencyKey = keyOf(ctx.task.id, ctx.step?.id, input);
      const asked = await lakehouse.propose(input, {
        credentials,
        idempotencyKey,
      });
      ctx.output('changeId', asked.id);
      ctx.output('changeUrl', `/lakehouse/changes/${asked.id}`);
      ctx.logger.info(`Change request ${asked.id}: ${asked.title}`);

      const opened = await waitForPullRequest(asked, credentials, ctx.signal);
      ctx.output('pullRequestUrl', opened.url ?? '');
      ctx.logger.info(`Pull request: ${opened.url}`);
      if (opened.fit) ctx.logger.info(opened.fit.summary);
      ctx.logger.info(opened.summary);
    },
  });

  async function waitForPullRequest(
    asked: ChangeRequest,
    credentials: BackstageCredentials,
    signal: AbortSignal | undefined,
  ): Promise<ChangeRequest> {
    let change = asked;
    for (
      let waited = 0;
      waited <= WAIT_FOR_PULL_REQUEST_MS;
      waited += ASK_AGAIN_AFTER_MS
    ) {
      if (change.phase === 'failed' || change.phase === 'closed') {
        throw new Error(change.message ?? change.summary);
      }
      if (change.url) return change;
      await pause(ASK_AGAIN_AFTER_MS, signal);
      change = await lakehouse.getChange(asked.id, { credentials });
    }
    throw new ServiceUnavailableError(
      `The Git host has not answered yet${
        change.blocked ? ` (${change.blocked.reason})` : ''
      }. The change goes on by itself: see /lakehouse/changes/${asked.id}`,
    );
  }
}

/** Same task, step and objects: same key, whatever attempt; different in each round of `each`. */
function keyOf(task: string, step: string | undefined, input: ProposeInput) {
  const objects = input.objects.map(object => [
    object.kind,
    nameOfProposed(object),
  ]);
  return createHash('sha256')
    .update(
      JSON.stringify([
        task,
        step ?? '',
        'propose',
        input.kubernetesCluster,
        input.domain,
        objects,
      ]),
    )
    .digest('hex');
}
