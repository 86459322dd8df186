import { randomUUID } from 'node:crypto';
import {
  isKfpStatus,
  KfpProtocolError,
  KfpUnreachableError,
  type KfpRun,
  type NewRun,
} from '@lakefront/kfp-client';
import { findExperiment } from './findExperiment';
import { findPipeline } from './findPipeline';
import { findRuns } from './findRuns';
import { passes, Patience } from './Patience';
import { StartError } from './StartError';
import type { StartedRun, StartRunOptions } from './types';
import { steadyClock } from './steadyClock';

/** One start: what `startRun` does. */
export class Start {
  private readonly patience: Patience;
  private readonly log: (message: string) => void;
  /** Tells our runs from those that others started under the same name. */
  private readonly mark = randomUUID();

  constructor(private readonly options: StartRunOptions) {
    this.log = options.log ?? (() => {});
    this.patience = new Patience({
      clock: options.clock ?? steadyClock,
      deadlineMs: options.deadlineMs ?? 10 * 60_000,
      pollMs: options.pollMs ?? 5_000,
      signal: options.signal ?? new AbortController().signal,
      log: this.log,
    });
  }

  async run(): Promise<StartedRun> {
    const { client, namespace, runName, parameters } = this.options;
    // First, so that what ran once needs no pipeline any more.
    const there = (await this.look())[0];
    if (there) return this.found(there);
    const found = await findPipeline(client, this.options, this.patience);
    const experimentId = await findExperiment(client, namespace, this.patience);
    return this.start({
      ...{ ...found, experimentId, parameters, name: runName },
      description: `Started by ${this.options.startedBy} (${this.mark})`,
    });
  }

  private async start(newRun: NewRun): Promise<StartedRun> {
    for (;;) {
      // Waiting took its time, so what was seen before is too old to act on.
      const there = await this.look();
      const ours = there.find(run => this.isOurs(run));
      if (ours) return this.settle(ours.runId);
      if (there.length > 0) return this.found(there[0]);
      try {
        const { name, runId } = await this.options.client.runs.create(newRun);
        this.log(`Run ${name} (${runId}) is started.`);
        return await this.settle(runId);
      } catch (error) {
        if (isNotBegun(error)) {
          await this.patience.pause(error.message);
        } else if (isUnclear(error)) {
          const seen = await this.lookForLost(error.message);
          if (!seen && isKfpStatus(error, 'server-error')) throw error;
        } else {
          throw error;
        }
      }
    }
  }

  /** Whether a run shows up whose start was not answered. */
  private async lookForLost(why: string): Promise<boolean> {
    const until = this.patience.now() + (this.options.unclearMs ?? 60_000);
    do {
      if ((await this.look()).length > 0) return true;
      await this.patience.pause(
        `it is not clear whether it is started: ${why}`,
      );
    } while (this.patience.now() < until);
    return false;
  }

  /** After a start: leaves the one run that counts, as far as the others are ours. */
  private async settle(runId: string): Promise<StartedRun> {
    await this.patience.sleep(this.options.settleMs ?? 15_000);
    let there: KfpRun[];
    try {
      there = await this.look();
    } catch (error) {
      if (this.options.signal?.aborted) throw error;
      const { message } = error as Error;
      this.log(`Whether another was started too is not known: ${message}`);
      return { runId, outcome: 'started' };
    }
    const [first, ...others] = there;
    for (const run of others.filter(other => this.isOurs(other))) {
      await this.stop(run, first);
    }
    // Somebody may have deleted it meanwhile, which is no fault of the start.
    if (!first || this.isOurs(first)) {
      return { runId: first?.runId ?? runId, outcome: 'started' };
    }
    this.log(
      `Run ${first.name} (${first.runId}) was started by another first.`,
    );
    return { runId: first.runId, outcome: 'yielded' };
  }

  private async stop(run: KfpRun, first: KfpRun): Promise<void> {
    const what = `Run ${run.name} (${run.runId}) is to be stopped, as ${first.runId} of the same name counts`;
    this.log(`${what}.`);
    const { runs } = this.options.client;
    try {
      await this.patience.waitFor('', async () => {
        // KFP refuses to stop what is over.
        if (isOver(await runs.get(run.runId))) return true;
        await runs.terminate(run.runId);
        return true;
      });
    } catch (error) {
      throw new StartError(`${what}, and is not: ${(error as Error).message}`);
    }
  }

  private found(run: KfpRun): StartedRun {
    this.log(`Run ${run.name} (${run.runId}) is there already.`);
    return { runId: run.runId, outcome: 'found' };
  }

  private look(): Promise<KfpRun[]> {
    const { client, namespace, runName } = this.options;
    return this.patience.waitFor('', () =>
      findRuns(client, namespace, runName),
    );
  }

  private isOurs(run: KfpRun): boolean {
    return run.description?.includes(this.mark) === true;
  }
}

function isOver({ state }: KfpRun): boolean {
  return ['SUCCEEDED', 'SKIPPED', 'FAILED', 'CANCELING', 'CANCELED'].includes(
    state,
  );
}

/** Whether it is certain that KFP did nothing, and may do it later. */
function isNotBegun(error: unknown): error is Error {
  return (
    (error instanceof KfpUnreachableError && error.nothingSent) ||
    isKfpStatus(error, 'too-many-requests')
  );
}

/** Whether KFP may have started the run, or be about to. */
function isUnclear(error: unknown): error is Error {
  return passes(error) || error instanceof KfpProtocolError;
}
