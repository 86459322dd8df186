import type { FakePull, FakeRepository } from './FakeRepository';
import type { FakeAnswer, FakeRoute } from './fakeHostServer';

/** What GitHub's API and that of Gitea answer alike, below a repository's path. */
export function reposApiRoutes(
  path: string,
  options: {
    model: FakeRepository;
    notFound: FakeAnswer;
    /** For what is asked in good order and can't be done. */
    invalid: (message: string) => FakeAnswer;
    /** What is answered when reviewers were asked. */
    asked: (pull: FakePull) => unknown;
  },
): FakeRoute[] {
  const { model, notFound, invalid, asked } = options;
  return [
    ['GET', path, () => ({ body: { id: 1, full_name: 'lakehouse/gitops' } })],
    [
      'GET',
      `${path}/git/trees/:sha`,
      ({ params: { sha } }) => {
        const body = model.treeBody(sha);
        return body ? { body } : notFound;
      },
    ],
    [
      'GET',
      `${path}/compare/:range`,
      ({ params }) => {
        const [base, head] = params.range.split('...');
        if (!model.resolve(base) || !model.resolve(head)) {
          return notFound;
        }
        const { length } = [...model.commits.keys()].filter(
          sha => model.isAncestor(sha, head) && !model.isAncestor(sha, base),
        );
        return { body: { total_commits: length, commits: [] } };
      },
    ],
    [
      'POST',
      `${path}/issues/:number/labels`,
      ({ params, body }) => {
        const number = Number(params.number);
        const { labels } = body as { labels: string[] };
        const said = model.add(number, 'labels', labels);
        const named = model.pull(number).labels.map(name => ({ name }));
        return said ? invalid(said) : { body: named };
      },
    ],
    [
      'POST',
      `${path}/pulls/:number/requested_reviewers`,
      ({ params, body }) => {
        const { reviewers, team_reviewers: teams } = body as Record<
          string,
          string[]
        >;
        const pull = model.pull(Number(params.number));
        const said = model.add(pull.number, 'asked', [...reviewers, ...teams]);
        return said ? invalid(said) : { status: 201, body: asked(pull) };
      },
    ],
  ];
}
