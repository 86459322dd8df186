import { SCHEDULED_WORKFLOWS, WORKFLOWS } from '../../knownResources';
import { randomUuid } from '../../random';
import type {
  Clock,
  KubeClient,
  KubeObject,
  KubeServer,
  KubeUser,
  Random,
} from '../../types';
import { compileWorkflow } from '../argo/compileWorkflow';
import { checkParameters } from '../checkParameters';
import { invalidInput, notFound, within } from '../KfpRefusal';
import { Access } from './Access';
import { createWorkflow } from './createWorkflow';
import { Experiments } from './Experiments';
import { PersistenceAgent } from './PersistenceAgent';
import { Pipelines } from './Pipelines';
import { sourceOf } from './sourceOf';
import type { Run, RunRequest } from './types';

const DEFAULT_ACCOUNT = 'default-editor';

export interface KubeflowHostOptions {
  kube: KubeServer;
  /** May do everything. */
  client: KubeClient;
  clock: Clock;
  random: Random;
  /** Bearer token to user. */
  tokens: Record<string, KubeUser>;
}

/** KFP's API server and its persistence agent without the network: runs in memory, pipelines and workflows on the cluster. */
export class KubeflowHost {
  readonly runs = new Map<string, Run>();
  readonly access: Access;
  readonly experiments: Experiments;
  readonly pipelines: Pipelines;
  readonly #options: KubeflowHostOptions;
  readonly #agent: PersistenceAgent;

  constructor(options: KubeflowHostOptions) {
    const { client, clock } = options;
    this.#options = options;
    this.access = new Access(options);
    this.experiments = new Experiments(options);
    this.pipelines = new Pipelines(client);
    this.#agent = new PersistenceAgent({ client, clock, runs: this.runs });
  }

  /** Follows the workflows from now on. */
  start(): void {
    this.#agent.start();
  }

  stop(): void {
    this.#agent.stop();
  }

  now(): number {
    return this.#options.clock.now();
  }

  recurringRuns(namespace?: string): KubeObject[] {
    return this.#options.client.list(SCHEDULED_WORKFLOWS, { namespace });
  }

  run(id: string): Run {
    const found = this.runs.get(id);
    if (!found) throw notFound('Run', id);
    return found;
  }

  createRun(request: RunRequest): Run {
    const { client } = this.#options;
    const { namespace, id: experimentId } = this.experiments.get(
      request.experimentId,
    );
    const source = sourceOf(this.pipelines, request);
    const id = randomUuid(this.#options.random);
    const serviceAccount = request.serviceAccount || DEFAULT_ACCOUNT;
    const { displayName, parameters } = request;
    within('Failed to generate the ExecutionSpec', () =>
      within('invalid pipeline job inputs', () =>
        checkParameters(source.ir, parameters),
      ),
    );
    const wanted = compileWorkflow({
      ...{ runId: id, displayName, namespace, serviceAccount, parameters },
      ir: source.ir,
      pipelineRoot: request.pipelineRoot,
    });
    const workflow = createWorkflow(client, wanted, request.recurringRun);
    const now = this.now();
    const run: Run = {
      id,
      experimentId,
      namespace,
      displayName,
      serviceAccount,
      description: request.description ?? '',
      pipelineId: source.pipelineId,
      versionId: source.versionId,
      ir: source.ir,
      parameters,
      pipelineRoot: request.pipelineRoot ?? '',
      recurringRunId: request.recurringRun?.metadata.uid ?? '',
      archived: false,
      state: 'PENDING',
      history: [{ at: now, state: 'PENDING' }],
      createdAt: now,
      scheduledAt: request.scheduledAt ?? now,
      finishedAt: 0,
      workflow: workflow.metadata.name,
      tasks: () => [],
    };
    this.runs.set(id, run);
    this.experiments.get(experimentId).lastRunAt = now;
    return run;
  }

  terminate(run: Run): void {
    const { client } = this.#options;
    if (
      !['PENDING', 'RUNNING', 'RUNTIME_STATE_UNSPECIFIED'].includes(run.state)
    ) {
      throw invalidInput(
        `Failed to terminate a run ${run.id}. Row not found`,
      ).within(`Failed to terminate run ${run.id}`);
    }
    run.state = 'CANCELING';
    const patch = { spec: { activeDeadlineSeconds: 0 } };
    client.patch(WORKFLOWS, run.namespace, run.workflow, patch, {
      type: 'merge',
    });
  }

  /** With its workflow, if there is one. */
  deleteRun(run: Run): void {
    const { client } = this.#options;
    this.runs.delete(run.id);
    if (client.get(WORKFLOWS, run.namespace, run.workflow)) {
      client.delete(WORKFLOWS, run.namespace, run.workflow);
    }
  }
}
