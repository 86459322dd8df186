import { BASE_FILES } from './baseFiles';
import { FakeRepository, RefusedByGit, type FakePull } from './FakeRepository';
import {
  pageOf,
  startFakeHostServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeRoute,
} from './fakeHostServer';
import { USER_TOKEN, type GitHostFake } from './GitHostFake';
import { toGitHostFake } from './toGitHostFake';

const PROJECT = 'lakehouse/teams/gitops';
const API = `/gitlab/api/v4/projects/${encodeURIComponent(PROJECT)}`;
const SECRET = 'glpat-portal0123456789';

const refusal = (status: number, message: string): FakeAnswer => ({
  status,
  body: { message },
});
const notFound = refusal(404, '404 Not Found');

/** GitLab's REST API below a path of its own, as far as it is used. */
export async function startFakeGitlab(
  options: { tellsApprovalTimes?: boolean } = {},
): Promise<GitHostFake> {
  const { tellsApprovalTimes = true } = options;
  const model = new FakeRepository(BASE_FILES);
  const server = await startFakeHostServer({
    routes: [
      ...commitRoutes(model, () => `${server.url}${API}/repository/tree`),
      ...mergeRequestRoutes(model, {
        tellsApprovalTimes,
        address: () => `${server.url}/gitlab/${PROJECT}`,
      }),
    ],
    isAllowed: ({ headers }) =>
      headers.authorization === `Bearer ${SECRET}` ||
      headers.authorization === `Bearer ${USER_TOKEN}`,
    unauthorized: refusal(401, '401 Unauthorized'),
    notFound,
  });
  return toGitHostFake({
    ...{ server, model, refusal, secret: SECRET },
    url: `${server.url}/gitlab/${PROJECT}`,
    integrations: secret => ({
      gitlab: {
        host: new URL(server.url).host,
        baseUrl: `${server.url}/gitlab`,
        apiBaseUrl: `${server.url}/gitlab/api/v4`,
        token: secret,
      },
    }),
  });
}

function commitRoutes(
  model: FakeRepository,
  address: () => string,
): FakeRoute[] {
  return [
    ['GET', API, () => ({ body: { id: 1, path_with_namespace: PROJECT } })],
    [
      'GET',
      `${API}/repository/branches/:branch`,
      ({ params: { branch } }) => {
        const sha = model.branches.get(branch);
        const commit = sha && model.commits.get(sha);
        return commit
          ? {
              body: {
                name: branch,
                commit: { id: sha, message: commit.message },
              },
            }
          : refusal(404, '404 Branch Not Found');
      },
    ],
    [
      'DELETE',
      `${API}/repository/branches/:branch`,
      ({ params }) =>
        model.branches.delete(params.branch)
          ? { status: 204 }
          : refusal(404, '404 Branch Not Found'),
    ],
    [
      'GET',
      `${API}/repository/files/:path`,
      ({ params: { path }, query }) => {
        const file = model.file(query.get('ref')!, path);
        return file
          ? {
              body: {
                file_path: path,
                encoding: 'base64',
                content: Buffer.from(file.content).toString('base64'),
                blob_id: file.sha,
              },
            }
          : refusal(404, '404 File Not Found');
      },
    ],
    [
      'GET',
      `${API}/repository/commits`,
      ({ query }) => ({
        body: model
          .history(query.get('ref_name')!, query.get('path') ?? undefined)
          .slice(0, Number(query.get('per_page')))
          .map(({ sha, message, at }) => ({
            id: sha,
            message,
            committed_date: at.replace('Z', '+00:00'),
            web_url: `https://gitlab/-/commit/${sha}`,
          })),
      }),
    ],
    [
      'GET',
      `${API}/repository/tree`,
      request => {
        const { query } = request;
        const path = query.get('path')!;
        const files = model.filesBelow(query.get('ref')!, path);
        const entries = files?.map(file => ({
          ...{ id: file.sha, type: 'blob', path: file.path },
        }));
        const { items, headers } = pageOf(request, entries ?? [], {
          ...{ max: 100, address: address() },
        });
        return entries
          ? { body: [{ id: '0', type: 'tree', path }, ...items], headers }
          : refusal(404, '404 Tree Not Found');
      },
    ],
    [
      'POST',
      `${API}/repository/commits`,
      request => makeCommit(model, request),
    ],
    [
      'GET',
      `${API}/repository/merge_base`,
      ({ query }) => {
        const [one, other] = query.getAll('refs[]');
        const missing = [one, other].find(ref => !model.resolve(ref));
        if (missing) {
          return refusal(400, `Could not find ref: ${missing}`);
        }
        const id = model.mergeBase(one, other);
        return id ? { body: { id } } : notFound;
      },
    ],
    [
      'POST',
      `${API}/statuses/:sha`,
      ({ params: { sha }, body }) => {
        const { name, state, description } = body as Record<string, string>;
        const last = model.statuses.find(
          one => one.sha === sha && one.context === name,
        );
        if (description.length > 255) {
          return refusal(400, 'description is too long (maximum is 255)');
        }
        if (last?.state === 'pending' && state === 'pending') {
          return refusal(
            400,
            'Cannot transition status via :enqueue from :pending (Reason(s): Status cannot transition via "enqueue")',
          );
        }
        model.statuses.push({ sha, context: name, state, description });
        return { status: 201, body: { sha, name, status: state } };
      },
    ],
  ];
}

interface CommitBody {
  branch: string;
  start_sha: string;
  commit_message: string;
  actions: Array<{
    action: 'create' | 'update' | 'delete';
    file_path: string;
    content?: string;
    encoding?: string;
  }>;
}

function makeCommit(model: FakeRepository, { body }: FakeRequest): FakeAnswer {
  const { branch, start_sha, commit_message, actions } = body as CommitBody;
  if (model.branches.has(branch)) {
    return refusal(
      400,
      `A branch called '${branch}' already exists. Switch to that branch in order to make changes`,
    );
  }
  const parent = model.commits.get(start_sha);
  if (!parent) {
    return refusal(400, `Cannot find start_sha '${start_sha}'`);
  }
  const tree = new Map(parent.tree);
  for (const { action, file_path: path, content, encoding } of actions) {
    if (action === 'create' && tree.has(path)) {
      return refusal(400, 'A file with this name already exists');
    }
    if (action !== 'create' && !tree.has(path)) {
      return refusal(400, "A file with this name doesn't exist");
    }
    if (action === 'delete') {
      tree.delete(path);
    } else if (encoding === 'base64') {
      tree.set(path, Buffer.from(content!, 'base64').toString('utf8'));
    }
  }
  const made = model.commit({
    ...{ parents: [start_sha], tree, message: commit_message },
  });
  model.moveBranch(branch, made.sha);
  return { status: 201, body: { id: made.sha, message: made.message } };
}

const PEOPLE = ['portal', 'mia', 'ben', 'pat'];
const idOf = (username: string) => PEOPLE.indexOf(username);

function mergeRequestRoutes(
  model: FakeRepository,
  host: { tellsApprovalTimes: boolean; address: () => string },
): FakeRoute[] {
  const merge = (pull: FakePull) => ({
    iid: pull.number,
    web_url: `${host.address()}/-/merge_requests/${pull.number}`,
    state: pull.state === 'open' ? 'opened' : pull.state,
    title: pull.title,
    description: pull.body,
    draft: pull.draft,
    reviewers: pull.asked.map(username => ({ id: idOf(username), username })),
    source_branch: pull.head,
    target_branch: pull.base,
    sha:
      pull.state === 'merged' && pull.mergedAs === 'rebase'
        ? pull.mergeSha
        : model.headOf(pull),
    merge_commit_sha: pull.mergedAs === 'merge' ? pull.mergeSha : null,
    squash_commit_sha: pull.mergedAs === 'squash' ? pull.mergeSha : null,
    merged_at: pull.state === 'merged' ? pull.endedAt : null,
    closed_at: pull.state === 'closed' ? pull.endedAt : null,
    created_at: pull.createdAt,
    updated_at: model.updatedAt(pull),
    merge_user: pull.mergeSha ? { username: pull.endedBy } : null,
    has_conflicts: false,
    detailed_merge_status: 'mergeable',
  });
  const list = (request: FakeRequest, items: unknown[]): FakeAnswer => {
    const page = pageOf(request, items, {
      ...{ max: 100, address: `https://gitlab.internal${request.path}` },
    });
    return { body: page.items, headers: page.headers };
  };
  const ofPull =
    (answer: (pull: FakePull, request: FakeRequest) => FakeAnswer) =>
    (request: FakeRequest) => {
      const pull = model.pull(Number(request.params.iid));
      return pull ? answer(pull, request) : notFound;
    };
  const approvalsOf = ({ reviews }: FakePull) =>
    reviews.filter(
      (review, index) =>
        review.state === 'approved' &&
        !reviews
          .slice(index + 1)
          .some(
            ({ login, state }) =>
              login === review.login && state !== 'commented',
          ),
    );
  const one = `${API}/merge_requests/:iid`;
  return [
    [
      'GET',
      `${API}/merge_requests`,
      request => {
        const { query } = request;
        const found = model.pulls.filter(
          pull =>
            (query.get('state') === 'all' || pull.state === 'open') &&
            pull.base === query.get('target_branch') &&
            pull.head === (query.get('source_branch') ?? pull.head),
        );
        if (query.get('sort') === 'desc') {
          found.reverse();
        }
        return list(request, found.map(merge));
      },
    ],
    [
      'POST',
      `${API}/merge_requests`,
      ({ body }) => {
        const asked = body as Record<string, string>;
        const head = asked.source_branch;
        const open = model.pulls.find(
          pull => pull.head === head && pull.state === 'open',
        );
        if (open) {
          return {
            status: 409,
            body: {
              message: [
                `Another open merge request already exists for this source branch: !${open.number}`,
              ],
            },
          };
        }
        try {
          const pull = model.openPull({
            ...{ head, base: asked.target_branch },
            ...{ title: asked.title, body: asked.description },
            draft: asked.title.startsWith('Draft: '),
          });
          return { status: 201, body: merge(pull) };
        } catch (error) {
          if (error instanceof RefusedByGit) {
            return refusal(422, error.message);
          }
          throw error;
        }
      },
    ],
    ['GET', one, ofPull(pull => ({ body: merge(pull) }))],
    [
      'GET',
      '/gitlab/api/v4/users',
      ({ query }) => {
        const username = query.get('username')!;
        const known = PEOPLE.includes(username);
        return { body: known ? [{ id: idOf(username), username }] : [] };
      },
    ],
    [
      'PUT',
      one,
      ofPull((pull, { body }) => {
        const { add_labels: labels, reviewer_ids: ids } = body as {
          add_labels?: string;
          reviewer_ids?: number[];
        };
        if (ids) {
          // Who is not among them is no reviewer any more.
          pull.asked = ids.map(id => PEOPLE[id]);
        }
        const said =
          labels && model.add(pull.number, 'labels', labels.split(','));
        return said ? refusal(400, said) : { body: merge(pull) };
      }),
    ],
    [
      'GET',
      `${one}/approvals`,
      ofPull(pull => ({
        body: {
          approved_by: approvalsOf(pull).map(({ login, at }) => ({
            user: { username: login },
            ...(host.tellsApprovalTimes && { approved_at: at }),
          })),
        },
      })),
    ],
    [
      'GET',
      `${one}/versions`,
      ofPull((pull, request) =>
        list(
          request,
          pull.heads
            .map(({ sha, at }) => ({ head_commit_sha: sha, created_at: at }))
            .reverse(),
        ),
      ),
    ],
    [
      'GET',
      `${one}/notes`,
      ofPull((pull, request) =>
        list(
          request,
          pull.reviews
            .map(({ login, state, at }) => ({
              system: true,
              body:
                state === 'approved'
                  ? 'approved this merge request'
                  : 'unapproved this merge request',
              author: { username: login },
              created_at: at,
            }))
            .reverse(),
        ),
      ),
    ],
  ];
}
