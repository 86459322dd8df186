import { BASE_FILES } from './baseFiles';
import { FakeRepository, RefusedByGit, type FakePull } from './FakeRepository';
import {
  startFakeHostServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeRoute,
} from './fakeHostServer';
import { USER_TOKEN, type GitHostFake } from './GitHostFake';
import { readOpenApi } from './openApiCheck';
import { reposApiRoutes } from './reposApiRoutes';
import { toGitHostFake } from './toGitHostFake';

const API = '/api/v1/repos/lakehouse/gitops';
const SECRET = 'gitea-portal0123456789';
/** Less than what the client asks for, as an owner may set it. */
const MAX_PAGE = 30;

export const GITEA = 'gitea/swagger-1.26.4.json';
export const FORGEJO = 'forgejo/swagger-16.0.1.json';

const refusal = (status: number, message: string): FakeAnswer => ({
  status,
  body: { message, url: 'https://git.example.com/api/swagger' },
});
const notFound = refusal(404, 'The target could not be found.');

/** The API of Gitea, or of Forgejo: the same as far as it is used, held against either description. */
export async function startFakeGitea(
  description: typeof GITEA | typeof FORGEJO,
): Promise<GitHostFake> {
  const model = new FakeRepository(BASE_FILES);
  const check = readOpenApi(description, {
    prefix: '',
    // Of a directory it answers a list, as its summary says and its schema does not.
    ignore: /\/contents\/\{filepath\} 200 is array/,
  });
  const server = await startFakeHostServer({
    check,
    routes: [
      ...reposApiRoutes(API, {
        ...{ model, notFound },
        invalid: message => refusal(422, message),
        asked: () => [],
      }),
      ...commitRoutes(model),
      ...pullRoutes(model, () => `${server.url}/lakehouse/gitops`),
    ],
    isAllowed: ({ headers }) =>
      headers.authorization === `token ${SECRET}` ||
      headers.authorization === `Bearer ${USER_TOKEN}`,
    unauthorized: refusal(401, 'invalid username, password or token'),
    notFound,
  });
  return toGitHostFake({
    ...{ server, model, refusal, check, secret: SECRET },
    url: `${server.url}/lakehouse/gitops`,
    integrations: secret => ({
      gitea: {
        host: new URL(server.url).host,
        baseUrl: server.url,
        password: secret,
      },
    }),
  });
}

/** Tells how many items there are, and has no `Link`, as lists of reviews. */
function pageOf({ query }: FakeRequest, items: unknown[]): FakeAnswer {
  const page = Number(query.get('page') ?? 1);
  const size = Math.min(Number(query.get('limit') ?? 30), MAX_PAGE);
  return {
    body: items.slice((page - 1) * size, page * size),
    headers: { 'X-Total-Count': String(items.length) },
  };
}

interface ContentsBody {
  branch: string;
  new_branch: string;
  message: string;
  files: Array<{
    operation: 'create' | 'update' | 'delete';
    path: string;
    content?: string;
    sha?: string;
  }>;
}

function commitRoutes(model: FakeRepository): FakeRoute[] {
  return [
    [
      'GET',
      `${API}/branches/*name`,
      ({ params: { name } }) => {
        const commit = model.branches.has(name) && model.resolve(name);
        return commit
          ? {
              body: {
                name,
                commit: { id: commit.sha, message: commit.message },
              },
            }
          : notFound;
      },
    ],
    [
      'PUT',
      `${API}/branches/*name`,
      ({ params: { name }, body }) => {
        const { new_commit_id: sha, old_commit_id: expected } = body as Record<
          string,
          string
        >;
        if (model.branches.get(name) !== expected) {
          return refusal(409, 'branch commit does not match');
        }
        model.moveBranch(name, sha);
        return { status: 204 };
      },
    ],
    [
      'DELETE',
      `${API}/branches/*name`,
      ({ params }) =>
        model.branches.delete(params.name) ? { status: 204 } : notFound,
    ],
    [
      'GET',
      `${API}/contents/*path`,
      ({ params: { path }, query }) => {
        const file = model.file(query.get('ref')!, path);
        const content = file && Buffer.from(file.content).toString('base64');
        const encoding = 'base64';
        const entries = file
          ? undefined
          : model.entries(query.get('ref')!, path);
        return file || entries
          ? {
              body: entries ?? {
                ...{ type: 'file', path, sha: file!.sha, encoding, content },
              },
            }
          : notFound;
      },
    ],
    ['POST', `${API}/contents`, request => change(model, request)],
    [
      'GET',
      `${API}/commits`,
      request => {
        const { query } = request;
        const found = model.history(query.get('sha')!, query.get('path')!);
        return pageOf(
          request,
          found.map(({ sha, message, at }) => ({
            ...{ sha, created: at },
            commit: { message, committer: { date: at } },
          })),
        );
      },
    ],
    [
      'POST',
      `${API}/statuses/:sha`,
      ({ params: { sha }, body }) => {
        const { context, state, description } = body as Record<string, string>;
        model.statuses.push({ sha, context, state, description });
        return { status: 201, body: { context, status: state, description } };
      },
    ],
  ];
}

function change(model: FakeRepository, { body }: FakeRequest): FakeAnswer {
  const { branch, new_branch, message, files } = body as ContentsBody;
  if (model.branches.has(new_branch)) {
    return refusal(422, `branch already exists [name: ${new_branch}]`);
  }
  const base = model.resolve(branch)!;
  const tree = new Map(base.tree);
  for (const { operation, path, content, sha } of files) {
    const now = model.file(base.sha, path)?.sha;
    if (operation === 'create' && now) {
      return refusal(422, `repository file already exists [path: ${path}]`);
    }
    if (operation !== 'create' && (!sha || sha !== now)) {
      return refusal(422, `sha does not match [given: ${sha}]`);
    }
    if (operation === 'delete') {
      tree.delete(path);
    } else {
      tree.set(path, Buffer.from(content!, 'base64').toString('utf8'));
    }
  }
  const made = model.commit({ parents: [base.sha], tree, message });
  model.moveBranch(new_branch, made.sha);
  return { status: 201, body: { commit: { sha: made.sha }, files: [] } };
}

const STATES = {
  approved: 'APPROVED',
  withdrawn: 'APPROVED',
  commented: 'COMMENT',
  'changes-requested': 'REQUEST_CHANGES',
};

function pullRoutes(model: FakeRepository, address: () => string): FakeRoute[] {
  const pullOf = (pull: FakePull) => ({
    number: pull.number,
    html_url: `${address()}/pulls/${pull.number}`,
    state: pull.state === 'open' ? 'open' : 'closed',
    merged: pull.state === 'merged',
    title: pull.title,
    draft: pull.draft,
    user: { login: 'portal' },
    body: pull.body,
    head: {
      // The name of a branch that is gone is only kept as a label.
      ref: model.branches.has(pull.head)
        ? pull.head
        : `refs/pull/${pull.number}/head`,
      label: pull.head,
      sha: model.headOf(pull),
    },
    base: { ref: pull.base },
    ...(pull.mergeSha && {
      merge_commit_sha: pull.mergeSha,
      merged_at: pull.endedAt,
      merged_by: { login: pull.endedBy },
    }),
    ...(pull.endedAt && { closed_at: pull.endedAt }),
    created_at: pull.createdAt,
    updated_at: model.updatedAt(pull),
    mergeable: !pull.draft,
  });
  return [
    [
      'GET',
      `${API}/pulls`,
      request =>
        pageOf(
          request,
          model.pulls.filter(({ state }) => state === 'open').map(pullOf),
        ),
    ],
    [
      'POST',
      `${API}/pulls`,
      ({ body }) => {
        const {
          head,
          base,
          title,
          body: text,
        } = body as Record<string, string>;
        try {
          const pull = model.openPull({
            ...{ head, base, title, body: text },
            draft: title.startsWith('WIP:'),
          });
          return { status: 201, body: pullOf(pull) };
        } catch (error) {
          if (error instanceof RefusedByGit) {
            return refusal(409, error.message);
          }
          throw error;
        }
      },
    ],
    [
      'GET',
      `${API}/pulls/:number/reviews`,
      request => {
        const { reviews } = model.pull(Number(request.params.number));
        const withdrawn = reviews.filter(({ state }) => state === 'withdrawn');
        const gone = new Set(withdrawn.map(({ login }) => login));
        return pageOf(
          request,
          reviews
            .filter(({ state }) => state !== 'withdrawn')
            .map(({ login, state, sha, at }) => ({
              ...{ user: { login }, state: STATES[state], commit_id: sha },
              ...{ submitted_at: at, dismissed: gone.has(login) },
            })),
        );
      },
    ],
    [
      'GET',
      `${API}/pulls/:number`,
      ({ params }) => {
        const pull = model.pull(Number(params.number));
        return pull ? { body: pullOf(pull) } : notFound;
      },
    ],
    [
      'GET',
      `${API}/pulls/:base/*head`,
      ({ params: { base, head } }) => {
        const found = model.pulls.filter(
          pull => pull.base === base && pull.head === head,
        );
        const newest = found[found.length - 1];
        return newest ? { body: pullOf(newest) } : notFound;
      },
    ],
  ];
}
