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
import { toGitHostFake } from './toGitHostFake';

const API = '/acme/Data%20Platform/_apis/git/repositories/gitops';
const SECRET = 'azurepat0123456789';
const COMMENT_LENGTH = 100;

const refusal = (status: number, message: string): FakeAnswer => ({
  status,
  body: { $id: '1', message, typeKey: 'GitException', errorCode: 0 },
});

const list = (value: unknown[]): FakeAnswer => ({
  body: { value, count: value.length },
});

/** Azure DevOps' Git API, as far as it is used. */
export async function startFakeAzure(): Promise<GitHostFake> {
  const model = new FakeRepository(BASE_FILES);
  const check = readOpenApi('azure-devops/git-7.1-subset.swagger.json', {
    prefix: '',
    alsoKnown: ['api-version'],
    // It has the list of items in place of one item, and calls an object a string
    // that the samples of the documentation have as an object.
    ignore: /\/items (asks|200)|changes\[\]\.item is object/,
  });
  const server = await startFakeHostServer({
    check,
    routes: [...commitRoutes(model), ...pullRoutes(model)],
    isAllowed: ({ headers, query }) =>
      [
        `Basic ${Buffer.from(`:${SECRET}`).toString('base64')}`,
        `Bearer ${USER_TOKEN}`,
      ].includes(headers.authorization ?? '') &&
      query.get('api-version') === '7.1',
    // What it says for a token that is expired is a page to sign in at.
    unauthorized: {
      ...{ status: 203, body: '<html>Azure DevOps Services | Sign In</html>' },
      headers: { 'Content-Type': 'text/html' },
    },
    notFound: refusal(404, 'TF401019: The Git repository does not exist'),
  });
  return toGitHostFake({
    ...{ server, model, refusal, check, secret: SECRET },
    url: `${server.url}/acme/Data%20Platform/_git/gitops`,
    integrations: secret => ({
      azure: {
        host: new URL(server.url).host,
        credentials: [{ personalAccessToken: secret }],
      },
    }),
  });
}

function commitRoutes(model: FakeRepository): FakeRoute[] {
  return [
    ['GET', API, () => ({ body: { id: 'r1', name: 'gitops' } })],
    [
      'GET',
      `${API}/refs`,
      ({ query }) =>
        list(
          [...model.branches]
            .map(([name, objectId]) => ({
              name: `refs/heads/${name}`,
              objectId,
            }))
            .filter(({ name }) =>
              name.startsWith(`refs/${query.get('filter')}`),
            ),
        ),
    ],
    [
      'POST',
      `${API}/refs`,
      ({ body }) => {
        const [{ name, oldObjectId }] = body as Array<Record<string, string>>;
        const branch = name.replace('refs/heads/', '');
        const success = model.branches.get(branch) === oldObjectId;
        if (success) {
          model.branches.delete(branch);
        }
        const updateStatus = success ? 'succeeded' : 'staleOldObjectId';
        return list([{ name, oldObjectId, success, updateStatus }]);
      },
    ],
    [
      'GET',
      `${API}/commits/:sha`,
      ({ params: { sha } }) => {
        const commit = model.commits.get(sha);
        return commit
          ? {
              body: {
                ...{ commitId: sha, comment: commit.message },
                committer: { date: commit.at },
              },
            }
          : refusal(404, 'TF401175: The version could not be resolved');
      },
    ],
    [
      'GET',
      `${API}/commits`,
      ({ query }) => {
        const path = query.get('searchCriteria.itemPath')!.slice(1);
        const ref = query.get('searchCriteria.itemVersion.version')!;
        return list(
          model
            .history(ref, path)
            .slice(0, Number(query.get('searchCriteria.$top')))
            .map(({ sha, message, at }) => ({
              commitId: sha,
              comment: message.slice(0, COMMENT_LENGTH),
              ...(message.length > COMMENT_LENGTH && {
                commentTruncated: true,
              }),
              committer: { date: at },
            })),
        );
      },
    ],
    [
      'GET',
      `${API}/items`,
      ({ query }) => {
        const ref = query.get('versionDescriptor.version')!;
        const scope = query.get('scopePath');
        if (scope) {
          const files = model.filesBelow(ref, scope.slice(1));
          return files
            ? list([
                { objectId: '0', gitObjectType: 'tree', path: scope },
                ...files.map(({ path, sha }) => ({
                  ...{ objectId: sha, gitObjectType: 'blob' },
                  path: `/${path}`,
                })),
              ])
            : refusal(404, `TF401174: The item '${scope}' could not be found`);
        }
        const path = query.get('path')!;
        const kind = query.get('versionDescriptor.versionType');
        const right = (kind === 'branch') === model.branches.has(ref);
        const file = right ? model.file(ref, path.slice(1)) : undefined;
        return file
          ? {
              body: {
                ...{ objectId: file.sha, gitObjectType: 'blob', path },
                content: file.content.replace(/^\uFEFF/, ''),
              },
            }
          : refusal(404, `TF401174: The item '${path}' could not be found`);
      },
    ],
    [
      'GET',
      `${API}/blobs/:sha`,
      ({ params, query }) => {
        const file = [...model.commits.values()]
          .flatMap(({ sha, tree }) =>
            [...tree.keys()].map(path => model.file(sha, path)),
          )
          .find(one => one?.sha === params.sha);
        return query.get('$format') === 'octetStream'
          ? { body: file?.content }
          : { body: { objectId: params.sha } };
      },
    ],
    [
      'GET',
      `${API}/commits/:sha/mergebases`,
      ({ params: { sha }, query }) => {
        const other = query.get('otherCommitId')!;
        if (!model.commits.has(sha) || !model.commits.has(other)) {
          return refusal(404, 'TF401175: The version could not be resolved');
        }
        const base = model.mergeBase(sha, other);
        return { body: base ? [{ commitId: base }] : [] };
      },
    ],
    ['POST', `${API}/pushes`, request => push(model, request)],
  ];
}

interface PushBody {
  refUpdates: [{ name: string; oldObjectId: string }];
  commits: [
    {
      comment: string;
      changes: Array<{
        changeType: 'add' | 'edit' | 'delete';
        item: { path: string };
        newContent?: { content: string; contentType: string };
      }>;
    },
  ];
}

function push(model: FakeRepository, { body }: FakeRequest): FakeAnswer {
  const { refUpdates, commits } = body as PushBody;
  const [{ name, oldObjectId }] = refUpdates;
  const branch = name.replace('refs/heads/', '');
  const tip = model.branches.get(branch) ?? oldObjectId;
  const parent = model.commits.get(oldObjectId);
  if (tip !== oldObjectId || !parent) {
    return refusal(
      409,
      `TF401028: The reference '${name}' has already been updated by another client`,
    );
  }
  const tree = new Map(parent.tree);
  for (const { changeType, item, newContent } of commits[0].changes) {
    const path = item.path.slice(1);
    if ((changeType === 'add') === tree.has(path)) {
      return refusal(400, `TF401028: ${changeType} of ${path}`);
    }
    tree.delete(path);
    if (newContent?.contentType === 'base64Encoded') {
      tree.set(path, Buffer.from(newContent.content, 'base64').toString());
    }
  }
  const made = model.commit({
    ...{ parents: [oldObjectId], tree, message: commits[0].comment },
  });
  model.moveBranch(branch, made.sha);
  const commit = { commitId: made.sha, comment: made.message };
  return { status: 201, body: { pushId: 1, commits: [commit] } };
}

const VOTES = {
  approved: 10,
  'changes-requested': -5,
  commented: 0,
  withdrawn: 0,
};

function reviewersOf({ reviews, asked }: FakePull) {
  const votes = new Map(reviews.map(one => [one.login, VOTES[one.state]]));
  return [
    ...[...votes].map(([login, vote]) => ({
      ...{ id: `id-${login}`, uniqueName: `${login}@example.com`, vote },
    })),
    ...asked.map(id => ({ id, uniqueName: `${id}@example.com`, vote: 0 })),
    // A group votes as its members do.
    {
      ...{ id: 'id-team', uniqueName: 'vstfs:///Team', vote: 10 },
      isContainer: true,
    },
  ];
}

function pullRoutes(model: FakeRepository): FakeRoute[] {
  const pullOf = (pull: FakePull) => ({
    pullRequestId: pull.number,
    status: { open: 'active', merged: 'completed', closed: 'abandoned' }[
      pull.state
    ],
    title: pull.title,
    description: pull.body,
    isDraft: pull.draft,
    sourceRefName: `refs/heads/${pull.head}`,
    targetRefName: `refs/heads/${pull.base}`,
    creationDate: pull.createdAt,
    ...(pull.endedAt && {
      closedDate: pull.endedAt,
      closedBy: { id: pull.endedBy, uniqueName: `${pull.endedBy}@example.com` },
    }),
    mergeStatus: 'succeeded',
    reviewers: reviewersOf(pull),
    lastMergeSourceCommit: { commitId: model.headOf(pull) },
    // An active one names the commit that tests the merge.
    lastMergeCommit: { commitId: pull.mergeSha ?? 'f'.repeat(40) },
  });
  const ofPull =
    (answer: (pull: FakePull, request: FakeRequest) => FakeAnswer) =>
    (request: FakeRequest) => {
      const pull = model.pull(Number(request.params.id));
      return pull
        ? answer(pull, request)
        : refusal(404, 'TF401180: The pull request was not found');
    };
  const whole = `${API}/pullRequests/:id`;
  return [
    [
      'GET',
      `${API}/pullrequests`,
      ({ query }) => {
        const skip = Number(query.get('$skip'));
        const status = query.get('searchCriteria.status');
        const source = query.get('searchCriteria.sourceRefName');
        const found = model.pulls
          .map(pullOf)
          .filter(
            pull =>
              (status === 'all' || pull.status === status) &&
              pull.targetRefName ===
                query.get('searchCriteria.targetRefName') &&
              pull.sourceRefName === (source ?? pull.sourceRefName),
          );
        return list(found.slice(skip, skip + Number(query.get('$top'))));
      },
    ],
    [
      'POST',
      `${API}/pullrequests`,
      ({ body }) => {
        const asked = body as Record<string, string>;
        try {
          const pull = model.openPull({
            head: asked.sourceRefName.replace('refs/heads/', ''),
            base: asked.targetRefName.replace('refs/heads/', ''),
            ...{ title: asked.title, body: asked.description },
            draft: Boolean(asked.isDraft),
          });
          return { status: 201, body: pullOf(pull) };
        } catch (error) {
          if (error instanceof RefusedByGit) {
            return refusal(
              409,
              'TF401179: An active pull request for the source and target branch already exists.',
            );
          }
          throw error;
        }
      },
    ],
    [
      'GET',
      `${API}/pullrequests/:id`,
      ofPull(pull => ({ body: pullOf(pull) })),
    ],
    ['GET', `${whole}/reviewers`, ofPull(pull => list(reviewersOf(pull)))],
    [
      'POST',
      `${whole}/reviewers`,
      ofPull((pull, { body }) => {
        const ids = (body as Array<{ id: string }>).map(({ id }) => id);
        const said = model.add(pull.number, 'asked', ids);
        return said ? refusal(400, said) : list(reviewersOf(pull));
      }),
    ],
    [
      'POST',
      `${whole}/labels`,
      ofPull((pull, { body }) => {
        const { name } = body as { name: string };
        const said = model.add(pull.number, 'labels', [name]);
        return said ? refusal(400, said) : { body: { name, active: true } };
      }),
    ],
    [
      'GET',
      `${whole}/threads`,
      ofPull(({ reviews }) =>
        list(
          reviews.map(({ login, state, at }) => ({
            publishedDate: at,
            properties: {
              CodeReviewThreadType: { $value: 'VoteUpdate' },
              CodeReviewVoteResult: { $value: String(VOTES[state]) },
              CodeReviewVotedByIdentity: { $value: '1' },
            },
            identities: { 1: { id: `id-${login}` } },
          })),
        ),
      ),
    ],
    [
      'GET',
      `${whole}/iterations`,
      ofPull(({ heads }) =>
        list(
          heads.map(({ sha, at }, index) => ({
            ...{ id: index + 1, createdDate: at },
            sourceRefCommit: { commitId: sha },
          })),
        ),
      ),
    ],
    [
      'POST',
      `${whole}/statuses`,
      ofPull((pull, { body }) => {
        const { state, description, context, iterationId } = body as {
          state: string;
          description: string;
          context: { name: string; genre: string };
          iterationId: number;
        };
        model.statuses.push({
          ...{ sha: pull.heads[iterationId - 1].sha, description },
          context: `${context.genre}/${context.name}`,
          state: state.replace('succeeded', 'success'),
        });
        return { body: { id: 1, state } };
      }),
    ],
  ];
}
