import { gitBlobSha } from '../gitBlobSha';
import { FakeRepository, RefusedByGit, type FakePull } from './FakeRepository';
import {
  pageOf,
  startFakeHostServer,
  type FakeAnswer,
  type FakeRoute,
} from './fakeHostServer';
import { BASE_FILES } from './baseFiles';
import { USER_TOKEN, type GitHostFake } from './GitHostFake';
import { readOpenApi } from './openApiCheck';
import { reposApiRoutes } from './reposApiRoutes';
import { toGitHostFake } from './toGitHostFake';

const REPO = '/api/v3/repos/lakehouse/gitops';
const SECRET = 'ghp_portal0123456789';

/** GitHub's REST API, as far as it is used, in the words of its description. */
export async function startFakeGithub(): Promise<GitHostFake> {
  const model = new FakeRepository(BASE_FILES);
  const check = readOpenApi('github/github-rest-subset.openapi.json', {
    prefix: '/api/v3',
    // Of a directory it answers a list: one of several, some of which are out of this subset.
    ignore: /\/contents\/\{path\} 200 is array/,
  });
  const refusal = (status: number, message: string): FakeAnswer => ({
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest' },
  });
  const invalid = (message: string): FakeAnswer => ({
    status: 422,
    body: {
      message: 'Validation Failed',
      errors: [{ resource: 'PullRequest', code: 'custom', message }],
      documentation_url: 'https://docs.github.com/rest',
    },
  });
  const server = await startFakeHostServer({
    check,
    routes: routesOf(model, { invalid, refusal, address: () => server.url }),
    isAllowed: ({ headers }) =>
      headers.authorization === `Bearer ${SECRET}` ||
      headers.authorization === `token ${SECRET}` ||
      headers.authorization === `Bearer ${USER_TOKEN}`,
    unauthorized: refusal(401, 'Bad credentials'),
    notFound: refusal(404, 'Not Found'),
  });
  return toGitHostFake({
    ...{ server, model, refusal, check, secret: SECRET },
    url: `${server.url}/lakehouse/gitops`,
    integrations: secret => ({
      github: {
        host: new URL(server.url).host,
        apiBaseUrl: `${server.url}/api/v3`,
        token: secret,
      },
    }),
  });
}

function routesOf(
  model: FakeRepository,
  host: {
    invalid: (message: string) => FakeAnswer;
    refusal: (status: number, message: string) => FakeAnswer;
    address: () => string;
  },
): FakeRoute[] {
  const notFound = host.refusal(404, 'Not Found');
  const found = (body: unknown): FakeAnswer => (body ? { body } : notFound);
  const pullOf = (pull: FakePull, whole: boolean) => ({
    number: pull.number,
    html_url: `${host.address()}/lakehouse/gitops/pull/${pull.number}`,
    state: pull.state === 'open' ? 'open' : 'closed',
    title: pull.title,
    draft: pull.draft,
    user: { login: 'Portal' },
    body: pull.body,
    head: { ref: pull.head, sha: model.headOf(pull) },
    base: { ref: pull.base, sha: model.branches.get(pull.base) },
    // An open one names the commit that tests the merge.
    merge_commit_sha: pull.mergeSha ?? 'f'.repeat(40),
    merged_at: pull.state === 'merged' ? pull.endedAt : null,
    closed_at: pull.endedAt ?? null,
    created_at: pull.createdAt,
    updated_at: model.updatedAt(pull),
    ...(whole && {
      merged: pull.state === 'merged',
      merged_by: pull.state === 'merged' ? { login: pull.endedBy } : null,
      mergeable: pull.state === 'open' ? true : null,
    }),
  });
  const list = (request: Parameters<FakeRoute[2]>[0], items: unknown[]) => {
    const { items: body, headers } = pageOf(request, items, {
      ...{ max: 100, address: `${host.address()}/repositories/1/pulls` },
    });
    return { body, headers };
  };
  return [
    ...reposApiRoutes(REPO, {
      ...{ model, notFound, invalid: host.invalid },
      asked: pull => pullOf(pull, false),
    }),
    [
      'GET',
      `${REPO}/branches/:branch`,
      ({ params }) => {
        const sha = model.branches.get(params.branch);
        const commit = sha && model.commits.get(sha);
        return found(
          commit && {
            name: params.branch,
            commit: {
              sha,
              commit: {
                message: commit.message,
                tree: { sha: commit.treeSha },
              },
            },
          },
        );
      },
    ],
    [
      'GET',
      `${REPO}/contents/*path`,
      ({ params, query }) => {
        const file = model.file(query.get('ref')!, params.path);
        if (!file) {
          return found(model.entries(query.get('ref')!, params.path));
        }
        const large = file.content.length > 1024 * 1024;
        return found({
          ...{ type: 'file', path: params.path, sha: file.sha },
          encoding: large ? 'none' : 'base64',
          content: large ? '' : toBase64(file.content),
        });
      },
    ],
    [
      'GET',
      `${REPO}/git/blobs/:sha`,
      ({ params: { sha } }) => {
        const all = [...model.trees.values()].flatMap(tree => [
          ...tree.values(),
        ]);
        const content = all.find(text => gitBlobSha(text) === sha);
        return found(
          content && { sha, encoding: 'base64', content: toBase64(content) },
        );
      },
    ],
    [
      'GET',
      `${REPO}/commits`,
      ({ query }) => ({
        body: model
          .history(query.get('sha')!, query.get('path') ?? undefined)
          .slice(0, Number(query.get('per_page')))
          .map(({ sha, message, at }) => ({
            sha,
            html_url: `${host.address()}/lakehouse/gitops/commit/${sha}`,
            commit: { message, committer: { date: at } },
          })),
      }),
    ],
    [
      'POST',
      `${REPO}/git/trees`,
      ({ body }) => {
        const { base_tree: base, tree } = body as {
          base_tree: string;
          tree: Array<{ path: string; sha?: null; content?: string }>;
        };
        const entries = new Map(model.trees.get(base));
        for (const { path, sha, content } of tree) {
          if (sha === null && !entries.delete(path)) {
            return host.invalid('GitRPC::BadObjectState');
          }
          if (content !== undefined) {
            entries.set(path, content);
          }
        }
        return { status: 201, body: { sha: model.addTree(entries), tree: [] } };
      },
    ],
    [
      'POST',
      `${REPO}/git/commits`,
      ({ body }) => {
        const { tree, parents, message } = body as Record<string, string> & {
          parents: string[];
        };
        const { sha } = model.commit({
          ...{ parents, message, tree: model.trees.get(tree)! },
        });
        return { status: 201, body: { sha, message, tree: { sha: tree } } };
      },
    ],
    [
      'POST',
      `${REPO}/git/refs`,
      ({ body }) => {
        const { ref, sha } = body as Record<string, string>;
        const branch = ref.replace('refs/heads/', '');
        if (model.branches.has(branch)) {
          return host.refusal(422, 'Reference already exists');
        }
        model.moveBranch(branch, sha);
        return { status: 201, body: { ref, object: { type: 'commit', sha } } };
      },
    ],
    [
      'PATCH',
      `${REPO}/git/refs/heads/*branch`,
      ({ params: { branch }, body }) => {
        const { sha, force } = body as { sha: string; force: boolean };
        const tip = model.branches.get(branch);
        if (tip === undefined || (!force && !model.isAncestor(tip, sha))) {
          return host.refusal(422, 'Update is not a fast forward');
        }
        model.moveBranch(branch, sha);
        return {
          body: {
            ref: `refs/heads/${branch}`,
            object: { type: 'commit', sha },
          },
        };
      },
    ],
    [
      'DELETE',
      `${REPO}/git/refs/heads/*branch`,
      ({ params }) =>
        model.branches.delete(params.branch)
          ? { status: 204 }
          : host.refusal(422, 'Reference does not exist'),
    ],
    [
      'GET',
      `${REPO}/pulls`,
      request => {
        const { query } = request;
        const head = query.get('head')?.replace('lakehouse:', '');
        const sorted = model.pulls.filter(
          pull =>
            (query.get('state') === 'all' || pull.state === 'open') &&
            pull.base === query.get('base') &&
            (head === undefined || pull.head === head),
        );
        if (query.get('direction') === 'desc') {
          sorted.reverse();
        }
        return list(
          request,
          sorted.map(pull => pullOf(pull, false)),
        );
      },
    ],
    [
      'POST',
      `${REPO}/pulls`,
      ({ body }) => {
        const {
          head,
          base,
          title,
          body: text,
        } = body as Record<string, string>;
        const { draft } = body as { draft?: boolean };
        try {
          const pull = model.openPull({ head, base, title, body: text, draft });
          return { status: 201, body: pullOf(pull, true) };
        } catch (error) {
          if (error instanceof RefusedByGit) {
            return host.invalid(
              `A pull request already exists for lakehouse:${head}.`,
            );
          }
          throw error;
        }
      },
    ],
    [
      'GET',
      `${REPO}/pulls/:number`,
      ({ params }) => {
        const pull = model.pull(Number(params.number));
        return found(pull && pullOf(pull, true));
      },
    ],
    [
      'GET',
      `${REPO}/pulls/:number/reviews`,
      request => {
        const { reviews } = model.pull(Number(request.params.number));
        const gone = new Set(
          reviews.flatMap(({ state, login }) =>
            state === 'withdrawn' ? login : [],
          ),
        );
        return list(
          request,
          reviews
            .filter(({ state }) => state !== 'withdrawn')
            .map(({ login, state, sha, at }) => ({
              user: { login },
              state: gone.has(login)
                ? 'DISMISSED'
                : state.replace('-', '_').toUpperCase(),
              commit_id: sha,
              submitted_at: at,
            })),
        );
      },
    ],
    [
      'POST',
      `${REPO}/statuses/:sha`,
      ({ params, body }) => {
        const { context, state, description } = body as Record<string, string>;
        if (description.length > 140) {
          return host.invalid('description is too long (maximum is 140)');
        }
        model.statuses.push({ sha: params.sha, context, state, description });
        return { status: 201, body: { context, state } };
      },
    ],
  ];
}

function toBase64(text: string): string {
  // GitHub breaks its lines.
  return Buffer.from(text, 'utf8')
    .toString('base64')
    .replace(/(.{60})/g, '$1\n');
}
