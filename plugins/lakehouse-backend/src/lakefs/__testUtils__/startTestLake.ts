import {
  createLakeFSServer,
  ManualClock,
  seededRandom,
} from '@lakefront/sandbox';
import {
  createLakeFSClient,
  type LakeFSClient,
} from '@lakefront/lakefs-client';

/** The portal's key: it is to be found in no answer and no log. */
export const CANARY = {
  accessKeyId: 'AKIACANARYKEY1234567',
  secretAccessKey: 'canary/secret+of+the+portal/0123456789ab',
};

/** A lakeFS of the sandbox, with what it was asked, and hands to work in it. */
export async function startTestLake(repositories: readonly string[] = []) {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 8));
  const server = createLakeFSServer({
    ...{ clock, random: seededRandom(1) },
    users: [{ name: 'admin', ...CANARY }],
  });
  const { url } = await server.listen(0);
  const asked: string[] = [];
  const watch = (rule?: Parameters<typeof server.faults.set>[0]) =>
    server.faults.set(request => {
      asked.push(`${request.method} ${request.path.replace('/api/v1', '')}`);
      return rule?.(request);
    });
  watch();
  const client: LakeFSClient = createLakeFSClient({
    endpoint: url,
    credentials: CANARY,
  });
  const lake = {
    ...{ url, server, client, clock, asked },
    /** Notes what is asked; with a rule, lets go wrong what it says. */
    watch,
    makeRepository(id: string) {
      server.host.createRepository({
        ...{ id, defaultBranch: 'main', readOnly: false },
        storageNamespace: `mem://${id}`,
      });
    },
    /** Writes files, or removes what is null, and commits. */
    async commit(
      repository: string,
      branch: string,
      files: Record<string, string | null>,
      metadata: Record<string, string> = {},
    ): Promise<string> {
      for (const [path, text] of Object.entries(files)) {
        if (text === null) {
          await client.objects.delete(repository, branch, path);
        } else {
          await client.objects.write(
            repository,
            branch,
            path,
            Buffer.from(text),
          );
        }
      }
      clock.advance(1_000);
      const message = `Write ${Object.keys(files).join(', ')}`.slice(0, 100);
      const { id } = await client.branches.commit(repository, branch, {
        ...{ message, metadata },
      });
      return id;
    },
    /** Writes many files at once, past the API; uncommitted. */
    stage(id: string, branch: string, files: Record<string, string>) {
      const { host } = server;
      const repository = host.repository(id);
      const { staged } = repository.branch(branch);
      for (const [path, text] of Object.entries(files)) {
        const bytes = Buffer.from(text);
        staged.set(path, host.makeEntry(repository, { bytes }));
      }
    },
    branch: (repository: string, name: string, source = 'main') =>
      client.branches.create(repository, { name, source }),
    /** `lakehouse.lakefs` of a portal that reads it as `lake`. */
    config: {
      servers: [{ name: 'lake', endpoint: url, credentials: CANARY }],
    },
    stop: () => server.close(),
  };
  repositories.forEach(lake.makeRepository);
  return lake;
}

export type TestLake = Awaited<ReturnType<typeof startTestLake>>;
