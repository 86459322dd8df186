import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ManualClock } from '../clock';
import { seededRandom } from '../random';
import { createGitServer } from './createGitServer';

export const START = Date.parse('2026-03-02T08:00:00Z');

export const SALES_JOB =
  'clusters/west/domains/sales/spark-application/daily-orders.yaml';
export const QUOTA = 'platform/west/sales/quota.yaml';

const FILES = {
  'README.md': '# gitops\n',
  [SALES_JOB]: 'kind: SparkApplication\nspec:\n  cores: 1\n  memory: 1g\n',
  'clusters/west/domains/risk/marker.yaml': 'kind: ConfigMap\n',
  [QUOTA]: 'kind: ResourceQuota\n',
};

const person = (name: string, group?: string) => ({
  name,
  fullName: name[0].toUpperCase() + name.slice(1),
  email: `${name}@example.com`,
  groups: group ? [`group:default/${group}`] : [],
});

/** A Git host with the sample users and `lakehouse/gitops`, on a free port. */
export async function startTestHost() {
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'sandbox-git-'));
  const clock = new ManualClock(START);
  const warnings: string[] = [];
  const server = createGitServer({
    clock,
    random: seededRandom(1),
    logger: { info: () => {}, warn: message => warnings.push(message) },
    dataDir,
    users: [
      person('pat', 'platform-engineers'),
      person('mia', 'sales-data'),
      person('ben', 'sales-data'),
      person('noah', 'risk-data'),
      person('sam'),
    ],
    tokens: {
      'sandbox-admin': 'admin',
      'sandbox-portal': 'portal',
      'sandbox-pat': 'pat',
      'sandbox-mia': 'mia',
      'sandbox-ben': 'ben',
      'sandbox-noah': 'noah',
      'sandbox-sam': 'sam',
    },
    admins: ['admin'],
  });
  await server.createRepository('lakehouse/gitops', FILES);
  const { url } = await server.listen(0);
  const repo = '/repos/lakehouse/gitops';

  async function api(
    user: string | undefined,
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(
      `${url}/api/v1${route.startsWith('/repos') ? '' : repo}${route}`,
      {
        method,
        headers: {
          ...(user ? { authorization: `token sandbox-${user}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      },
    );
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      // Tests look at many shapes; each says what it expects.
      body: json ? JSON.parse(text) : undefined,
    };
  }

  /** A branch with one commit, and its pull request. */
  async function propose(options: {
    branch: string;
    user?: string;
    files?: Array<Record<string, unknown>>;
    title?: string;
    body?: string;
  }) {
    const { branch, user = 'portal' } = options;
    const committed = await api(user, 'POST', '/contents', {
      branch: 'main',
      new_branch: branch,
      message: `Add a job\n\nLakefront-Change: ${branch}`,
      files: options.files ?? [
        {
          operation: 'create',
          path: `clusters/west/domains/sales/spark-application/${branch}.yaml`,
          content: base64(`name: ${branch}\n`),
        },
      ],
    });
    const opened = await api(user, 'POST', '/pulls', {
      head: branch,
      base: 'main',
      title: options.title ?? `Add ${branch}`,
      body: options.body ?? 'Please look.',
    });
    return { committed, opened, number: opened.body.number as number };
  }

  return {
    server,
    clock,
    url,
    dataDir,
    warnings,
    api,
    propose,
    async stop() {
      await server.close();
      await fs.rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type TestHost = Awaited<ReturnType<typeof startTestHost>>;

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
