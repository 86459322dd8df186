import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  /** As it was sent, not decoded. */
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

type Answer = (
  asked: Asked,
  response: http.ServerResponse,
  /** How many were asked before. */
  index: number,
) => void;

const SILENT: Answer = (_, response) => response.end();

/** A real HTTP server that answers as a test says, and keeps what it was asked. */
export class TestServer {
  readonly asked: Asked[] = [];
  private answer: Answer = SILENT;
  private startedAt = '';
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const asked = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      this.asked.push(asked);
      this.answer(asked, response, this.asked.length - 1);
    });
  });

  /** Where it is reached, of its last start. */
  get endpoint(): string {
    return this.startedAt;
  }

  /** Says how requests are answered from now on. */
  answers(answer: Answer): void {
    this.answer = answer;
  }

  /** One JSON answer for all. */
  says(
    status: number,
    body?: unknown,
    headers: Record<string, string> = {},
  ): void {
    this.answers((_, response) => send(response, status, body, headers));
  }

  /** Starts it, or starts it anew: it knows of nothing that came before. */
  async start(): Promise<string> {
    this.asked.length = 0;
    this.answers(SILENT);
    await new Promise<void>(resolve => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.server.address() as AddressInfo;
    this.startedAt = `http://127.0.0.1:${port}`;
    return this.startedAt;
  }

  async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

export function send(
  response: http.ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...headers,
  });
  response.end(
    body === undefined || typeof body === 'string'
      ? body
      : JSON.stringify(body),
  );
}
