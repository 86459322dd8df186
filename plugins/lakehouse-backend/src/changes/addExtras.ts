import { isError } from '@backstage/errors';
import type {
  GitHost,
  GitHostPullRequest,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsRepository } from '../gitopsConfig';
import type { Extra, MissingExtras } from './ChangeRow';
import { retryDelay } from './pollDelay';
import { LeaseLostError } from './withLease';

/** Within some minutes: after that it is for people to do. */
const MAX_TRIES = 8;

/** What a new pull request of a repository is still to have; nothing where config asks for nothing. */
export function extrasOf(
  { pullRequest }: GitOpsRepository,
  now: number,
): MissingExtras | undefined {
  const missing = (['labels', 'reviewers'] as const).filter(
    extra => (pullRequest?.[extra].length ?? 0) > 0,
  );
  return missing.length > 0 ? { missing, tries: 0, tryAt: now } : undefined;
}

/** Whether it is time to try again. */
export function isDue(extras: MissingExtras | undefined, now: number): boolean {
  return (
    extras !== undefined && extras.tries < MAX_TRIES && extras.tryAt <= now
  );
}

/**
 * Labels a pull request and asks for reviews, each once. What the host refuses
 * is left for another time: the pull request is as good without. Answers what
 * is missing still.
 */
export async function addExtras(
  extras: MissingExtras,
  at: {
    host: GitHost;
    repository: GitOpsRepository;
    pullRequest: GitHostPullRequest;
    now: number;
  },
): Promise<MissingExtras | undefined> {
  const missing: Extra[] = [];
  const problems: string[] = [];
  for (const extra of extras.missing) {
    try {
      await add(extra, at);
    } catch (error) {
      if (error instanceof LeaseLostError) {
        throw error;
      }
      missing.push(extra);
      problems.push(isError(error) ? error.message : String(error));
    }
  }
  const tries = extras.tries + 1;
  return missing.length > 0
    ? {
        ...{ missing, tries, tryAt: at.now + retryDelay(tries) },
        problem: problems.join(' '),
      }
    : undefined;
}

async function add(
  extra: Extra,
  {
    host,
    repository,
    pullRequest,
  }: {
    host: GitHost;
    repository: GitOpsRepository;
    pullRequest: GitHostPullRequest;
  },
): Promise<void> {
  const { labels = [], reviewers = [] } = repository.pullRequest ?? {};
  // Config may no longer ask for what it did when the pull request was opened.
  if (extra === 'labels' && labels.length > 0) {
    await host.addLabels?.(repository, pullRequest, labels);
  }
  if (extra === 'reviewers' && reviewers.length > 0) {
    await host.requestReviews?.(repository, pullRequest, reviewers);
  }
}

/** What people are told of it. */
export function extrasWarning({
  missing,
  problem,
}: MissingExtras): string | undefined {
  return problem === undefined
    ? undefined
    : `Without its ${missing.join(' and ')} yet: ${problem}`;
}
