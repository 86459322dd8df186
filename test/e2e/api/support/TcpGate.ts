import net, { type AddressInfo } from 'node:net';

/** Stands before a port of this machine, and can be shut like a server that is gone. */
export class TcpGate {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  #upstream = 0;
  #open = true;

  constructor() {
    this.#server = net.createServer(client => {
      if (!this.#open) {
        client.destroy();
        return;
      }
      const server = net.connect(this.#upstream, '127.0.0.1');
      client.pipe(server).pipe(client);
      for (const socket of [client, server]) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.once('close', () => {
          this.#sockets.delete(socket);
          client.destroy();
          server.destroy();
        });
      }
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

  passTo(port: number) {
    this.#upstream = port;
  }

  /** Whoever is connected is cut off, and nobody gets in. */
  shut() {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  open() {
    this.#open = true;
  }

  async stop(): Promise<void> {
    this.shut();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
