import { asObject, type JsonObject } from '../../kube/json';
import { KubeStatusError } from '../../kube/KubeStatusError';
import {
  PIPELINE_VERSIONS,
  PIPELINES,
  SCHEDULED_WORKFLOWS,
  WORKFLOWS,
} from '../../knownResources';
import { randomUuid } from '../../random';
import { fixedUid } from '../fixedUid';
import { Timers } from '../../Timers';
import type {
  Clock,
  KubeClient,
  KubeObject,
  KubeServer,
  KubeUser,
  Random,
} from '../../types';
import { compileWorkflow } from '../argo/compileWorkflow';
import { isOver, type Workflow } from '../argo/types';
import { checkParameters } from '../checkParameters';
import { readIr, type Ir } from '../ir';
import { invalidInput, KfpRefusal, notFound, within } from '../KfpRefusal';
import { tasksOfWorkflow, toRunState } from './runTasks';
import type { Experiment, Run, RunState } from './types';

const RUN_ID = 'pipeline/runid';
const FINAL = 'pipeline/persistedFinalState';
const GROUP = 'pipelines.kubeflow.org';
/** How long workflows of finished runs are kept, as KFP is installed. */
const WORKFLOW_TTL_MS = 24 * 3600_000;
export const DEFAULT_EXPERIMENT = 'Default';
const DEFAULT_ACCOUNT = 'default-editor';

/** What is needed for a run; ids are KFP's. */
export interface RunRequest {
  displayName: string;
  description?: string;
  experimentId: string;
  pipelineId?: string;
  versionId?: string;
  /** Instead of a version. */
  pipelineSpec?: JsonObject;
  parameters: JsonObject;
  pipelineRoot?: string;
  serviceAccount?: string;
  recurringRun?: KubeObject;
  scheduledAt?: number;
}

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
  readonly experiments = new Map<string, Experiment>();
  readonly #options: KubeflowHostOptions;
  readonly #timers: Timers;
  readonly #tokens: Map<string, KubeUser>;
  #stopWatch = () => {};

  constructor(options: KubeflowHostOptions) {
    this.#options = options;
    this.#timers = new Timers(options.clock);
    this.#tokens = new Map(Object.entries(options.tokens));
  }

  /** Follows the workflows from now on. */
  start(): void {
    this.#stopWatch = this.#options.client.watch(
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

  now(): number {
    return this.#options.clock.now();
  }

  uuid(): string {
    return randomUuid(this.#options.random);
  }

  userOf(token: string | undefined): KubeUser | undefined {
    return token === undefined ? undefined : this.#tokens.get(token);
  }

  /** A token of a ServiceAccount, as the kubelet puts it into a pod. */
  issueToken(namespace: string, account: string): string {
    const name = `system:serviceaccount:${namespace}:${account}`;
    const token = `sandbox-token-${this.uuid()}`;
    this.#tokens.set(token, { name, groups: [] });
    return token;
  }

  /** Throws where the cluster does not let this user: KFP tells it the name only, no groups. */
  authorize(
    user: KubeUser,
    verb: string,
    resource: 'runs' | 'pipelines' | 'experiments' | 'jobs',
    namespace: string,
    name?: string,
  ): void {
    const may = this.#options.kube.allows(
      { name: user.name, groups: [] },
      { verb, group: GROUP, resource, namespace, name },
    );
    if (!may) {
      throw new KfpRefusal(
        'PermissionDenied',
        `User '${
          user.name
        }' is not authorized with reason:  (request: &ResourceAttributes{Namespace:${namespace},Verb:${verb},Group:${GROUP},Version:v1beta1,Resource:${resource},Subresource:,Name:${
          name ?? ''
        },})`,
      );
    }
  }

  pipelines(namespace?: string): KubeObject[] {
    return this.#options.client.list(PIPELINES, { namespace });
  }

  pipeline(id: string): KubeObject {
    const found = this.pipelines().find(({ metadata }) => metadata.uid === id);
    if (!found) throw notFound('Pipeline', id);
    return found;
  }

  versions(pipelineId: string): KubeObject[] {
    return this.#options.client
      .list(PIPELINE_VERSIONS)
      .filter(version => pipelineIdOf(version) === pipelineId);
  }

  version(id: string): KubeObject {
    const found = this.#options.client
      .list(PIPELINE_VERSIONS)
      .find(({ metadata }) => metadata.uid === id);
    if (!found) throw notFound('PipelineVersion', id);
    return found;
  }

  recurringRuns(namespace?: string): KubeObject[] {
    return this.#options.client.list(SCHEDULED_WORKFLOWS, { namespace });
  }

  experiment(id: string): Experiment {
    const found = this.experiments.get(id);
    if (!found) throw notFound('Experiment', id);
    return found;
  }

  /** `Default` is there in every namespace that was asked about. */
  defaultExperiment(namespace: string): Experiment {
    const found = [...this.experiments.values()].find(
      one =>
        one.namespace === namespace && one.displayName === DEFAULT_EXPERIMENT,
    );
    return (
      found ??
      this.createExperiment({
        // The same in every sandbox: a schedule in Git names it.
        id: fixedUid(namespace, DEFAULT_EXPERIMENT),
        namespace,
        displayName: DEFAULT_EXPERIMENT,
        description:
          'All runs created without specifying an experiment will be grouped here.',
      })
    );
  }

  createExperiment(wanted: {
    /** A new one where absent. */
    id?: string;
    namespace: string;
    displayName: string;
    description: string;
  }): Experiment {
    const { namespace, displayName } = wanted;
    for (const one of this.experiments.values()) {
      if (one.namespace === namespace && one.displayName === displayName) {
        const message = `Failed to create a new experiment. The name ${displayName} already exists. Please specify a new name`;
        throw new KfpRefusal(
          'AlreadyExists',
          message,
          `Already exist error: ${message}`,
        );
      }
    }
    const experiment: Experiment = {
      ...wanted,
      id: wanted.id ?? this.uuid(),
      createdAt: this.now(),
      archived: false,
      lastRunAt: 0,
    };
    this.experiments.set(experiment.id, experiment);
    return experiment;
  }

  run(id: string): Run {
    const found = this.runs.get(id);
    if (!found) throw notFound('Run', id);
    return found;
  }

  createRun(request: RunRequest): Run {
    const { client } = this.#options;
    const { namespace, id: experimentId } = this.experiment(
      request.experimentId,
    );
    const source = this.#sourceOf(request);
    const id = this.uuid();
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
    const workflow = this.#createWorkflow(client, wanted, request.recurringRun);
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
    this.experiment(experimentId).lastRunAt = now;
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

  #sourceOf(request: RunRequest): {
    ir: Ir;
    pipelineId?: string;
    versionId?: string;
  } {
    const { pipelineId, versionId, pipelineSpec } = request;
    try {
      if (versionId || pipelineId) {
        const version = versionId
          ? this.version(versionId)
          : newest(this.versions(pipelineId!));
        if (!version) throw notFound('PipelineVersion', 'Latest');
        return {
          ir: readIr(asObject(version.spec).pipelineSpec),
          pipelineId: pipelineIdOf(version),
          versionId: version.metadata.uid,
        };
      }
      if (!pipelineSpec) {
        throw invalidInput(
          'Failed to fetch a template with an empty pipeline spec manifest',
        );
      }
    } catch (error) {
      // KFP says no more to the outside than that something went wrong.
      throw new KfpRefusal(
        'Internal',
        'Internal Server Error',
        `InternalServerError: Failed to create a run due to error fetching manifest: ${
          (error as Error).message
        }`,
      );
    }
    return { ir: readIr(pipelineSpec) };
  }

  #createWorkflow(
    client: KubeClient,
    wanted: Workflow,
    owner: KubeObject | undefined,
  ): KubeObject {
    const { name: _, ...metadata } = wanted.metadata;
    try {
      return client.create(WORKFLOWS, {
        ...wanted,
        metadata: {
          ...metadata,
          ...(owner && {
            labels: {
              ...metadata.labels,
              'scheduledworkflows.kubeflow.org/isOwnedByScheduledWorkflow':
                'true',
              'scheduledworkflows.kubeflow.org/scheduledWorkflowName':
                owner.metadata.name,
            },
            ownerReferences: [
              {
                apiVersion: owner.apiVersion,
                kind: owner.kind,
                name: owner.metadata.name,
                uid: owner.metadata.uid!,
                controller: true,
              },
            ],
          }),
        } as KubeObject['metadata'],
      });
    } catch (error) {
      if (!(error instanceof KubeStatusError)) throw error;
      throw new KfpRefusal(
        'Internal',
        'Internal Server Error',
        `InternalServerError: Failed to create a workflow for (): ${error.message}`,
      );
    }
  }

  /** What the persistence agent does: takes the workflow's state into the run, marks it when it is final, deletes it in the end. */
  #report(workflow: Workflow): void {
    const { client, clock } = this.#options;
    const { labels, name, namespace } = workflow.metadata;
    const run = this.runs.get(labels?.[RUN_ID] ?? '');
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

export function pipelineIdOf({ metadata }: KubeObject): string | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === 'Pipeline')?.uid;
}

export function newest(objects: KubeObject[]): KubeObject | undefined {
  return [...objects].sort(
    ({ metadata: a }, { metadata: b }) =>
      (b.creationTimestamp ?? '').localeCompare(a.creationTimestamp ?? '') ||
      // Those of one pull request are made within a second.
      b.name.localeCompare(a.name, 'en-US', { numeric: true }),
  )[0];
}
