import type { Knex } from 'knex';
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  ChangeRequest,
  ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DefaultChangeService } from '../DefaultChangeService';
import type { StepsByKind } from '../KindSteps';
import { startTestGitServer, type TestGitServer } from './gitServer';
import { MIA, startWritePath, type WritePath } from './startWritePath';

/** What a test of the write path has to itself. */
export interface OwnWritePath {
  git: TestGitServer;
  knex: Knex;
  path: WritePath;
  /** One replica; `path.replica` makes more. */
  service: DefaultChangeService;
  /** Somebody writes a file by hand, as they would in an editor. */
  write(
    file: string,
    text: string,
    options?: { ref?: string; message?: string },
  ): Promise<void>;
  /** The text of a file; undefined where it is not there. */
  read(file: string, ref?: string): Promise<string | undefined>;
  /** A colleague merges a pull request. */
  merge(number: number | undefined, how?: string): Promise<void>;
  /** Merges it, and says that the engine applied what was merged. */
  mergeAndSync(number: number | undefined): Promise<void>;
  /** A change that mia asked for, after it was merged and that was seen. */
  merged(input: ProposeInput, how?: string): Promise<ChangeRequest>;
  /** After a minute the service looks again. */
  look(service?: { sweep(): Promise<void> }): Promise<void>;
}

/** A describe for each database that the plugin runs on, as far as they are here. */
export function onEachDatabase(
  title: string,
  tests: (own: OwnWritePath) => void,
): void {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3', 'POSTGRES_15'],
    disableDocker: true,
  });
  describe.each(databases.eachSupportedId())(`${title}, on %s`, id => {
    tests(useWritePath({ init: () => databases.init(id) }));
  });
}

/** Gives each test of the describe that it is called in a Git host, a database and a replica. */
export function useWritePath(
  options: {
    steps?: StepsByKind;
    /** A database; SQLite in memory where nothing is said. */
    init?: () => Promise<Knex>;
  } = {},
): OwnWritePath {
  const { steps } = options;
  const init = options.init ?? inMemory();
  const own = {
    async write(file, text, { ref = 'main', message = 'By hand' } = {}) {
      const current = (await own.git
        .as('admin', 'GET', `/contents/${file}?ref=${ref}`)
        .catch(() => undefined)) as { sha: string } | undefined;
      await own.git.as('admin', current ? 'PUT' : 'POST', `/contents/${file}`, {
        branch: ref,
        message,
        ...(current && { sha: current.sha }),
        content: Buffer.from(text).toString('base64'),
      });
    },
    async read(file, ref = 'main') {
      const { hosts, repository } = own.git;
      const host = hosts.forRepository(repository);
      return (await host.getFile(repository, file, ref))?.content;
    },
    async merge(number, how = 'merge') {
      await own.git.as('ben', 'POST', `/pulls/${number}/merge`, { Do: how });
    },
    async mergeAndSync(number) {
      await own.merge(number);
      const pull = (await own.git.as('ben', 'GET', `/pulls/${number}`)) as {
        merge_commit_sha: string;
      };
      own.path.reader.syncs.set('west/clusters/west/domains/sales', {
        kubernetesCluster: 'west',
        engine: 'flux',
        name: 'sales-workloads',
        state: 'synced',
        revision: `main@sha1:${pull.merge_commit_sha}`,
      });
    },
    async merged(input, how) {
      const change = await own.service.propose(input, MIA, {});
      await own.merge(change.number, how);
      await own.look();
      return change;
    },
    async look(service = own.service) {
      own.path.clock.advance(61_000);
      await service.sweep();
    },
  } as OwnWritePath;

  beforeEach(async () => {
    own.git = await startTestGitServer();
    own.knex = await init();
    own.path = await startWritePath({ git: own.git, knex: own.knex, steps });
    own.service = await own.path.replica();
  });

  afterEach(async () => {
    own.git.server.faults.set(undefined);
    await own.git.close();
    await own.knex.destroy();
  });

  return own;
}

function inMemory(): () => Promise<Knex> {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3'],
    disableDocker: true,
  });
  return () => databases.init('SQLITE_3');
}
