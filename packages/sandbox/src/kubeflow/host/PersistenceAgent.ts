import { WORKFLOWS } from '../../knownResources';
import { Timers } from '../../Timers';
import type { Clock, KubeClient } from '../../types';
import { isOver, type Workflow } from '../argo/types';
import { tasksOfWorkflow, toRunState } from './runTasks';
import type { Run, RunState } from './types';

const RUN_ID = 'pipeline/runid';
const FINAL = 'pipeline/persistedFinalState';
/** How long workflows of finished runs are kept, as KFP is installed. */
const WORKFLOW_TTL_MS = 24 * 3600_000;

/** Takes the states of workflows into their runs, marks them when they are final, deletes them in the end. */
export class PersistenceAgent {
  readonly #timers: Timers;
  #stopWatch = () => {};

  constructor(
    private readonly options: {
      client: KubeClient;
      clock: Clock;
      runs: ReadonlyMap<string, Run>;
    },
  ) {
    this.#timers = new Timers(options.clock);
  }

  /** Follows the workflows from now on. */
  start(): void {
    this.#stopWatch = this.options.client.watch(
      WORKFLOWS,
      ({ type, object }) => {
        if (type !== 'DELETED') this.#report(object as Workflow);
      },
    );
  }

  stop(): void {
    this.#stopWatch();
    this.#timers.stop();
  }

  #report(workflow: Workflow): void {
    const { client, clock, runs } = this.options;
    const { labels, name, namespace } = workflow.metadata;
    const run = runs.get(labels?.[RUN_ID] ?? '');
    if (!run) return;
    const { phase, finishedAt, message } = workflow.status ?? {};
    const over = isOver(phase || undefined);
    const ending = workflow.spec.activeDeadlineSeconds === 0 && !over;
    const state = ending ? 'CANCELING' : toRunState(phase || 'Pending');
    run.tasks = () => tasksOfWorkflow(workflow);
    setState(run, state, clock.now());
    if (!over) return;
    run.finishedAt = Date.parse(finishedAt ?? '') || clock.now();
    if (message) run.error = message;
    if (labels?.[FINAL] === undefined) {
      const patch = { metadata: { labels: { [FINAL]: 'true' } } };
      client.patch(WORKFLOWS, namespace, name, patch, { type: 'merge' });
      return;
    }
    const left = run.finishedAt + WORKFLOW_TTL_MS - clock.now();
    this.#timers.after(Math.max(left, 0), () => {
      const there = client.get(WORKFLOWS, namespace, name);
      if (there?.metadata.uid === workflow.metadata.uid) {
        client.delete(WORKFLOWS, namespace, name);
      }
    });
  }
}

function setState(run: Run, state: RunState, at: number): void {
  run.state = state;
  if (run.history.at(-1)?.state !== state) run.history.push({ at, state });
}
