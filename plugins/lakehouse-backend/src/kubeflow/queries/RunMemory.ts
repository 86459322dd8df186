import type { KfpRunDetail } from '@lakefront/kfp-client';
import type { Clock } from '../../changes/Clock';
import { BoundedMap } from '../../BoundedMap';
import type { KubeflowServers } from '../servers/KubeflowServers';
import { compile, type ReadVersion } from './VersionMemory';
import type { FoundRun } from './RunQueries';

/** What only KFP knows of a run. */
export interface ToldRun {
  parameters: Record<string, unknown>;
  tasks: KfpRunDetail['tasks'];
  /** Of a run that is of no version. */
  version?: ReadVersion;
}

export type Told =
  | { run: ToldRun; problem?: undefined }
  /** Why it does not tell, in one sentence. */
  | { run?: undefined; problem: string };

const MOST_BYTES = 32 * 1024 * 1024;
/** Of a run that goes on, tasks change; parameters never do. */
const KEPT_WHILE_RUNNING_MS = 30_000;

interface Kept {
  run: ToldRun;
  until: number;
  bytes: number;
}

/** Runs as KFP tells them, kept: what is over changes no more. */
export class RunMemory {
  readonly #servers: KubeflowServers;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #kept = new BoundedMap<string, Kept>({
    most: MOST_BYTES,
    weigh: ({ bytes }) => bytes,
  });

  constructor(servers: KubeflowServers, clock: Pick<Clock, 'now'>) {
    this.#servers = servers;
    this.#clock = clock;
  }

  /** What KFP tells of a run, if the run is of the namespace that it is shown in. */
  async read({ record, row }: FoundRun): Promise<Told> {
    const { kubernetesCluster, namespace, runId } = row;
    const known = this.#servers.get(kubernetesCluster);
    if (!known) {
      return {
        problem: `Parameters are not known: lakehouse.kubeflow names no Kubeflow Pipelines of ${kubernetesCluster}`,
      };
    }
    const key = [kubernetesCluster, namespace, runId, record.attempt].join('/');
    const kept = this.#kept.get(key);
    if (kept && kept.until > this.#clock.now()) {
      return { run: kept.run };
    }
    const answer = await known.server.look(async () => {
      const run = await known.server.ask(client => client.runs.get(runId));
      return (await known.owners.isOf(run, namespace)) ? run : undefined;
    });
    if ('failure' in answer) {
      return {
        problem: answer.failure.notFound
          ? 'Kubeflow Pipelines has it no more'
          : answer.failure.message,
      };
    }
    if (!answer.value) {
      return { problem: 'Kubeflow Pipelines knows no such run of this domain' };
    }
    const run = toTold(answer.value);
    this.#kept.set(key, {
      run,
      bytes: Buffer.byteLength(JSON.stringify(run)),
      until: row.endedAt ? Infinity : this.#clock.now() + KEPT_WHILE_RUNNING_MS,
    });
    return { run };
  }
}

function toTold({ parameters, tasks, pipelineSpec }: KfpRunDetail): ToldRun {
  return {
    ...{ parameters, tasks },
    ...(pipelineSpec && {
      version: compile(
        pipelineSpec.pipeline_spec ?? pipelineSpec,
        pipelineSpec.platform_spec,
      ),
    }),
  };
}
