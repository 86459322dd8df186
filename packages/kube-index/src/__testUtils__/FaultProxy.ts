import { once } from 'node:events';
import http from 'node:http';
import { AddressInfo, Socket } from 'node:net';

/** What may happen to the next request. */
const REQUEST_FAULTS = [
  'drop',
  'delay',
  'hang',
  'cut',
  'truncate',
  'repeat',
  '410',
  '429',
  '429 with Retry-After',
  '500',
  '503',
  '503 with Retry-After',
] as const;
/** What may happen to an answer that is on its way, as a watch always is. */
const ANSWER_FAULTS = [
  'cut mid-line',
  'truncate mid-line',
  'stall',
  'duplicate',
  'nonsense',
  'gone',
] as const;
/** What may happen to everybody at once. */
const COMMON_FAULTS = ['expire token', 'drop all'] as const;

export const FAULTS = [
  ...REQUEST_FAULTS,
  ...ANSWER_FAULTS,
  ...COMMON_FAULTS,
] as const;
export type Fault = (typeof FAULTS)[number];

/** How far back a duplicate goes. */
const LINES_KEPT = 300;

interface Answer {
  res: http.ServerResponse;
  /** The last whole lines, and what has come of the next one. */
  lines: string[];
  rest: string;
  stalled: boolean;
}

/** Stands between an index and an API server, over real sockets, and does what networks do. */
export class FaultProxy {
  /** The only one that is believed. */
  token = 'token-0';
  readonly #upstream: string;
  readonly #random: () => number;
  readonly #server = http.createServer((req, res) => this.#take(req, res));
  readonly #sockets = new Set<Socket>();
  readonly #answers = new Set<Answer>();
  #armed: Fault[] = [];
  #tokens = 0;

  private constructor(upstream: string, random: () => number) {
    this.#upstream = upstream;
    this.#random = random;
    this.#server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(upstream: string, random: () => number) {
    const proxy = new FaultProxy(upstream, random);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Whether a fault waits for the next request. */
  get armed(): boolean {
    return this.#armed.length > 0;
  }

  /** Whether there was somebody for it to happen to. */
  inject(fault: Fault): boolean {
    if (isOneOf(ANSWER_FAULTS, fault)) {
      const open = [...this.#answers].filter(({ stalled }) => !stalled);
      const answer = open[Math.floor(this.#random() * open.length)];
      return answer ? this.#spoil(answer, fault) : false;
    }
    if (fault === 'expire token') {
      this.#tokens += 1;
      this.token = `token-${this.#tokens}`;
      return true;
    }
    if (fault === 'drop all') {
      this.#sockets.forEach(socket => socket.destroy());
      return this.#sockets.size > 0;
    }
    if (this.#armed.length > 0) {
      return false;
    }
    this.#armed.push(fault);
    return true;
  }

  /** From now on everything passes. */
  heal(): void {
    this.#armed = [];
    this.#answers.forEach(({ res, stalled }) => {
      if (stalled) {
        res.destroy();
      }
    });
  }

  async close(): Promise<void> {
    this.#sockets.forEach(socket => socket.destroy());
    this.#server.close();
    await once(this.#server, 'close');
  }

  #spoil(answer: Answer, fault: (typeof ANSWER_FAULTS)[number]): boolean {
    const { res, lines, rest } = answer;
    switch (fault) {
      case 'cut mid-line':
        res.write('{"type":"MODIFIED","obj', () => res.destroy());
        break;
      case 'truncate mid-line':
        res.end('{"type":"DELETED","obj');
        break;
      case 'stall':
        answer.stalled = true;
        break;
      case 'duplicate':
        // Not the last of an object: told twice, it would end the same.
        if (rest || olderOf(lines).length === 0) {
          return false;
        }
        res.write(
          olderOf(lines)
            .map(line => `${line}\n`)
            .join(''),
        );
        break;
      case 'nonsense':
        res.write('<html>Bad gateway</html>\n');
        break;
      default:
        res.write('{"type":"ERROR","object":{"code":410,"message":"gone"}}\n');
    }
    return true;
  }

  #take(req: http.IncomingMessage, res: http.ServerResponse): void {
    if (req.headers.authorization !== `Bearer ${this.token}`) {
      res.writeHead(401).end('{"message":"Unauthorized"}');
      return;
    }
    const fault = this.#armed.shift();
    const status = Number(fault?.slice(0, 3));
    if (fault === 'drop') {
      res.destroy();
    } else if (status) {
      const waits = fault?.endsWith('Retry-After');
      res.writeHead(status, waits ? { 'retry-after': '3' } : {});
      res.end(`{"message":"${fault} by the proxy"}`);
    } else if (fault === 'delay') {
      setTimeout(() => this.#pass(req, res), 50 * this.#random());
    } else if (fault === 'hang') {
      const answer = { res, lines: [], rest: '', stalled: true };
      this.#answers.add(answer);
      res.on('close', () => this.#answers.delete(answer));
    } else {
      this.#pass(req, res, fault);
    }
  }

  #pass(
    req: http.IncomingMessage,
    res: http.ServerResponse,
    fault?: Fault,
  ): void {
    const answer: Answer = { res, lines: [], rest: '', stalled: false };
    const upstream = http.get(`${this.#upstream}${req.url}`, from => {
      let left = fault ? Math.floor(this.#random() * 4_000) : Infinity;
      res.writeHead(from.statusCode ?? 500);
      res.flushHeaders();
      this.#answers.add(answer);
      from.on('data', (chunk: Buffer) => {
        if (answer.stalled || res.destroyed || res.writableEnded) {
          return;
        }
        const part = chunk.subarray(0, Math.min(left, chunk.length));
        left -= part.length;
        res.write(part);
        const lines = (answer.rest + part.toString('utf8')).split('\n');
        answer.rest = lines.pop() ?? '';
        answer.lines = [...answer.lines, ...lines].slice(-LINES_KEPT);
        if (left > 0) {
          return;
        }
        if (fault === 'cut') {
          res.destroy();
        } else if (fault === 'truncate') {
          res.end();
        } else {
          res.write(part);
          left = Infinity;
        }
      });
      from.on('error', () => res.destroy());
      from.on('end', () => {
        if (!answer.stalled) {
          res.end();
        }
      });
    });
    upstream.on('error', () => res.destroy());
    res.on('close', () => {
      this.#answers.delete(answer);
      upstream.destroy();
    });
  }
}

function isOneOf<T extends string>(
  faults: readonly T[],
  fault: string,
): fault is T {
  return (faults as readonly string[]).includes(fault);
}

/** Events of a watch about objects that a later one of them is about, too. */
function olderOf(lines: readonly string[]): string[] {
  const names = lines.map(line => line.match(/"name":"([^"]+)"/)?.[1]);
  return lines.filter(
    (_, i) => names[i] !== undefined && names.lastIndexOf(names[i]) > i,
  );
}
