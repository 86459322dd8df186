import { createHmac } from 'node:crypto';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import eventsPlugin from '@backstage/plugin-events-backend';
import {
  eventsServiceRef,
  type EventParams,
  type EventsService,
} from '@backstage/plugin-events-node';
import request from 'supertest';
import eventsModuleLakehouse from './index';

const SECRET = 'tide and moon';

/** Keeps what was published; nobody listens. */
class PublishedEvents implements EventsService {
  readonly all: EventParams[] = [];
  failure: Error | undefined;

  async publish(event: EventParams) {
    if (this.failure) {
      throw this.failure;
    }
    this.all.push(event);
  }

  async subscribe() {}
}

const hmac = (body: string, secret = SECRET) =>
  createHmac('sha256', secret).update(body).digest('hex');

const basic = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** Each host with a webhook of its own, and its way to prove it. */
const HOSTS = [
  {
    id: 'gitea',
    url: 'https://git.example.com/lakehouse/gitops',
    config: { secret: SECRET },
    body: (url: string) => ({
      action: 'closed',
      number: 42,
      pull_request: { number: 42, title: 'Add job' },
      repository: { html_url: url },
    }),
    header: 'x-gitea-signature',
    proof: (body: string, secret = SECRET) => hmac(body, secret),
    signed: true,
  },
  {
    id: 'github',
    url: 'https://github.com/acme/gitops',
    config: { secret: SECRET },
    body: (url: string) => ({
      action: 'closed',
      pull_request: { number: 42 },
      repository: { html_url: url },
    }),
    header: 'x-hub-signature-256',
    proof: (body: string, secret = SECRET) => `sha256=${hmac(body, secret)}`,
    signed: true,
  },
  {
    id: 'gitlab',
    url: 'https://gitlab.example.com/data/lake/gitops',
    config: { secret: SECRET },
    body: (url: string) => ({
      object_kind: 'merge_request',
      project: { web_url: url },
      object_attributes: { iid: 42 },
    }),
    header: 'x-gitlab-token',
    proof: (_body: string, secret = SECRET) => secret,
    signed: false,
  },
  {
    id: 'azure',
    url: 'https://dev.azure.com/acme/Lake/_git/gitops',
    config: { username: 'azure', password: SECRET },
    body: (url: string) => ({
      resource: { pullRequestId: 42, repository: { remoteUrl: url } },
    }),
    header: 'authorization',
    proof: (_body: string, secret = SECRET) => basic('azure', secret),
    signed: false,
  },
  {
    id: 'bitbucketCloud',
    url: 'https://bitbucket.org/acme/gitops',
    config: { secret: SECRET },
    body: (url: string) => ({
      pullrequest: { id: 42 },
      repository: { links: { html: { href: url } } },
    }),
    header: 'x-hub-signature',
    proof: (body: string, secret = SECRET) => `sha256=${hmac(body, secret)}`,
    signed: true,
  },
];

const [GITEA] = HOSTS;

async function start(options: { webhooks?: boolean } = {}) {
  const events = new PublishedEvents();
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
        data: {
          lakehouse: {
            gitops: {
              repositories: HOSTS.map(({ id, url }) => ({ name: id, url })),
              ...(options.webhooks !== false && {
                webhooks: Object.fromEntries(
                  HOSTS.map(({ id, config }) => [id, config]),
                ),
              }),
            },
          },
        },
      }),
    ],
  });
  const post = (
    id: string,
    body: string,
    headers: Record<string, string> = {},
  ) =>
    request(server)
      .post(`/api/events/http/lakehouse-${id}`)
      .set({ 'content-type': 'application/json', ...headers })
      .send(body);
  return { events, logger, post, server };
}

describe('eventsModuleLakehouse', () => {
  describe.each(HOSTS)('$id', host => {
    const body = JSON.stringify(host.body(host.url));

    it('passes on only where to look when the proof is right', async () => {
      const { events, post } = await start();

      const response = await post(host.id, body, {
        [host.header]: host.proof(body),
      });

      expect(response.status).toBe(202);
      expect(response.body).toEqual({ status: 'accepted' });
      expect(events.all).toEqual([
        {
          topic: 'lakehouse.git',
          eventPayload: { repositoryUrl: host.url, number: 42 },
        },
      ]);
    });

    it('refuses what is forged', async () => {
      const { events, post } = await start();
      const right = host.proof(body);
      const forged: Array<Record<string, string>> = [
        {},
        { [host.header]: '' },
        { [host.header]: host.proof(body, 'other') },
        { [host.header]: right.slice(0, -8) },
        { [host.header]: `${right}00` },
        { [host.header]: `${right.slice(0, -2)}zz` },
        { [host.header]: `x${right}` },
        { [host.header]: 'z'.repeat(64) },
        { [host.header]: 'é'.repeat(right.length) },
        { [`${host.header}-not`]: right },
        ...(host.signed
          ? [
              { [host.header]: SECRET },
              { [host.header]: host.proof(`${body} `) },
              { [host.header]: host.proof('') },
            ]
          : []),
      ];

      for (const headers of forged) {
        const { status } = await post(host.id, body, headers);
        expect({ headers, status }).toEqual({ headers, status: 403 });
      }
      expect(events.all).toEqual([]);
    });

    it('takes what is about another repository, or nothing, without a word', async () => {
      const { events, post } = await start();
      const others = [host.body('https://git.example.com/other/repo'), {}, []];

      for (const other of others.map(value => JSON.stringify(value))) {
        const response = await post(host.id, other, {
          [host.header]: host.proof(other),
        });
        expect(response.status).toBe(202);
      }
      expect(events.all).toEqual([]);
    });
  });

  it('has one door per host: no proof opens another one', async () => {
    const { events, post } = await start();
    for (const from of HOSTS) {
      for (const to of HOSTS.filter(({ id }) => id !== from.id)) {
        const body = JSON.stringify(to.body(to.url));
        const { status } = await post(to.id, body, {
          [from.header]: from.proof(body),
        });
        expect({ from: from.id, to: to.id, status }).toEqual({
          from: from.id,
          to: to.id,
          status: 403,
        });
      }
    }
    expect(events.all).toEqual([]);
  });

  it('makes one hint of a webhook that is sent again and again', async () => {
    const { events, post } = await start();
    const body = JSON.stringify(GITEA.body(GITEA.url));
    const headers = { [GITEA.header]: GITEA.proof(body) };

    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post(GITEA.id, body, headers)),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([202]),
    );
    expect(events.all).toHaveLength(1);
  });

  it('keeps nothing of a huge one, and refuses what is more than huge', async () => {
    const { events, post } = await start();
    const sized = (bytes: number) =>
      JSON.stringify({ ...GITEA.body(GITEA.url), padding: 'x'.repeat(bytes) });
    const [huge, more] = [sized(4_000_000), sized(6_000_000)];

    const taken = await post(GITEA.id, huge, {
      [GITEA.header]: GITEA.proof(huge),
    });
    const refused = await post(GITEA.id, more, {
      [GITEA.header]: GITEA.proof(more),
    });

    expect(taken.status).toBe(202);
    expect(refused.status).toBe(413);
    expect(JSON.stringify(events.all).length).toBeLessThan(500);
    expect(events.all).toHaveLength(1);
  });

  it('refuses what is no JSON', async () => {
    const { events, post } = await start();
    const body = 'payload=%7B%7D';

    const broken = await post(GITEA.id, '{', { [GITEA.header]: hmac('{') });
    const form = await post(GITEA.id, body, {
      'content-type': 'application/x-www-form-urlencoded',
      [GITEA.header]: hmac(body),
    });

    expect(broken.status).toBeGreaterThanOrEqual(400);
    expect(form.status).toBe(415);
    expect(events.all).toEqual([]);
  });

  it('answers the host even where the hint is lost', async () => {
    const { events, logger, post } = await start();
    events.failure = new Error('the bus is away');
    const body = JSON.stringify(GITEA.body(GITEA.url));

    const { status } = await post(GITEA.id, body, {
      [GITEA.header]: GITEA.proof(body),
    });

    expect(status).toBe(202);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('the bus is away'),
    );
  });

  it('has no door without a secret, and says once what serves instead', async () => {
    const { events, logger, post } = await start({ webhooks: false });
    const body = JSON.stringify(GITEA.body(GITEA.url));

    for (const { id, header } of HOSTS) {
      const { status } = await post(id, body, { [header]: hmac(body, '') });
      expect(status).toBe(404);
    }
    expect(events.all).toEqual([]);
    const told = logger.info.mock.calls.filter(([message]) =>
      message.includes('lakehouse.gitops.webhooks'),
    );
    expect(told).toHaveLength(1);
  });
});
