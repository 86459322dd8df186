import { spawn } from 'node:child_process';
import { IncomingMessage } from 'node:http';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Request, Response, Router } from 'express';
import { authenticate, handle } from './api/http';
import { GitHost } from './host/GitHost';
import { forbidden, GitHostError } from './host/GitHostError';
import { HostedRepository, HostUser } from './host/model';
import { announceBranch } from './host/moveBranch';
import { mayPush, mayWrite } from './host/rights';
import { gitEnvironment } from './repository/runGit';
import { NO_COMMIT } from './repository/writeCommit';

const LARGEST_PUSH = 64 * 1024 * 1024;

/** The refs that a push wants to move, from the head of its body (pkt-lines). */
export function pushedRefs(body: Buffer): string[] {
  const refs: string[] = [];
  let offset = 0;
  while (offset + 4 <= body.length) {
    const length = parseInt(body.toString('latin1', offset, offset + 4), 16);
    if (!(length > 4)) {
      break;
    }
    const line = body.toString('utf8', offset + 4, offset + length);
    const [command] = line.split('\0');
    const match = /^[0-9a-f]{40} [0-9a-f]{40} (.+?)\n?$/.exec(command);
    if (match) {
      refs.push(match[1]);
    }
    offset += length;
  }
  return refs;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_PUSH) {
      throw new GitHostError(413, 'The push is too large for a sandbox');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Runs `git http-backend` as the CGI program that it is. */
async function runBackend(options: {
  host: GitHost;
  repository: HostedRepository;
  request: Request;
  response: Response;
  action: string;
  actor: HostUser | undefined;
  body: Buffer;
}): Promise<void> {
  const { host, repository, request, response, action, actor, body } = options;
  const { headers } = request;
  const child = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: gitEnvironment({
      GIT_PROJECT_ROOT: path.join(host.options.dataDir, 'repositories'),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${repository.fullName}.git/${action}`,
      QUERY_STRING: request.originalUrl.split('?')[1] ?? '',
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      CONTENT_LENGTH: String(body.length),
      REMOTE_ADDR: '127.0.0.1',
      ...(actor ? { REMOTE_USER: actor.login } : {}),
      ...(headers['content-encoding']
        ? { HTTP_CONTENT_ENCODING: headers['content-encoding'] }
        : {}),
      ...(typeof headers['git-protocol'] === 'string'
        ? { GIT_PROTOCOL: headers['git-protocol'] }
        : {}),
    }),
  });
  await new Promise<void>((resolve, reject) => {
    let head: Buffer | undefined = Buffer.alloc(0);
    child.on('error', reject);
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => {
      if (head === undefined) {
        response.write(chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) {
        return;
      }
      for (const line of head.toString('latin1', 0, end).split('\r\n')) {
        const colon = line.indexOf(':');
        const name = line.slice(0, colon).toLowerCase();
        const value = line.slice(colon + 1).trim();
        if (name === 'status') {
          response.statusCode = parseInt(value, 10);
        } else {
          response.setHeader(name, value);
        }
      }
      response.write(head.subarray(end + 4));
      head = undefined;
    });
    child.on('close', () => {
      if (head === undefined) {
        resolve();
      } else {
        reject(new Error('git http-backend said nothing'));
      }
    });
    response.on('close', () => child.kill());
    child.stdin.end(body);
  });
}

async function push(
  host: GitHost,
  repository: HostedRepository,
  options: { actor: HostUser; body: Buffer; run: () => Promise<void> },
): Promise<void> {
  const { actor, body, run } = options;
  for (const ref of pushedRefs(body)) {
    const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
    if (!branch && !ref.startsWith('refs/tags/')) {
      throw forbidden(`${ref} cannot be pushed`);
    }
    const verdict = branch
      ? mayPush(actor, branch, repository.defaultBranch)
      : mayWrite(actor);
    if (!verdict.allowed) {
      throw forbidden(verdict.reason);
    }
  }
  await repository.lock.run(async () => {
    const before = await repository.git.branches();
    await run();
    const after = await repository.git.branches();
    for (const branch of new Set([...before.keys(), ...after.keys()])) {
      const from = before.get(branch) ?? NO_COMMIT;
      const to = after.get(branch) ?? NO_COMMIT;
      if (from !== to) {
        await announceBranch(host, repository, {
          branch,
          before: from,
          after: to,
          actor,
        });
      }
    }
  });
}

/** Clone, fetch and push over smart HTTP; a token is the password. */
export function smartHttp(host: GitHost): Router {
  const router = Router();
  const ACTIONS =
    /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;
  router.all(
    ACTIONS,
    handle(async (request, response) => {
      const [owner, name, action] = [0, 1, 2].map(
        index => request.params[index],
      );
      const service =
        action === 'info/refs' ? String(request.query.service) : action;
      const writes = service === 'git-receive-pack';
      try {
        const actor = authenticate(host, request.headers.authorization);
        const repository = host.repositories.get(`${owner}/${name}`);
        if (!actor && (writes || !repository || repository.private)) {
          throw new GitHostError(401, 'A token is needed');
        }
        if (!repository) {
          throw new GitHostError(404, 'Repository not found');
        }
        const verdict = mayWrite(actor);
        if (writes && !verdict.allowed) {
          throw forbidden(verdict.reason);
        }
        const body = await readBody(request);
        const run = () =>
          runBackend({
            host,
            repository,
            request,
            response,
            action,
            actor,
            body,
          });
        if (writes && actor && action === 'git-receive-pack') {
          const plain =
            request.headers['content-encoding'] === 'gzip'
              ? gunzipSync(body, { maxOutputLength: LARGEST_PUSH })
              : body;
          await push(host, repository, { actor, body: plain, run });
        } else {
          await run();
        }
        response.end();
      } catch (error) {
        if (!(error instanceof GitHostError) || response.headersSent) {
          throw error;
        }
        if (error.status === 401) {
          response.setHeader('www-authenticate', 'Basic realm="Git"');
        }
        response.status(error.status).type('text/plain').send(error.message);
      }
    }),
  );
  return router;
}
