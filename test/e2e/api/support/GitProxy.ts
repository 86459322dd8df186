import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProxiedRequest {
  method: string;
  path: string;
  body: string;
}

/** The commit of a change whose title names a job. */
export const isCommitOf =
  (name: string) =>
  ({ method, path, body }: ProxiedRequest) =>
    method === 'POST' && path.endsWith('/contents') && body.includes(name);

/** The pull request of such a change. */
export const isPullRequestOf =
  (name: string) =>
  ({ method, path, body }: ProxiedRequest) =>
    method === 'POST' && path.endsWith('/pulls') && body.includes(name);

/**
 * What happens to a request instead of its answer: its connection is cut
 * (`refuse`), nobody ever answers (`silence`), or another answer comes. With
 * `after` the Git host has done its work by then.
 */
export type Trouble =
  | 'refuse'
  | { silence: true; after?: boolean }
  | { status: number; body?: object; after?: boolean };

interface Rule {
  matches: (request: ProxiedRequest) => boolean;
  trouble: Trouble;
  left: number;
  hit: () => void;
}

/** Stands between the backend and the Git host, and makes trouble on demand. */
export class GitProxy {
  readonly #server: http.Server;
  #rules: Rule[] = [];
  #upstream = 0;

  constructor() {
    this.#server = http.createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Listens, and passes everything on to a port of this machine. */
  async start(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  passTo(port: number) {
    this.#upstream = port;
  }

  /**
   * Trouble for the requests that match, so many times. Resolves when the
   * first one has met it, after the Git host's work where it is done.
   */
  make(
    trouble: Trouble,
    matches: (request: ProxiedRequest) => boolean,
    times = Infinity,
  ): Promise<void> {
    return new Promise(resolve => {
      this.#rules.push({ matches, trouble, left: times, hit: resolve });
    });
  }

  /** All requests go through again. */
  calm() {
    this.#rules = [];
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  #takeRule(request: ProxiedRequest): Rule | undefined {
    const rule = this.#rules.find(
      ({ left, matches }) => left > 0 && matches(request),
    );
    if (rule) rule.left -= 1;
    return rule;
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const rule = this.#takeRule({
      method: request.method ?? '',
      path: request.url ?? '',
      body: body.toString(),
    });
    if (!rule) {
      const answer = await this.#forward(request, body);
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
      return;
    }
    const { trouble } = rule;
    if (trouble !== 'refuse' && trouble.after) {
      await this.#forward(request, body);
    }
    if (trouble === 'refuse') {
      response.destroy();
    } else if ('status' in trouble) {
      response.writeHead(trouble.status, {
        'Content-Type': 'application/json',
      });
      response.end(JSON.stringify(trouble.body ?? {}));
    }
    rule.hit();
  }

  #forward(request: http.IncomingMessage, body: Buffer) {
    return new Promise<{
      status: number;
      headers: http.IncomingHttpHeaders;
      body: Buffer;
    }>((resolve, reject) => {
      const sent = http.request(
        {
          host: '127.0.0.1',
          port: this.#upstream,
          method: request.method,
          path: request.url,
          headers: {
            ...request.headers,
            host: `localhost:${this.#upstream}`,
          },
        },
        async answer => {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk as Buffer);
          const { 'transfer-encoding': _, ...headers } = answer.headers;
          resolve({
            status: answer.statusCode ?? 500,
            headers,
            body: Buffer.concat(chunks),
          });
        },
      );
      sent.once('error', reject);
      sent.end(body);
    });
  }
}
