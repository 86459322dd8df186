import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import http, { IncomingHttpHeaders } from 'node:http';
import { AddressInfo } from 'node:net';
import { isLoopbackUrl } from './host/WebhookSender';
import { startTestHost, TestHost } from './testHost';

interface Delivery {
  headers: IncomingHttpHeaders;
  raw: string;
  body: Record<string, unknown>;
}

describe('webhooks', () => {
  let host: TestHost;
  let receiver: http.Server;
  let url: string;
  let deliveries: Delivery[];
  /** Emits once for each delivery. */
  let arrivals: EventEmitter;

  /** Waits until so many came. */
  const until = async (count: number) => {
    while (deliveries.length < count) {
      await once(arrivals, 'arrived');
    }
    return deliveries;
  };

  beforeEach(async () => {
    host = await startTestHost();
    deliveries = [];
    arrivals = new EventEmitter();
    receiver = http.createServer((request, response) => {
      let raw = '';
      request.on('data', chunk => {
        raw += chunk;
      });
      request.on('end', () => {
        deliveries.push({
          headers: request.headers,
          raw,
          body: JSON.parse(raw),
        });
        response.end();
        arrivals.emit('arrived');
      });
    });
    await new Promise<void>(resolve => {
      receiver.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  afterEach(async () => {
    await host.stop();
    await new Promise(resolve => {
      receiver.close(resolve);
      receiver.closeAllConnections();
    });
  });

  const subscribe = (events: string[], target = url) =>
    host.api('admin', 'POST', '/hooks', {
      type: 'gitea',
      active: true,
      events,
      config: { url: target, content_type: 'json', secret: 'very-secret' },
    });

  it('says what happened, in order, with a signature', async () => {
    await subscribe(['push', 'pull_request', 'status']);
    const { number, opened } = await host.propose({ branch: 'one' });
    await host.api('ben', 'POST', `/pulls/${number}/reviews`, {
      event: 'APPROVED',
      body: 'Fine',
    });
    await host.api('portal', 'POST', `/statuses/${opened.body.head.sha}`, {
      state: 'success',
      context: 'lakefront/four-eyes',
    });
    await host.api('portal', 'POST', `/issues/${number}/comments`, {
      body: 'Hello',
    });
    await host.api('mia', 'POST', `/pulls/${number}/merge`, { Do: 'merge' });
    const got = await until(7);
    expect(
      got.map(({ headers, body }) => [
        headers['x-gitea-event'],
        headers['x-gitea-event-type'],
        body.action,
      ]),
    ).toEqual([
      ['push', 'push', undefined],
      ['pull_request', 'pull_request', 'opened'],
      ['pull_request_approved', 'pull_request_review_approved', 'reviewed'],
      ['status', 'status', undefined],
      ['issue_comment', 'pull_request_comment', 'created'],
      ['push', 'push', undefined],
      ['pull_request', 'pull_request', 'closed'],
    ]);
    for (const { headers, raw } of got) {
      expect(headers['x-gitea-signature']).toBe(
        createHmac('sha256', 'very-secret').update(raw).digest('hex'),
      );
      expect(headers['x-gitea-delivery']).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(got[5].body).toMatchObject({
      ref: 'refs/heads/main',
      repository: { full_name: 'lakehouse/gitops' },
      pusher: { login: 'mia' },
    });
    expect(got[6].body).toMatchObject({
      number,
      pull_request: { merged: true, state: 'closed' },
    });
  });

  it('tells a hook only what it asked for', async () => {
    await subscribe(['pull_request_review']);
    const { number } = await host.propose({ branch: 'one' });
    await host.api('ben', 'POST', `/pulls/${number}/reviews`, {
      event: 'REQUEST_CHANGES',
    });
    const [first] = await until(1);
    expect(first.headers['x-gitea-event']).toBe('pull_request_rejected');
  });

  it('is kept by who runs the repository, and only on this machine', async () => {
    const away = await subscribe(['push'], 'http://192.0.2.1/hook');
    expect(away.status).toBe(422);
    const hook = await subscribe(['push']);
    expect(hook.status).toBe(201);
    expect(JSON.stringify(hook.body)).not.toContain('very-secret');
    expect((await host.api('mia', 'GET', '/hooks')).status).toBe(403);
    const route = `/hooks/${hook.body.id}`;
    const off = await host.api('pat', 'PATCH', route, { active: false });
    expect(off.body.active).toBe(false);
    await host.propose({ branch: 'one' });
    expect((await host.api('pat', 'DELETE', route)).status).toBe(204);
    expect((await host.api('pat', 'GET', '/hooks')).body).toEqual([]);
    expect(deliveries).toEqual([]);
  });
});

describe('isLoopbackUrl', () => {
  it.each([
    ['http://localhost:7007/x', true],
    ['http://127.0.0.2/', true],
    ['http://[::1]:1/', true],
    ['http://127.0.0.1.example.com/', false],
    ['http://localhost.example.com/', false],
    ['http://user@192.0.2.1/', false],
    ['http://127.0.0.1@192.0.2.1/', false],
    ['file:///etc/passwd', false],
    ['nonsense', false],
  ])('%s: %s', (candidate, expected) => {
    expect(isLoopbackUrl(candidate)).toBe(expected);
  });
});
