import {
  KfpStatusError,
  KfpTimeoutError,
  type KfpClient,
  type KfpExperiment,
  type KfpPipeline,
  type KfpPipelineVersion,
  type KfpRun,
  type KfpStatusReason,
  type NamespacePageOptions,
  type NewRun,
} from '@lakefront/kfp-client';
import type { VirtualTime } from './VirtualTime';

export interface FakeCall {
  /** `runs.list`, `runs.create` ... */
  name: string;
  /** How many calls of this client came before. */
  index: number;
}

export interface FakeOptions {
  /** How long a call takes to be done, and then to be answered, in ms. */
  delay?: (call: FakeCall) => { done: number; answered: number };
  /** Called before and after a call is done; what it throws is its answer. */
  meddle?: (call: FakeCall, when: 'before' | 'after') => void;
}

const statuses: Partial<Record<KfpStatusReason, number>> = {
  'not-found': 404,
  'already-exists': 409,
  'bad-request': 400,
  'server-error': 500,
  unavailable: 503,
};

export function refusal(reason: KfpStatusReason, said: string): KfpStatusError {
  return new KfpStatusError(
    { status: statuses[reason] ?? 400, reason, said },
    { method: 'GET', path: '/' },
  );
}

export const noAnswer = () =>
  new KfpTimeoutError(30_000, { method: 'POST', path: '/runs' });

/** A KFP as far as a starter sees it: nothing in it is unique but the names of experiments. */
export class FakeKfp {
  readonly runs: KfpRun[] = [];
  readonly created: NewRun[] = [];
  pipelines: KfpPipeline[] = [
    { pipelineId: 'p1', name: 'orders', displayName: 'Orders', tags: {} },
  ];
  versions: KfpPipelineVersion[] = ['orders-v2', 'orders-v1'].map(name => ({
    ...{ pipelineId: 'p1', versionId: `id-${name}`, name, displayName: name },
    tags: {},
  }));
  experiments: KfpExperiment[] = [];
  /** When the call began that is being done. */
  private begun = 0;

  constructor(
    readonly time: VirtualTime,
    /** Ids in the order in which they come; any order is possible. */
    private readonly nextId: () => string = () => `run-${this.runs.length}`,
  ) {}

  /** Runs that nobody stopped. */
  alive(): KfpRun[] {
    return this.runs.filter(({ state }) => state !== 'CANCELED');
  }

  client(options: FakeOptions = {}): KfpClient {
    let index = 0;
    const call =
      <A extends unknown[], T>(name: string, act: (...args: A) => T) =>
      async (...args: A): Promise<T> => {
        const asked = { name, index: index++ };
        const { done, answered } = options.delay?.(asked) ?? {
          ...{ done: 1, answered: 1 },
        };
        options.meddle?.(asked, 'before');
        const begun = this.time.now();
        await this.time.sleep(done);
        this.begun = begun;
        const result = act(...args);
        options.meddle?.(asked, 'after');
        await this.time.sleep(answered);
        return result;
      };
    const page = <T>(items: T[]) => ({ items, total: items.length });
    const client = {
      pipelines: {
        byName: call('pipelines.byName', (_: string, name: string) => {
          const found = this.pipelines.find(item => item.name === name);
          if (!found) throw refusal('not-found', 'no pipeline');
          return found;
        }),
      },
      versions: { list: call('versions.list', () => page(this.versions)) },
      experiments: {
        list: call('experiments.list', () => page([...this.experiments])),
        create: call('experiments.create', ({ name }: { name: string }) => {
          if (this.experiments.length > 0) {
            throw refusal('already-exists', 'the name is taken');
          }
          const made = { experimentId: 'e1', name, archived: false };
          this.experiments.push(made);
          return made;
        }),
      },
      runs: {
        // As KFP does it: without regard to case.
        list: call('runs.list', ({ filter = [] }: NamespacePageOptions) => {
          const wanted = String(filter[0].value).toLowerCase();
          return page(
            this.runs.filter(({ name }) => name.toLowerCase() === wanted),
          );
        }),
        get: call(
          'runs.get',
          (id: string) => this.runs.find(({ runId }) => runId === id)!,
        ),
        create: call('runs.create', (run: NewRun) => {
          this.created.push(run);
          const made: KfpRun = {
            ...{ runId: this.nextId(), name: run.name, state: 'PENDING' },
            ...{ description: run.description, archived: false },
            parameters: run.parameters ?? {},
            // As KFP does it: before the run shows up.
            createdAt: new Date(Math.floor(this.begun / 1000) * 1000)
              .toISOString()
              .replace('.000Z', 'Z'),
          };
          this.runs.push(made);
          return made;
        }),
        terminate: call('runs.terminate', (id: string) => {
          this.runs.find(({ runId }) => runId === id)!.state = 'CANCELED';
        }),
      },
    };
    return client as unknown as KfpClient;
  }
}
