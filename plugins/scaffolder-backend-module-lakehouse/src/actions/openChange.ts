import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { z } from 'zod/v3';
import {
  type ChangeRequest,
  nameOfProposed,
  type ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseService } from '@lakefront/backstage-plugin-lakehouse-node';
import { assertOk } from './changeInput';

type Zod = typeof z;

/** How long the task waits for the Git host; the change itself goes on without it. */
const WAIT_FOR_PULL_REQUEST_MS = 60_000;
const ASK_AGAIN_AFTER_MS = 500;

/** Where a change can be followed: the output of every action that asks for one. */
export const changeOutputSchema = {
  changeId: (zod: Zod) => zod.string().describe('Id of the change request'),
  changeUrl: (zod: Zod) =>
    zod.string().describe('Page of the change request in the portal'),
  pullRequestUrl: (zod: Zod) =>
    zod.string().describe('Page of the pull request on the Git host'),
};

// A type, not an interface: the framework wants an index signature.
type ChangeOutput = {
  changeId: string;
  changeUrl: string;
  pullRequestUrl: string;
};

export interface OpenChangeOptions {
  lakehouse: LakehouseService;
  /** Pauses between questions; replaced in tests. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/**
 * Asks for a change with the rights of the person who runs the task, and waits
 * for its pull request. Running it again, by a retry or after a crash, answers
 * the same pull request. A dry run only checks.
 */
export async function openChange(
  ctx: Pick<
    ActionContext<any, ChangeOutput, 'v2'>,
    | 'getInitiatorCredentials'
    | 'isDryRun'
    | 'logger'
    | 'output'
    | 'signal'
    | 'step'
    | 'task'
  >,
  change: {
    operation: 'propose' | 'remove';
    input: ProposeInput;
    gitToken?: string;
  },
  {
    lakehouse,
    pause = (ms, signal) => sleep(ms, undefined, { signal }),
  }: OpenChangeOptions,
): Promise<void> {
  const { operation, input, gitToken } = change;
  const credentials = await ctx.getInitiatorCredentials();
  if (ctx.isDryRun) {
    const check = await lakehouse.check(input, { credentials });
    for (const warning of assertOk(check)) ctx.logger.warn(warning);
    for (const sentence of check.consequences) ctx.logger.info(sentence);
    ctx.logger.info(
      `Would open a pull request with ${check.operations
        .map(({ action, path }) => `${action} ${path}`)
        .join(', ')}`,
    );
    ctx.output('changeId', 'dry-run');
    ctx.output('changeUrl', '/lakehouse/changes/dry-run');
    ctx.output('pullRequestUrl', '');
    return;
  }
  const asked = await lakehouse.propose(input, {
    credentials,
    gitToken,
    idempotencyKey: keyOf({
      task: ctx.task.id,
      step: ctx.step?.id,
      operation,
      input,
    }),
  });
  ctx.output('changeId', asked.id);
  ctx.output('changeUrl', `/lakehouse/changes/${asked.id}`);
  ctx.logger.info(`Change request ${asked.id}: ${asked.title}`);

  const opened = await waitForPullRequest(asked, {
    lakehouse,
    credentials,
    pause: () => pause(ASK_AGAIN_AFTER_MS, ctx.signal),
  });
  ctx.output('pullRequestUrl', opened.url ?? '');
  ctx.logger.info(`Pull request: ${opened.url}`);
  if (opened.fit) ctx.logger.info(opened.fit.summary);
  ctx.logger.info(opened.summary);
}

async function waitForPullRequest(
  asked: ChangeRequest,
  options: {
    lakehouse: LakehouseService;
    credentials: BackstageCredentials;
    pause: () => Promise<unknown>;
  },
): Promise<ChangeRequest> {
  const { lakehouse, credentials, pause } = options;
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
    await pause();
    change = await lakehouse.getChange(asked.id, { credentials });
  }
  throw new ServiceUnavailableError(
    `The Git host has not answered yet${
      change.blocked ? ` (${change.blocked.reason})` : ''
    }. The change goes on by itself: see /lakehouse/changes/${asked.id}`,
  );
}

/** Same task, step and objects: same key, whatever attempt; different in each round of `each`. */
function keyOf(of: {
  task: string;
  step: string | undefined;
  operation: string;
  input: ProposeInput;
}): string {
  const { task, step, operation, input } = of;
  const objects = input.objects.map(object => [
    object.kind,
    nameOfProposed(object),
  ]);
  return createHash('sha256')
    .update(
      JSON.stringify([
        task,
        step ?? '',
        operation,
        input.kubernetesCluster,
        input.domain,
        objects,
      ]),
    )
    .digest('hex');
}
