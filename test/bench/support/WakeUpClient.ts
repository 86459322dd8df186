import type { Person, PortalApi } from '../../e2e/api/support/PortalApi';
import { until } from '../../e2e/api/support/until';

const CHANNEL = 'lakehouse';
/** The first that knocks is never answered: it only makes the backend listen for sockets. */
const KNOCK_MS = 1_000;

/** An open page, as far as wake-ups go: a socket that is told when something changed. */
export class WakeUpClient {
  readonly #socket: WebSocket;
  #heard: (at: number) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', () =>
      this.#heard(performance.timeOrigin + performance.now()),
    );
  }

  static async connect(api: PortalApi, person: Person): Promise<WakeUpClient> {
    const url = `${api.backendUrl.replace('http', 'ws')}/api/signals`;
    const token = await api.token(person);
    const socket = await until(
      () => open(url, token),
      () => true,
      { what: 'a socket to the backend' },
    );
    socket.send(JSON.stringify({ action: 'subscribe', channel: CHANNEL }));
    return new WakeUpClient(socket);
  }

  /** When the next wake-up comes, in milliseconds since the epoch. */
  next(): Promise<number> {
    return new Promise(resolve => {
      this.#heard = resolve;
    });
  }

  async stop(): Promise<void> {
    this.#socket.close();
  }
}

function open(url: string, token: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, token);
    const giveUp = () => {
      socket.close();
      reject(new Error(`${url} takes no socket`));
    };
    const timer = setTimeout(giveUp, KNOCK_MS);
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.addEventListener('error', giveUp, { once: true });
  });
}
