import { createHmac } from 'node:crypto';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import {
  eventsServiceRef,
  type EventParams,
  type EventsService,
  type EventsServiceSubscribeOptions,
} from '@backstage/plugin-events-node';
import request from 'supertest';
import eventsModuleLakehouse from './index';

const SECRET = 'tide and moon';
const URL = '/api/events/http/gitea';

/** Delivers at once, and keeps what was published. */
class InMemoryEvents implements EventsService {
  readonly published: EventParams[] = [];
  readonly #subscribers: EventsServiceSubscribeOptions[] = [];

  async publish(event: EventParams) {
    this.published.push(event);
    for (const { topics, onEvent } of this.#subscribers) {
      if (topics.includes(event.topic)) {
        await onEvent(event);
      }
    }
  }

  async subscribe(options: EventsServiceSubscribeOptions) {
    this.#subscribers.push(options);
  }

  hints() {
    return this.published
      .filter(({ topic }) => topic === 'lakehouse.git')
      .map(({ eventPayload }) => eventPayload);
  }
}

function sign(body: string, secret = SECRET) {
  return createHmac('sha256', secret).update(body).digest('hex');
}

const BODY = JSON.stringify({
  action: 'closed',
  number: 42,
  pull_request: { number: 42, title: 'Add job', body: 'anything' },
  repository: {
    full_name: 'lakehouse/gitops',
    html_url: 'https://git.example.com/lakehouse/gitops',
  },
  sender: { login: 'mia' },
});

async function start(secret: string | undefined) {
  const events = new InMemoryEvents();
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const { server } = await startTestBackend({
    features: [
      eventsPlugin,
      eventsModuleLakehouse,
      logger.factory,
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => events,
      }),
      mockServices.rootConfig.factory({
        data: secret
          ? { lakehouse: { gitops: { webhooks: { gitea: { secret } } } } }
          : {},
      }),
    ],
  });
  const post = (body: string, headers: Record<string, string>) =>
    request(server)
      .post(URL)
      .set({ 'content-type': 'application/json', ...headers })
      .send(body);
  return { events, logger, post };
}

describe('eventsModuleLakehouse', () => {
  it('passes on only where to look when the signature is right', async () => {
    const { events, post } = await start(SECRET);

    const response = await post(BODY, {
      'x-gitea-event': 'pull_request',
      'x-gitea-signature': sign(BODY),
    });

    expect(response.status).toBe(202);
    expect(events.hints()).toEqual([
      {
        repositoryUrl: 'https://git.example.com/lakehouse/gitops',
        number: 42,
      },
    ]);
  });

  it('passes on the branch of a push', async () => {
    const { events, post } = await start(SECRET);
    const body = JSON.stringify({
      ref: 'refs/heads/main',
      repository: { html_url: 'https://git.example.com/lakehouse/gitops' },
    });

    await post(body, { 'x-gitea-signature': sign(body) });

    expect(events.hints()).toEqual([
      {
        repositoryUrl: 'https://git.example.com/lakehouse/gitops',
        branch: 'main',
      },
    ]);
  });

  it('takes a signed webhook about nothing we know without a word', async () => {
    const { events, post } = await start(SECRET);
    const body = JSON.stringify({ hook: 'test' });

    const response = await post(body, { 'x-gitea-signature': sign(body) });

    expect(response.status).toBe(202);
    expect(events.hints()).toEqual([]);
  });

  it.each([
    ['no signature', undefined],
    ['an empty signature', ''],
    ['the signature of another secret', sign(BODY, 'other')],
    ['the signature of another body', sign(`${BODY} `)],
    ['a signature that is too short', sign(BODY).slice(0, 40)],
    ['a signature that is too long', `${sign(BODY)}00`],
    ['a signature that is not hex', 'z'.repeat(64)],
    ['a signature with a prefix', `sha256=${sign(BODY)}`],
  ])('refuses a webhook with %s', async (_title, signature) => {
    const { events, post } = await start(SECRET);

    const response = await post(
      BODY,
      signature === undefined ? {} : { 'x-gitea-signature': signature },
    );

    expect(response.status).toBe(403);
    expect(events.published).toEqual([]);
  });

  it('refuses everything, and says so once, where no secret is set', async () => {
    const { events, logger, post } = await start(undefined);

    const responses = [
      await post(BODY, {}),
      await post(BODY, { 'x-gitea-signature': sign(BODY) }),
      await post(BODY, { 'x-gitea-signature': sign(BODY, '') }),
    ];

    expect(responses.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(events.published).toEqual([]);
    const warnings = logger.warn.mock.calls.filter(([message]) =>
      message.includes('lakehouse.gitops.webhooks.gitea.secret'),
    );
    expect(warnings).toHaveLength(1);
  });
});
