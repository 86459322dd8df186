import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it came to the proxy, and what became of it. */
export interface ProxiedCall {
  path: string;
  /** Whether it is a watch that stays open. */
  watch: boolean;
  status?: number;
  /** Of the answer's body, so far. */
  bytes: number;
}

interface Hold {
  matches: (call: ProxiedCall) => boolean;
  met: () => void;
  released: Promise<void>;
}

/**
 * Stands before an API server: writes down what is asked, and can shut like a
 * network that is gone, or hold a request back until something else has happened.
 */
export class ApiProxy {
  readonly calls: ProxiedCall[] = [];
  readonly #upstream: { url: () => string; ca: () => string };
  readonly #server: http.Server;
  readonly #sockets = new Set<Socket>();
  #holds: Hold[] = [];
  #open = true;

  constructor(upstream: { url: () => string; ca: () => string }) {
    this.#upstream = upstream;
    this.#server = http.createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
    this.#server.on('connection', socket => {
      if (!this.#open) socket.destroy();
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  /** Whoever is connected is cut off, and nobody gets in. */
  shut() {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  open() {
    this.#open = true;
  }

  /** Holds the next request that matches; says when it has come, and lets it go on. */
  hold(matches: Hold['matches']): { met: Promise<void>; release: () => void } {
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    const met = new Promise<void>(resolve => {
      this.#holds.push({ matches, met: resolve, released });
    });
    return { met, release };
  }

  async stop(): Promise<void> {
    this.shut();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse) {
    const path = request.url ?? '/';
    const call: ProxiedCall = {
      path,
      watch: /[?&]watch=(true|1)/.test(path),
      bytes: 0,
    };
    this.calls.push(call);
    const hold = this.#holds.find(({ matches }) => matches(call));
    if (hold) {
      this.#holds = this.#holds.filter(other => other !== hold);
      hold.met();
      await hold.released;
    }
    const answer = await this.#forward(request, response);
    call.status = answer.statusCode;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.on('data', chunk => {
      call.bytes += chunk.length;
    });
    answer.pipe(response);
    // What breaks off there breaks off here.
    answer.once('close', () => {
      if (!answer.complete) response.destroy();
    });
  }

  #forward(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { url, ca } = this.#upstream;
      const secure = url().startsWith('https:');
      const { host, ...headers } = request.headers;
      const options = {
        method: request.method,
        headers,
        agent: false as const,
      };
      const sent = secure
        ? https.request(
            `${url()}${request.url}`,
            { ...options, ca: ca() },
            resolve,
          )
        : http.request(`${url()}${request.url}`, options, resolve);
      sent.once('error', reject);
      response.once('close', () => sent.destroy());
      request.pipe(sent);
    });
  }
}
