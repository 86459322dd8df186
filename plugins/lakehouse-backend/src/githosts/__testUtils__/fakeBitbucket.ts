import { BASE_FILES } from './baseFiles';
import {
  FakeRepository,
  RefusedByGit,
  type FakeCommit,
  type FakePull,
} from './FakeRepository';
import {
  startFakeHostServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeRoute,
} from './fakeHostServer';
import { USER_TOKEN, type GitHostFake } from './GitHostFake';
import { toGitHostFake } from './toGitHostFake';

const CLOUD = 'https://api.bitbucket.org';
const API = '/2.0/repositories/lakehouse/gitops';
const SECRET = 'ATBBportal0123456789';
const USER = 'portal@example.com';

const refusal = (status: number, message: string): FakeAnswer => ({
  status,
  body: { type: 'error', error: { message } },
});
const notFound = refusal(404, 'Resource not found');

/** Bitbucket Cloud's REST API, as far as it is used; its address is fixed, so `fetch` leads here. */
export async function startFakeBitbucket(): Promise<GitHostFake> {
  const model = new FakeRepository(BASE_FILES);
  const server = await startFakeHostServer({
    routes: [...commitRoutes(model), ...pullRoutes(model)],
    isAllowed: ({ headers }) =>
      headers.authorization ===
        `Basic ${Buffer.from(`${USER}:${SECRET}`).toString('base64')}` ||
      headers.authorization === `Bearer ${USER_TOKEN}`,
    unauthorized: refusal(401, 'Token is invalid, expired, or not supported'),
    notFound,
  });
  return toGitHostFake({
    ...{ server, model, refusal, secret: SECRET },
    url: 'https://bitbucket.org/lakehouse/gitops',
    integrations: secret => ({
      bitbucketCloud: { username: USER, appPassword: secret },
    }),
    fetch: (url, init) => fetch(url.replace(CLOUD, server.url), init),
  });
}

const shaped = ({ sha, message, at }: FakeCommit) => ({
  ...{ type: 'commit', hash: sha, message },
  date: at.replace('Z', '+00:00'),
  links: { html: { href: `https://bitbucket.org/x/commits/${sha}` } },
});

/** As in pull requests. */
const short = (sha: string) => ({ type: 'commit', hash: sha.slice(0, 12) });

function commitRoutes(model: FakeRepository): FakeRoute[] {
  const commit = (ref: string): FakeAnswer => {
    const found = model.resolve(ref);
    return found ? { body: shaped(found) } : notFound;
  };
  return [
    ['GET', API, () => ({ body: { slug: 'gitops' } })],
    [
      'GET',
      `${API}/refs/branches/*name`,
      ({ params: { name } }) =>
        model.branches.has(name)
          ? { body: { name, target: shaped(model.resolve(name)!) } }
          : refusal(404, `No branch ${name}`),
    ],
    [
      'DELETE',
      `${API}/refs/branches/*name`,
      ({ params }) =>
        model.branches.delete(params.name) ? { status: 204 } : notFound,
    ],
    ['GET', `${API}/commit/:sha`, ({ params }) => commit(params.sha)],
    [
      'GET',
      `${API}/commits/:sha`,
      ({ params: { sha }, query }) => ({
        body: {
          values: model
            .history(sha, query.get('path')!)
            .slice(0, Number(query.get('pagelen')))
            .map(shaped),
        },
      }),
    ],
    [
      'GET',
      `${API}/src/:sha/*path`,
      ({ params: { sha, path }, query }) => {
        if (path.endsWith('/')) {
          return list(model, { sha, path: path.slice(0, -1), query });
        }
        const file = model.commits.has(sha) && model.file(sha, path);
        return file
          ? { body: file.content, headers: { 'Content-Type': 'text/plain' } }
          : refusal(404, `No such file or directory: ${path}`);
      },
    ],
    [
      'GET',
      `${API}/merge-base/:range`,
      ({ params }) => {
        const [one, other] = params.range.split('..');
        if (!model.commits.has(one) || !model.commits.has(other)) {
          return refusal(404, 'Commit not found');
        }
        const base = model.mergeBase(one, other);
        return base ? commit(base) : notFound;
      },
    ],
    ['POST', `${API}/src`, request => upload(model, request)],
    [
      'POST',
      `${API}/commit/:sha/statuses/build`,
      ({ params, body }) => {
        const { key, state, description, url } = body as Record<string, string>;
        if (!url || key.length > 40) {
          return refusal(400, 'Bad request');
        }
        model.statuses.push({
          ...{ sha: params.sha, context: key, description },
          state: state.replace('SUCCESSFUL', 'success'),
        });
        return { status: 201, body: { key, state } };
      },
    ],
  ];
}

/** A directory, in pages whose next one is named by a whole address. */
function list(
  model: FakeRepository,
  options: { sha: string; path: string; query: URLSearchParams },
): FakeAnswer {
  const { sha, path, query } = options;
  const files = model.filesBelow(sha, path);
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('pagelen'));
  const next = new URLSearchParams(query);
  next.set('page', String(page + 1));
  return files
    ? {
        body: {
          values: [
            { type: 'commit_directory', path },
            ...files
              .slice((page - 1) * size, page * size)
              .map(file => ({ type: 'commit_file', path: file.path })),
          ],
          ...(files.length > page * size && {
            next: `${CLOUD}${API}/src/${sha}/${path}/?${next}`,
          }),
        },
      }
    : refusal(404, `No such file or directory: ${path}`);
}

function upload(model: FakeRepository, { body }: FakeRequest): FakeAnswer {
  const form = body as URLSearchParams;
  const branch = form.get('branch')!;
  const parents = form.get('parents')!;
  const tip = model.branches.get(branch);
  if (tip !== undefined && tip !== parents) {
    return refusal(409, `${parents} is not the tip of ${branch}`);
  }
  const tree = new Map(model.commits.get(parents)!.tree);
  for (const path of form.getAll('files')) {
    tree.delete(path.replace(/^\//, ''));
  }
  for (const [field, value] of form) {
    if (!['branch', 'parents', 'files', 'message', 'author'].includes(field)) {
      tree.set(field.replace(/^\//, ''), value);
    }
  }
  const made = model.commit({
    ...{ parents: [parents], tree, message: form.get('message')! },
  });
  model.moveBranch(branch, made.sha);
  const Location = `${CLOUD}${API}/commit/${made.sha}`;
  return { status: 201, headers: { Location } };
}

const person = (login: string) => ({
  nickname: login,
  account_id: `${login}-account`,
  uuid: `{${login}}`,
});

function pullRoutes(model: FakeRepository): FakeRoute[] {
  const pullOf = (pull: FakePull, whole: boolean) => ({
    id: pull.number,
    title: pull.title,
    description: pull.body,
    draft: pull.draft,
    author: person('portal'),
    state: { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' }[pull.state],
    links: {
      html: {
        href: `https://bitbucket.org/lakehouse/gitops/pull-requests/${pull.number}`,
      },
    },
    source: {
      branch: { name: pull.head },
      commit: short(model.headOf(pull)),
    },
    destination: { branch: { name: pull.base } },
    merge_commit:
      pull.mergeSha && pull.mergedAs !== 'fast-forward'
        ? short(pull.mergeSha)
        : null,
    created_on: pull.createdAt,
    updated_on: pull.endedAt ?? pull.createdAt,
    closed_by: pull.endedBy ? person(pull.endedBy) : null,
    ...(whole && {
      reviewers: pull.asked.map(person),
      participants: [
        ...new Map(pull.reviews.map(({ login, state }) => [login, state])),
      ].map(([login, state]) => ({
        user: person(login),
        approved: state === 'approved',
        state:
          state === 'withdrawn' || state === 'commented'
            ? null
            : state.replace('-', '_'),
      })),
    }),
  });
  const page = ({ path, query }: FakeRequest, items: unknown[]) => {
    const size = Math.min(Number(query.get('pagelen') ?? 10), 50);
    const number = Number(query.get('page') ?? 1);
    const rest = new URLSearchParams(query);
    rest.set('page', String(number + 1));
    return {
      body: {
        ...{ pagelen: size, page: number, size: items.length },
        values: items.slice((number - 1) * size, number * size),
        ...(number * size < items.length && {
          next: `${CLOUD}${path}?${rest}`,
        }),
      },
    };
  };
  const ofPull =
    (answer: (pull: FakePull, request: FakeRequest) => FakeAnswer) =>
    (request: FakeRequest) => {
      const pull = model.pull(Number(request.params.id));
      return pull ? answer(pull, request) : notFound;
    };
  return [
    [
      'GET',
      `${API}/pullrequests`,
      request => {
        const { query } = request;
        const named = (field: string) =>
          new RegExp(`${field}\\.branch\\.name="([^"]*)"`).exec(
            query.get('q')!,
          )?.[1];
        const found = model.pulls
          .map(pull => pullOf(pull, false))
          .filter(
            pull =>
              query.getAll('state').includes(pull.state) &&
              pull.destination.branch.name === named('destination') &&
              pull.source.branch.name ===
                (named('source') ?? pull.source.branch.name),
          );
        if (query.get('sort') === '-created_on') {
          found.reverse();
        }
        return page(request, found);
      },
    ],
    [
      'POST',
      `${API}/pullrequests`,
      ({ body }) => {
        const { title, description, source, destination, draft } = body as {
          draft?: boolean;
          title: string;
          description: string;
          source: { branch: { name: string } };
          destination: { branch: { name: string } };
        };
        try {
          const pull = model.openPull({
            ...{ title, body: description, head: source.branch.name },
            base: destination.branch.name,
            draft,
          });
          return { status: 201, body: pullOf(pull, true) };
        } catch (error) {
          if (error instanceof RefusedByGit) {
            return refusal(400, error.message);
          }
          throw error;
        }
      },
    ],
    [
      'GET',
      `${API}/pullrequests/:id`,
      ofPull(pull => ({ body: pullOf(pull, true) })),
    ],
    [
      'PUT',
      `${API}/pullrequests/:id`,
      ofPull((pull, { body }) => {
        const { title, reviewers } = body as {
          title: string;
          reviewers: Array<{ uuid?: string; account_id?: string }>;
        };
        const names = reviewers.map(({ uuid = '', account_id: id = uuid }) =>
          id.replace(/[{}]|-account$/g, ''),
        );
        // Who is not among them is no reviewer any more.
        pull.asked = [];
        const said = model.add(pull.number, 'asked', names);
        pull.title = title;
        return said ? refusal(400, said) : { body: pullOf(pull, true) };
      }),
    ],
    [
      'GET',
      `${API}/pullrequests/:id/activity`,
      ofPull((pull, request) =>
        page(
          request,
          [
            ...pull.heads.map(({ sha, at }) => ({
              update: { date: at, source: { commit: short(sha) } },
            })),
            ...pull.reviews.map(({ login, state, at }): object => {
              const event = { date: at, user: person(login) };
              switch (state) {
                case 'approved':
                  return { approval: event };
                case 'changes-requested':
                  return { changes_requested: event };
                default:
                  return { comment: { user: person(login) } };
              }
            }),
          ].reverse(),
        ),
      ),
    ],
  ];
}
