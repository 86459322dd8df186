import net, { type AddressInfo } from 'node:net';

/** Stands before a port of this machine and counts the bytes that pass, both ways. */
export class CountingGate {
  bytes = 0;
  readonly #sockets = new Set<net.Socket>();
  readonly #server: net.Server;

  private constructor(upstream: number) {
    this.#server = net.createServer(client => {
      const server = net.connect(upstream, '127.0.0.1');
      for (const [from, to] of [
        [client, server],
        [server, client],
      ]) {
        this.#sockets.add(from);
        from.on('data', chunk => {
          this.bytes += chunk.length;
        });
        from.pipe(to);
        from.on('error', () => from.destroy());
        from.once('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  static async start(upstream: number | string): Promise<CountingGate> {
    const gate = new CountingGate(Number(upstream));
    await new Promise<void>(resolve => {
      gate.#server.listen(0, '127.0.0.1', resolve);
    });
    return gate;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
