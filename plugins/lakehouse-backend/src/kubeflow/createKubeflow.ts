import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ScmIntegrations } from '@backstage/integration';
import type { Knex } from 'knex';
import type { Clock } from '../changes/Clock';
import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import type { DomainPlace, LakehouseReader } from '../types';
import { HistoryStore } from './history/HistoryStore';
import { RunHistory } from './history/RunHistory';
import { KubeflowHealthQueries } from './KubeflowHealthQueries';
import { KubeflowStanding } from './KubeflowStanding';
import { PipelineDetailQueries } from './queries/PipelineDetailQueries';
import { PipelineQueries } from './queries/PipelineQueries';
import { RunDetailQueries } from './queries/RunDetailQueries';
import { RunMemory } from './queries/RunMemory';
import { RunQueries } from './queries/RunQueries';
import { StepValueQueries } from './queries/StepValueQueries';
import { VersionMemory } from './queries/VersionMemory';
import { WorkflowMemory } from './queries/WorkflowMemory';
import {
  createReadPipelineSource,
  type ReadPipelineSource,
} from './source/readPipelineSource';
import { PipelineNames } from './runs/PipelineNames';
import { PipelineRunAsker } from './runs/PipelineRunAsker';
import { PipelineRunNamer } from './runs/PipelineRunNamer';
import { PipelineRunRecorder } from './runs/PipelineRunRecorder';
import { PipelineRunLists } from './runs/PipelineRunLists';
import { PipelineRunStore } from './runs/PipelineRunStore';
import { PipelineRunSummaries } from './runs/PipelineRunSummaries';
import { KubeflowServers } from './servers/KubeflowServers';
import type { KubeflowServerOptions } from './servers/KubeflowServer';
import type { KubeflowServerConfig } from './servers/readKubeflowConfig';

const DAY_MS = 24 * 60 * 60_000;

export interface KubeflowOptions {
  servers: readonly KubeflowServerConfig[];
  index: LakehouseIndex;
  domains: DomainMap;
  reader: LakehouseReader;
  integrations: ScmIntegrations;
  database: Knex;
  logger: LoggerService;
  clock: Clock;
  /** Days that runs are remembered after their end. */
  keepDays: number;
  onRequest?: KubeflowServerOptions['onRequest'];
  /** Is told where runs were written down. */
  onWritten(places: ReadonlySet<DomainPlace>): void;
}

/** All that is asked about Kubeflow Pipelines, and what is written down of it. */
export interface Kubeflow {
  pipelines: PipelineQueries;
  runs: RunQueries;
  run: RunDetailQueries;
  details: PipelineDetailQueries;
  values: StepValueQueries;
  health: KubeflowHealthQueries;
  readSource: ReadPipelineSource;
  standing: KubeflowStanding;
  start(): void;
  stop(): Promise<void>;
  /** Forgets runs that ended too long ago. */
  forgetRuns(): Promise<void>;
  /** Reads histories until there is nothing more to read, or it is to stop; once over all replicas. */
  readHistory(signal: AbortSignal): Promise<void>;
}

export function createKubeflow(options: KubeflowOptions): Kubeflow {
  const { index, domains, reader, logger, clock, onRequest } = options;
  const servers = new KubeflowServers(options.servers, { clock, onRequest });
  const store = new PipelineRunStore(options.database, {
    keptFrom: () => clock.now() - options.keepDays * DAY_MS,
  });
  const lists = new PipelineRunLists(options.database);
  const summaries = new PipelineRunSummaries(options.database);
  const history = new HistoryStore(options.database);
  const names = new PipelineNames(index);
  const now = () => clock.now();
  const shared = { index, domains, names, store, logger, clock };
  const asker = new PipelineRunAsker({
    ...{ ...shared, servers },
    onWritten: options.onWritten,
  });
  const recorder = new PipelineRunRecorder({
    ...shared,
    onWritten(places) {
      asker.hurry();
      options.onWritten(places);
    },
  });
  const namer = new PipelineRunNamer({
    ...shared,
    onWritten: options.onWritten,
  });
  const standing = new KubeflowStanding({ servers, history, now });
  const runHistory = new RunHistory({
    ...{ ...shared, servers, runs: store, history },
    onWritten(places) {
      standing.forget();
      options.onWritten(places);
    },
  });
  const runs = new RunQueries({ index, domains, names, lists, store });
  const pipelines = new PipelineQueries({
    ...{ domains, names, summaries, runs, now },
  });
  const versions = new VersionMemory(reader);
  const values = new StepValueQueries({ runs, reader });
  return {
    runs,
    pipelines,
    run: new RunDetailQueries({
      ...{ runs, names, summaries, servers, versions },
      workflows: new WorkflowMemory(reader),
      told: new RunMemory(servers, clock),
      values,
    }),
    details: new PipelineDetailQueries({
      ...{ pipelines, names, summaries, servers, versions, now },
    }),
    values,
    health: new KubeflowHealthQueries({ servers, history, reader, clock }),
    readSource: createReadPipelineSource(options),
    standing,
    start() {
      recorder.start();
      namer.start();
      asker.start();
    },
    async stop() {
      await recorder.stop();
      await namer.stop();
      await asker.stop();
    },
    async forgetRuns() {
      await store.forget();
    },
    readHistory: signal => runHistory.read(signal),
  };
}
