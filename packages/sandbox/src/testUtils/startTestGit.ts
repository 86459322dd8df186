import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { createGitServer } from '../git';
import { gitTokens, sampleUsers } from '../sampleUsers';
import type { Clock, KubeObject, Logger, Random } from '../types';

export const REPOSITORY = 'lakehouse/gitops';

export function toYaml(...objects: KubeObject[]): string {
  return objects.map(object => stringify(object)).join('---\n');
}

/** A Git host with one real repository, and a way to commit to it. */
export async function startTestGit(options: {
  clock: Clock;
  random: Random;
  logger: Logger;
}) {
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'sandbox-git-'));
  const git = createGitServer({
    ...options,
    dataDir,
    users: sampleUsers,
    tokens: gitTokens(),
    admins: ['admin'],
  });
  const { url } = await git.listen(0);
  return {
    git,
    url,
    /** One commit on `main`; null deletes. Answers its sha. */
    async push(changes: Record<string, string | null>): Promise<string> {
      const headers = {
        authorization: 'token sandbox-admin',
        'content-type': 'application/json',
      };
      const api = `${url}/api/v1/repos/${REPOSITORY}/contents`;
      const operations = await Promise.all(
        Object.entries(changes).map(async ([file, text]) => {
          const found = await fetch(`${api}/${file}?ref=main`, { headers });
          const { sha } = found.ok
            ? ((await found.json()) as { sha: string })
            : { sha: undefined };
          const operation = sha ? 'update' : 'create';
          return {
            operation: text === null ? 'delete' : operation,
            path: file,
            ...(sha && { sha }),
            ...(text !== null && {
              content: Buffer.from(text).toString('base64'),
            }),
          };
        }),
      );
      const response = await fetch(api, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          branch: 'main',
          message: 'Change',
          files: operations,
        }),
      });
      if (!response.ok) throw new Error(await response.text());
      const head = await git.head(REPOSITORY, 'main');
      return head!.sha;
    },
    async stop() {
      await git.close();
      await fs.rm(dataDir, { recursive: true, force: true });
    },
  };
}
