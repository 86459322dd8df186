import { Start } from './Start';
import { StartError } from './StartError';
import type { StartedRun, StartRunOptions } from './types';

/**
 * Starts a run, unless one of its name is there. Looks before, and again
 * after, as KFP lets any number of runs have one name: of several the oldest
 * counts, and who started another stops it. Rejects with a `StartError`: one
 * sentence that says why; or with the reason of the signal.
 */
export async function startRun(options: StartRunOptions): Promise<StartedRun> {
  try {
    return await new Start(options).run();
  } catch (error) {
    if (options.signal?.aborted || error instanceof StartError) throw error;
    throw new StartError(
      error instanceof Error ? error.message : String(error),
    );
  }
}
