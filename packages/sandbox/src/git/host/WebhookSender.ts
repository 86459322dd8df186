import { createHmac } from 'node:crypto';
import { Random } from '../../types';
import { GitHost, HostEvent } from './GitHost';
import { Hook } from './model';
import { webhookMessage, WebhookMessage } from './webhookPayload';

const DELIVERY_TIMEOUT_MS = 5_000;

/** Only this machine: a sandbox talks to nobody else. */
export function isLoopbackUrl(url: string): boolean {
  try {
    const { protocol, hostname } = new URL(url);
    return (
      (protocol === 'http:' || protocol === 'https:') &&
      (hostname === 'localhost' ||
        hostname === '[::1]' ||
        /^127(?:\.\d{1,3}){3}$/.test(hostname))
    );
  } catch {
    return false;
  }
}

function deliveryId(random: Random): string {
  const digits = Array.from({ length: 32 }, () =>
    Math.floor(random() * 16).toString(16),
  ).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function wants(hook: Hook, message: WebhookMessage): boolean {
  const branchFits =
    message.branch === undefined ||
    ['', '*', message.branch].includes(hook.branchFilter);
  return (
    hook.active &&
    branchFits &&
    message.subscriptions.some(name => hook.events.includes(name))
  );
}

/** Sends what happens to the hooks, in order, after the answer; nobody waits for it. */
export class WebhookSender {
  private queue: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(private readonly host: GitHost) {}

  start(): () => void {
    return this.host.subscribe(event => {
      if (event.repository.hooks.length > 0) {
        this.queue = this.queue.then(() => this.send(event));
      }
    });
  }

  /** Gives up what is under way, and waits until it is over. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.queue;
  }

  private async send(event: HostEvent): Promise<void> {
    try {
      const message = await webhookMessage(this.host, event);
      const hooks = event.repository.hooks.filter(hook => wants(hook, message));
      await Promise.all(hooks.map(hook => this.deliver(hook, message)));
    } catch (error) {
      this.host.options.logger?.warn(`A webhook could not be made: ${error}`);
    }
  }

  private async deliver(hook: Hook, message: WebhookMessage): Promise<void> {
    const body = JSON.stringify(message.body);
    const signature = createHmac('sha256', hook.secret)
      .update(body)
      .digest('hex');
    try {
      const response = await fetch(hook.url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([
          this.stopping.signal,
          AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
        ]),
        headers: {
          'content-type': 'application/json',
          'x-gitea-delivery': deliveryId(this.host.options.random),
          'x-gitea-event': message.event,
          'x-gitea-event-type': message.eventType,
          'x-gitea-signature': hook.secret ? signature : '',
          ...(hook.secret
            ? { 'x-hub-signature-256': `sha256=${signature}` }
            : {}),
        },
        body,
      });
      await response.body?.cancel();
      if (!response.ok) {
        this.host.options.logger?.warn(
          `Webhook ${message.eventType} to ${hook.url}: ${response.status}`,
        );
      }
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        this.host.options.logger?.warn(
          `Webhook ${message.eventType} to ${hook.url} failed: ${error}`,
        );
      }
    }
  }
}
