import { TestServer } from './TestServer';

/**
 * Gives each test of the file or describe that it is called in a server.
 * Requests to `insteadOf` reach it, by the global `fetch`.
 */
export function useTestServer(
  options: { insteadOf?: string } = {},
): TestServer {
  const { insteadOf } = options;
  const server = new TestServer();
  const real = global.fetch;

  beforeEach(async () => {
    await server.start();
    if (insteadOf) {
      global.fetch = (asked, init) =>
        real(String(asked).replace(insteadOf, server.endpoint), init);
    }
  });
  afterEach(async () => {
    global.fetch = real;
    await server.stop();
  });

  return server;
}
