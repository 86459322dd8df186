import { diffFiles, EMPTY_TREE } from '../repository/diff';
import { NO_COMMIT } from '../repository/writeCommit';
import { GitHost, HostEvent } from './GitHost';
import { pullShape } from './pullShape';
import { commentShape, statusShape } from './reviewShapes';
import {
  commitShape,
  payloadCommitShape,
  repositoryShape,
  userShape,
  webUrl,
} from './shapes';

/** What a hook gets: header values and body, as Gitea sends them. */
export interface WebhookMessage {
  event: string;
  eventType: string;
  /** Any of these in a hook's events subscribes to it. */
  subscriptions: string[];
  branch?: string;
  body: Record<string, unknown>;
}

const REVIEWS = {
  APPROVED: 'approved',
  REQUEST_CHANGES: 'rejected',
  COMMENT: 'comment',
} as const;

async function pushBody(
  host: GitHost,
  event: Extract<HostEvent, { type: 'push' }>,
) {
  const { repository, branch, before, after, actor } = event;
  const created = before === NO_COMMIT;
  const commits =
    after === NO_COMMIT
      ? []
      : await repository.git.log({
          from: after,
          ...(created ? { limit: 1 } : { not: before, limit: 20 }),
        });
  const shapes = await Promise.all(
    commits.map(async commit =>
      payloadCommitShape(
        host,
        repository,
        commit,
        await diffFiles(
          repository.git,
          commit.parents[0] ?? EMPTY_TREE,
          commit.sha,
        ),
      ),
    ),
  );
  const user = userShape(host, actor);
  return {
    ref: `refs/heads/${branch}`,
    before,
    after,
    compare_url: `${webUrl(host, repository)}/compare/${before}...${after}`,
    commits: shapes,
    total_commits: shapes.length,
    head_commit: shapes[0] ?? null,
    repository: repositoryShape(host, repository),
    pusher: user,
    sender: user,
  };
}

export async function webhookMessage(
  host: GitHost,
  event: HostEvent,
): Promise<WebhookMessage> {
  const { repository } = event;
  const common = {
    repository: repositoryShape(host, repository),
    sender: userShape(host, event.actor),
  };
  switch (event.type) {
    case 'push':
      return {
        event: 'push',
        eventType: 'push',
        subscriptions: ['push'],
        branch: event.branch,
        body: await pushBody(host, event),
      };
    case 'pull': {
      const sync = event.action === 'synchronized';
      return {
        event: 'pull_request',
        eventType: sync ? 'pull_request_sync' : 'pull_request',
        subscriptions: sync
          ? ['pull_request', 'pull_request_sync']
          : ['pull_request', 'pull_request_only'],
        body: {
          action: event.action,
          number: event.pull.number,
          pull_request: await pullShape(host, repository, event.pull),
          requested_reviewer: null,
          ...common,
          commit_id: '',
          review: null,
        },
      };
    }
    case 'review': {
      const word = REVIEWS[event.review.state];
      return {
        event: `pull_request_${word}`,
        eventType: `pull_request_review_${word}`,
        subscriptions: [
          'pull_request',
          'pull_request_review',
          `pull_request_review_${word}`,
        ],
        body: {
          action: 'reviewed',
          number: event.pull.number,
          pull_request: await pullShape(host, repository, event.pull),
          requested_reviewer: null,
          ...common,
          commit_id: '',
          review: {
            type: `pull_request_review_${word}`,
            content: event.review.body,
          },
        },
      };
    }
    case 'comment':
      return {
        event: 'issue_comment',
        eventType: 'pull_request_comment',
        subscriptions: ['pull_request', 'pull_request_comment'],
        body: {
          action: 'created',
          is_pull: true,
          comment: commentShape(host, repository, {
            number: event.pull.number,
            comment: event.comment,
          }),
          pull_request: await pullShape(host, repository, event.pull),
          ...common,
        },
      };
    default: {
      const { status, sha } = event;
      const shape = statusShape(host, repository, sha, status);
      return {
        event: 'status',
        eventType: 'status',
        subscriptions: ['status'],
        body: {
          commit: commitShape(
            host,
            repository,
            await repository.git.commit(sha),
          ),
          context: status.context,
          created_at: shape.created_at,
          updated_at: shape.updated_at,
          description: status.description,
          id: status.id,
          sha,
          state: status.state,
          target_url: status.targetUrl,
          ...common,
        },
      };
    }
  }
}
