import { Request, Response, Router } from 'express';
import { changeFiles, FileOperation } from '../host/changeFiles';
import { GitHost } from '../host/GitHost';
import { notFound, unprocessable } from '../host/GitHostError';
import { HostedRepository } from '../host/model';
import { contentsShape, fileCommitShape } from '../host/shapes';
import { isFilePath } from '../repository/names';
import {
  Body,
  bodyOf,
  handle,
  query,
  repositoryOf,
  requireActor,
  sendJson,
  text,
} from './http';

const REPO = '/repos/:owner/:repo';
const OPERATIONS = ['create', 'update', 'upload', 'rename', 'delete'] as const;

function decode(content: string | undefined): Buffer | undefined {
  if (content === undefined) {
    return undefined;
  }
  const compact = content.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) {
    throw unprocessable('[content]: is not base64');
  }
  return Buffer.from(compact, 'base64');
}

function toOperation(value: unknown): FileOperation {
  const file = (typeof value === 'object' && value ? value : {}) as Body;
  const operation = OPERATIONS.find(name => name === file.operation);
  const path = text(file, 'path');
  if (!operation || !path) {
    throw unprocessable('[Files]: operation and path are required');
  }
  const content = decode(text(file, 'content'));
  if (
    content === undefined &&
    ['create', 'update', 'upload'].includes(operation)
  ) {
    return {
      operation,
      path,
      content: Buffer.alloc(0),
      sha: text(file, 'sha'),
    };
  }
  return {
    operation,
    path,
    content,
    sha: text(file, 'sha'),
    fromPath: text(file, 'from_path'),
  };
}

function person(body: Body, name: string) {
  const value = body[name];
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const given = value as Body;
  return { name: text(given, 'name'), email: text(given, 'email') };
}

/** A commit of one or more files, and Gitea's answer to it. */
async function change(
  host: GitHost,
  options: {
    request: Request;
    response: Response;
    files: FileOperation[];
    single: boolean;
    status: number;
  },
): Promise<void> {
  const { request, response, files, single, status } = options;
  const actor = requireActor(response);
  const repository = repositoryOf(host, request, response);
  const body = bodyOf(request);
  const branch = text(body, 'branch');
  const newBranch = text(body, 'new_branch');
  const { sha } = await changeFiles(host, repository, {
    branch,
    newBranch,
    message: text(body, 'message') ?? '',
    files,
    author: person(body, 'author'),
    committer: person(body, 'committer'),
    actor,
  });
  const { git } = repository;
  const commit = await git.commit(sha);
  const last = { sha, message: commit.message, at: commit.committer.at };
  const ref = newBranch || branch || repository.defaultBranch;
  const contents = await Promise.all(
    files.map(async file => {
      const entry = await git.entry(sha, file.path);
      return file.operation === 'delete' || !entry
        ? null
        : contentsShape(host, repository, {
            entry,
            ref,
            last,
            content: await git.readBlob(entry.sha),
          });
    }),
  );
  response.status(status).json({
    ...(single ? { content: contents[0] } : { files: contents }),
    commit: fileCommitShape(host, repository, commit),
    verification: null,
  });
}

async function refOf(request: Request, repository: HostedRepository) {
  const ref = query(request, 'ref') ?? repository.defaultBranch;
  const sha = await repository.git.resolve(ref);
  if (!sha) {
    throw notFound(`object does not exist [id: ${ref}, rel_path: ]`);
  }
  return { ref, sha };
}

/** Files: read, raw, and commits made of them. */
export function contentsRoutes(host: GitHost): Router {
  const router = Router();

  async function find(request: Request, response: Response) {
    const repository = repositoryOf(host, request, response);
    const path = request.params[0].replace(/\/$/, '');
    const { ref, sha } = await refOf(request, repository);
    const entry = isFilePath(path)
      ? await repository.git.entry(sha, path)
      : undefined;
    if (!entry) {
      throw notFound(`object does not exist [id: ${ref}, rel_path: ${path}]`);
    }
    return { repository, ref, sha, entry };
  }

  async function sendDirectory(
    request: Request,
    response: Response,
    directory: string,
  ) {
    const repository = repositoryOf(host, request, response);
    const { ref, sha } = await refOf(request, repository);
    const entries = await repository.git.list(sha, directory);
    const last = await repository.git.lastCommits(sha, directory);
    sendJson(
      request,
      response,
      entries.map(entry =>
        contentsShape(host, repository, {
          entry,
          ref,
          last: last.get(entry.path),
        }),
      ),
    );
  }

  router.get(
    [`${REPO}/contents`, `${REPO}/contents/`],
    handle((request, response) => sendDirectory(request, response, '')),
  );
  router.get(
    `${REPO}/contents/*`,
    handle(async (request, response) => {
      const { repository, ref, sha, entry } = await find(request, response);
      if (entry.type === 'tree') {
        await sendDirectory(request, response, entry.path);
        return;
      }
      const [commit] = await repository.git.log({
        from: sha,
        path: entry.path,
        limit: 1,
      });
      sendJson(
        request,
        response,
        contentsShape(host, repository, {
          entry,
          ref,
          content: await repository.git.readBlob(entry.sha),
          last: {
            sha: commit.sha,
            message: commit.message,
            at: commit.committer.at,
          },
        }),
      );
    }),
  );
  router.get(
    `${REPO}/raw/*`,
    handle(async (request, response) => {
      const { repository, entry } = await find(request, response);
      if (entry.type !== 'blob') {
        throw notFound('The target could not be found.');
      }
      response
        .type('text/plain')
        .setHeader('x-content-type-options', 'nosniff')
        .send(await repository.git.readBlob(entry.sha));
    }),
  );

  router.post(
    `${REPO}/contents`,
    handle(async (request, response) => {
      requireActor(response);
      const { files } = bodyOf(request);
      await change(host, {
        request,
        response,
        files: Array.isArray(files) ? files.map(toOperation) : [],
        single: false,
        status: 201,
      });
    }),
  );
  const single = (options: {
    operation?: FileOperation['operation'];
    status: number;
  }) =>
    handle(async (request, response) => {
      requireActor(response);
      const body = bodyOf(request);
      const operation =
        options.operation ?? (text(body, 'sha') ? 'update' : 'create');
      const file = toOperation({ ...body, operation, path: request.params[0] });
      await change(host, {
        request,
        response,
        files: [file],
        single: true,
        status: operation === 'create' ? 201 : options.status,
      });
    });
  router.post(
    `${REPO}/contents/*`,
    single({ operation: 'create', status: 201 }),
  );
  router.put(`${REPO}/contents/*`, single({ status: 200 }));
  router.delete(
    `${REPO}/contents/*`,
    single({ operation: 'delete', status: 200 }),
  );
  return router;
}
