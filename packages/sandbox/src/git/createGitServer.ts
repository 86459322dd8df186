import http from 'node:http';
import express from 'express';
import { GitServer } from '../types';
import { apiRouter } from './api/apiRouter';
import { createFaults, Faults } from '../faults';
import { closeServer, listenOn } from '../listening';
import { GitHost, GitHostOptions } from './host/GitHost';
import { announceBranch } from './host/moveBranch';
import { WebhookSender } from './host/WebhookSender';
import { pageRouter } from './pages/pageRouter';
import { isFilePath, isSha } from './repository/names';
import {
  NO_COMMIT,
  updateRef,
  writeBlobs,
  writeCommit,
  writeTree,
} from './repository/writeCommit';
import { smartHttp } from './smartHttp';

export interface SandboxGitServer extends GitServer {
  /**
   * `private`: reading needs a token, or a chosen user on the pages. `labels`:
   * names of those that pull requests can have.
   */
  createRepository(
    fullName: string,
    files: Record<string, string>,
    options?: { private?: boolean; labels?: string[] },
  ): Promise<void>;
  /** For tests. */
  readonly faults: Faults;
}

/** A Git host for demos and tests: real Git, a subset of Gitea's API, plain pages. */
export function createGitServer(options: GitHostOptions): SandboxGitServer {
  const host = new GitHost(options);
  const webhooks = new WebhookSender(host);
  const stopWebhooks = webhooks.start();
  const faults = createFaults();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(faults.middleware);
  app.use('/api/v1', apiRouter(host));
  app.use(smartHttp(host));
  app.use(pageRouter(host));
  const server = http.createServer(app);
  const system = () =>
    host.users.get(options.admins[0]) ?? {
      id: 0,
      login: 'sandbox',
      fullName: 'Sandbox',
      email: 'sandbox@localhost',
      groups: [],
      admin: true,
      person: false,
    };

  return {
    faults: { set: rule => faults.set(rule) },

    async createRepository(fullName, files, settings) {
      const paths = Object.keys(files).sort();
      const wrong = paths.find(path => !isFilePath(path));
      if (wrong !== undefined) {
        throw new Error(`Not a path of a file: ${wrong}`);
      }
      const repository = await host.addRepository(fullName, settings);
      const { git, defaultBranch } = repository;
      for (const name of settings?.labels ?? []) {
        host.addLabel(repository, { name });
      }
      const blobs = await writeBlobs(
        git,
        paths.map(path => Buffer.from(files[path])),
      );
      const tree = await writeTree(
        git,
        undefined,
        paths.map((path, index) => ({ path, blob: blobs[index] })),
      );
      const actor = system();
      const author = {
        name: actor.fullName,
        email: actor.email,
        at: host.now(),
      };
      const sha = await writeCommit(git, {
        tree,
        parents: [],
        message: 'Start the repository',
        author,
        committer: author,
      });
      await updateRef(git, `refs/heads/${defaultBranch}`, {
        from: NO_COMMIT,
        to: sha,
      });
      await announceBranch(host, repository, {
        branch: defaultBranch,
        before: NO_COMMIT,
        after: sha,
        actor,
      });
    },

    async head(fullName, branch) {
      const { git } = host.repository(fullName);
      const sha = await git.head(branch);
      if (!sha) {
        return undefined;
      }
      const { message, author, parents } = await git.commit(sha);
      return { sha, message: message.trimEnd(), author: author.name, parents };
    },

    async files(fullName, sha, directory) {
      const { git } = host.repository(fullName);
      const top = directory.replace(/^\.?\/+|\/+$|^\.$/g, '');
      if (!isSha(sha) || (top !== '' && !isFilePath(top))) {
        throw new Error(`Not a commit and directory: ${sha} ${directory}`);
      }
      const there = top === '' || (await git.entry(sha, top))?.type === 'tree';
      const entries = there
        ? (await git.list(sha, top, { recursive: true })).filter(
            entry => entry.type === 'blob',
          )
        : [];
      const blobs = await git.readBlobs(entries.map(entry => entry.sha));
      return Object.fromEntries(
        entries.map(entry => [
          entry.path,
          blobs.get(entry.sha)?.toString('utf8') ?? '',
        ]),
      );
    },

    onPush(callback) {
      return host.subscribe(event => {
        if (event.type === 'push') {
          callback({
            repository: event.repository.fullName,
            branch: event.branch,
            sha: event.after,
          });
        }
      });
    },

    async listen(port) {
      const got = await listenOn(server, port);
      host.baseUrl = `http://localhost:${got}`;
      return { port: got, url: host.baseUrl };
    },

    async close() {
      stopWebhooks();
      await webhooks.stop();
      await closeServer(server);
    },
  };
}
