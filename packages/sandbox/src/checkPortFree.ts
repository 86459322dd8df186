import net from 'node:net';

/** Rejects with the listener's own error where somebody listens on a loopback port. */
export async function checkPortFree(port: number): Promise<void> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  await new Promise<void>(resolve => {
    server.close(() => resolve());
  });
}
