/** Asks the Git host, as anybody would over its API, to tell an address what happens. */
export async function registerWebhook(options: {
  gitUrl: string;
  repository: string;
  token: string;
  webhook: { url: string; secret: string };
}): Promise<void> {
  const { gitUrl, repository, token, webhook } = options;
  const response = await fetch(`${gitUrl}/api/v1/repos/${repository}/hooks`, {
    method: 'POST',
    headers: {
      authorization: `token ${token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      type: 'gitea',
      active: true,
      events: [
        'push',
        'pull_request',
        'pull_request_review',
        'pull_request_review_approved',
        'pull_request_review_rejected',
        'status',
      ],
      config: {
        url: webhook.url,
        secret: webhook.secret,
        content_type: 'json',
      },
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    throw new Error(
      `The Git host did not take the webhook to ${webhook.url}: ${
        response.status
      } ${await response.text()}`,
    );
  }
}
