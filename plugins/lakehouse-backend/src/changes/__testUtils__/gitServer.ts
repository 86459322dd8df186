import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { GitRepositoryTarget } from '@lakefront/backstage-plugin-lakehouse-node';
import { createGitServer, type SandboxGitServer } from '@lakefront/sandbox';
import { createGitHosts, type GitHosts } from '../../githosts';

const REPOSITORY = 'lakehouse/gitops';

/** A real Git host over HTTP, with the sample people and a small repository. */
export interface TestGitServer {
  server: SandboxGitServer;
  url: string;
  repository: GitRepositoryTarget;
  hosts: GitHosts;
  /** The same with less patience. */
  hostsWith(options: { timeLimitMs: number }): GitHosts;
  /** One call of Gitea's API as somebody; answers the JSON, throws for failures. */
  as(
    user: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<unknown>;
  branches(): Promise<string[]>;
  pulls(): Promise<Array<{ number: number; title: string; body: string }>>;
  close(): Promise<void>;
}

const PATIENCE_MS = 60_000;

const PEOPLE: Array<[name: string, groups: string[]]> = [
  ['pat', ['platform-engineers']],
  ['mia', ['sales-data']],
  ['ben', ['sales-data']],
  ['noah', ['risk-data']],
];

export async function startTestGitServer(options?: {
  timeLimitMs?: number;
  token?: string;
}): Promise<TestGitServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lakefront-git-'));
  const server = createGitServer({
    clock: { now: () => Date.now(), after: () => () => {} },
    random: Math.random,
    dataDir,
    users: PEOPLE.map(([name, groups]) => ({
      name,
      groups,
      fullName: name,
      email: `${name}@example.com`,
    })),
    tokens: {
      'sandbox-admin': 'admin',
      'sandbox-portal': 'portal',
      ...Object.fromEntries(PEOPLE.map(([name]) => [`sandbox-${name}`, name])),
    },
    admins: ['admin'],
  });
  const { url } = await server.listen(0);
  await server.createRepository(REPOSITORY, {
    'clusters/west/domains/sales/marker.yaml': 'kind: ConfigMap\n',
  });
  const call = async (
    user: string,
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const response = await fetch(`${url}/api/v1/repos/${REPOSITORY}${path}`, {
      method,
      headers: {
        Authorization: `token sandbox-${user}`,
        'Content-Type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  };
  const integrations = ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        gitea: [
          {
            host: new URL(url).host,
            baseUrl: url,
            password: options?.token ?? 'sandbox-portal',
          },
        ],
      },
    }),
  );
  return {
    server,
    url,
    repository: {
      name: 'gitops',
      url: `${url}/${REPOSITORY}`,
      baseBranch: 'main',
      root: '',
    },
    // How fast the machine is decides nothing.
    hosts: createGitHosts({
      integrations,
      timeLimitMs: options?.timeLimitMs ?? PATIENCE_MS,
    }),
    hostsWith: ({ timeLimitMs }) =>
      createGitHosts({ integrations, timeLimitMs }),
    as: call,
    async branches() {
      const all = (await call('admin', 'GET', '/branches')) as Array<{
        name: string;
      }>;
      return all.map(({ name }) => name).filter(name => name !== 'main');
    },
    async pulls() {
      return (await call('admin', 'GET', '/pulls?state=all')) as Array<{
        number: number;
        title: string;
        body: string;
      }>;
    },
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
