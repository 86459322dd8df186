import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A replica that serves requests, by the port it listens on. */
export interface Upstream {
  name: string;
  port: number;
}

/** Header of every answer that says which replica gave it. */
export const SERVED_BY = 'x-served-by';

const TIME_LIMIT_MS = 60_000;

/**
 * Gives every request to the next replica. One that nobody listens for is
 * passed over; an answer that breaks off is 502, as with any load balancer:
 * whoever asked knows whether it is safe to ask again.
 */
export class RoundRobinProxy {
  readonly #server: http.Server;
  #upstreams: readonly Upstream[] = [];
  #turn = 0;

  constructor() {
    this.#server = http.createServer((request, response) => {
      this.#handle(request, response).catch(error => {
        if (!response.headersSent) response.writeHead(502);
        response.end(String(error));
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async start(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  passTo(upstreams: readonly Upstream[]) {
    this.#upstreams = upstreams;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { upstream, answer } = await this.#ask(
      request,
      Buffer.concat(chunks),
    );
    response.writeHead(answer.statusCode ?? 502, {
      ...answer.headers,
      [SERVED_BY]: upstream.name,
    });
    answer.pipe(response);
    answer.once('error', () => response.destroy());
  }

  /** The next replica's answer; the one after it where nobody listens. */
  async #ask(request: http.IncomingMessage, body: Buffer) {
    const upstreams = this.#upstreams;
    const turn = this.#turn++;
    for (let tried = 0; ; tried++) {
      const upstream = upstreams[(turn + tried) % upstreams.length];
      try {
        return { upstream, answer: await forward(upstream, request, body) };
      } catch (error) {
        const absent = (error as { code?: string }).code === 'ECONNREFUSED';
        if (!absent || tried + 1 >= upstreams.length) throw error;
      }
    }
  }
}

function forward(
  upstream: Upstream,
  request: http.IncomingMessage,
  body: Buffer,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = http.request(
      {
        host: '127.0.0.1',
        port: upstream.port,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, connection: 'close' },
        timeout: TIME_LIMIT_MS,
        agent: false,
      },
      resolve,
    );
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', reject);
    sent.end(body);
  });
}
