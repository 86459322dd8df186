import { once } from 'node:events';
import http from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';

/** A proxy for outgoing traffic, as companies have them. */
export class ConnectProxy {
  /** What it was asked to connect to. */
  readonly targets: string[] = [];
  readonly #server = http.createServer();
  readonly #sockets = new Set<Socket>();

  static async start(): Promise<ConnectProxy> {
    const proxy = new ConnectProxy();
    proxy.#server.on('connect', ({ url = '' }, client: Socket) => {
      proxy.targets.push(url);
      const [host, port] = url.split(':');
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ]) {
        proxy.#sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          other.destroy();
          proxy.#sockets.delete(socket);
        });
      }
    });
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#sockets.forEach(socket => socket.destroy());
    this.#server.close();
    await once(this.#server, 'close');
  }
}
