import { Router, type Request, type Response } from 'express';
import type { LakeHost } from '../host/LakeHost';
import {
  checkPath,
  objectOf,
  removeObject,
  stageObject,
} from '../host/objects';
import { resolveRef, treeOf } from '../host/resolveRef';
import { badRequest, LakeFSRefusal } from '../LakeFSRefusal';
import { sortedPaths } from '../model/tree';
import type { Entry } from '../model/types';
import {
  answer,
  branchOf,
  flag,
  handle,
  pageOf,
  pathOf,
  repositoryOf,
} from './answers';
import { listedObjectShape, listedPrefixShape, objectShape } from './shapes';
import { uploadedContent } from './uploadedContent';

const OBJECTS = '/repositories/:repository/refs/:ref/objects';
const STAGED = '/repositories/:repository/branches/:branch/objects';

export function objectRoutes(host: LakeHost): Router {
  const router = Router();

  const asked = (request: Request) =>
    objectOf(repositoryOf(host, request), request.params.ref, pathOf(request));

  router.get(
    `${OBJECTS}/ls`,
    handle((request, response) => {
      const repository = repositoryOf(host, request);
      const tree = treeOf(resolveRef(repository, request.params.ref));
      answer(
        response,
        pageOf(
          request,
          sortedPaths(tree),
          path => path,
          path => listedObjectShape(path, tree.get(path)!),
          listedPrefixShape,
        ),
      );
    }),
  );

  router.get(
    `${OBJECTS}/stat`,
    handle((request, response) => {
      answer(response, objectShape(pathOf(request), asked(request)));
    }),
  );

  // Answers HEAD too; the body is left away then.
  router.get(
    OBJECTS,
    handle((request, response) => {
      sendObject(request, response, asked(request));
    }),
  );

  router.post(
    STAGED,
    handle(async (request, response) => {
      const path = pathOf(request);
      const repository = repositoryOf(host, request);
      const branch = repository.branches.get(request.params.branch);
      if (!branch) {
        throw new LakeFSRefusal(
          404,
          `branch '${request.params.branch}' not found`,
        );
      }
      checkPath(path);
      if (request.get('if-none-match') === '*') {
        const known = treeOf({ commit: repository.head(branch), branch });
        if (known.has(path)) {
          throw new LakeFSRefusal(412, 'path already exists');
        }
      }
      const entry = host.makeEntry(repository, await uploadedContent(request));
      const force = flag(request, 'force');
      stageObject(repository, branch, { path, entry, force });
      answer(response.status(201), objectShape(path, entry));
    }),
  );

  router.delete(
    STAGED,
    handle((request, response) => {
      const path = pathOf(request);
      const force = flag(request, 'force');
      removeObject(repositoryOf(host, request), branchOf(host, request), {
        path,
        force,
      });
      response.status(204).end();
    }),
  );

  router.post(
    `${STAGED}/delete`,
    handle((request, response) => {
      const paths: unknown = request.body?.paths;
      if (!Array.isArray(paths)) throw badRequest('no paths to delete');
      const repository = repositoryOf(host, request);
      const branch = branchOf(host, request);
      for (const path of paths) {
        removeObject(repository, branch, { path: String(path), force: false });
      }
      answer(response, { errors: [] });
    }),
  );

  return router;
}

function sendObject(request: Request, response: Response, entry: Entry): void {
  const { bytes, size, checksum, modifiedAt, contentType } = entry;
  response.setHeader('ETag', `"${checksum}"`);
  response.setHeader(
    'Last-Modified',
    new Date(modifiedAt * 1000).toUTCString(),
  );
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Disposition', 'attachment');
  response.setHeader('Cache-Control', 'no-store, must-revalidate');
  const range = request.get('range');
  if (range === undefined) {
    response.setHeader('Content-Length', size);
    response.end(bytes);
    return;
  }
  const part = partOf(range, size);
  if (!part) {
    response.setHeader('Content-Range', `bytes */${size}`);
    throw new LakeFSRefusal(416, 'Requested Range Not Satisfiable');
  }
  response.status(206);
  response.setHeader('Content-Length', part.to - part.from + 1);
  response.setHeader('Content-Range', `bytes ${part.from}-${part.to}/${size}`);
  response.end(bytes.subarray(part.from, part.to + 1));
}

/** First and last byte of `bytes=2-4`, `bytes=2-` or `bytes=-3`; undefined where there are none. */
function partOf(
  range: string,
  size: number,
): { from: number; to: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (!first && !last) return undefined;
  const from = first ? Number(first) : Math.max(0, size - Number(last));
  const to = first && last ? Math.min(Number(last), size - 1) : size - 1;
  return from < size && from <= to ? { from, to } : undefined;
}
