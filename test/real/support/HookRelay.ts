import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface Delivery {
  event: string;
  status: number;
}

/** Stands between a Git host and the portal, and notes what became of each webhook. */
export class HookRelay {
  readonly deliveries: Delivery[] = [];
  readonly #server: http.Server;

  private constructor(target: string) {
    this.#server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { host, connection, ...headers } = request.headers;
      const answer = await fetch(target, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: Buffer.concat(chunks),
      }).catch(() => new Response(undefined, { status: 502 }));
      this.deliveries.push({
        event: String(headers['x-gitea-event']),
        status: answer.status,
      });
      response.writeHead(answer.status).end();
    });
  }

  static async start(target: string): Promise<HookRelay> {
    const relay = new HookRelay(target);
    await new Promise<void>(resolve => {
      relay.#server.listen(0, '127.0.0.1', resolve);
    });
    return relay;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
