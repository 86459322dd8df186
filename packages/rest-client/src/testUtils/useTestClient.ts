import type { RestClientOptions } from '../RestClientOptions';
import { QuickClock } from './QuickClock';
import type { TestServer } from './TestServer';
import { useTestServer } from './useTestServer';

/** What a test of a client has to itself. */
export interface OwnTestClient<Options, Client> {
  server: TestServer;
  /** That of the clients. */
  clock: QuickClock;
  /** A client of the server; `over` goes before what was said of all. */
  open(over?: Partial<Options>): Client;
}

/** Gives each test of the file or describe that it is called in a server, and clients of it by `create`. */
export function useTestClient<Options extends RestClientOptions, Client>(
  create: (options: Options) => Client,
  options: Omit<Options, 'endpoint'>,
): OwnTestClient<Options, Client> {
  const server = useTestServer();
  const clock = new QuickClock();
  beforeEach(() => clock.reset());

  return {
    ...{ server, clock },
    open(over) {
      const common: RestClientOptions = {
        ...{ endpoint: server.endpoint, clock, random: () => 0.5 },
      };
      // An endpoint, and all but that: the compiler does not put them together.
      const all = { ...common, ...options, ...over } as unknown;
      return create(all as Options);
    },
  };
}
