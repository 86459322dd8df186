import { IncomingMessage } from 'node:http';
import { ApiError, ProtocolError } from './errors';
import { splitLines } from './splitLines';
import { openSession, TransportSession } from './transport';
import { KubeConnection, ResourceDefinition, WireObject } from './types';

/** What goes with every call: how it ends early, and whom to tell of signs of life. */
export interface Call {
  signal: AbortSignal;
  /** Bytes of a good answer arrived. */
  heard(): void;
  /** From now on nothing may be heard for so long. */
  allowSilence(ms: number): void;
}

export interface ListPage {
  resourceVersion: string;
  objects: WireObject[];
  continue?: string;
}

export interface WatchEvent {
  type: string;
  object: Record<string, unknown>;
}

export interface WatchOptions {
  /** Where to go on; undefined: everything there is comes first. */
  resourceVersion: string | undefined;
  timeoutSeconds: number;
}

/** One resource of one API server, from connect to close. */
export interface ResourceSession {
  listPage(
    options: { limit: number; continue?: string },
    call: Call,
  ): Promise<ListPage>;
  /** Resolves when the API server has accepted the watch. */
  watch(options: WatchOptions, call: Call): Promise<AsyncIterable<WatchEvent>>;
  close(): void;
}

export interface ResourceApi {
  connect(): Promise<ResourceSession>;
}

/** Enough of an error's body to find its message. */
const MAX_ERROR_BYTES = 64 * 1024;

export function createResourceApi(
  connection: KubeConnection,
  definition: ResourceDefinition,
): ResourceApi {
  return {
    connect: async () => {
      const transport = openSession(await connection.credentials());
      return {
        listPage: (options, call) =>
          listPage(transport, definition, options, call),
        watch: (options, call) => watch(transport, definition, options, call),
        close: () => transport.close(),
      };
    },
  };
}

async function listPage(
  transport: TransportSession,
  definition: ResourceDefinition,
  options: { limit: number; continue?: string },
  call: Call,
): Promise<ListPage> {
  const response = await request(
    transport,
    resourcePath(definition, {
      limit: String(options.limit),
      continue: options.continue,
    }),
    call,
  );
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk);
    call.heard();
  }
  const page = parseJson(Buffer.concat(chunks).toString('utf8'));
  const metadata = page.metadata as
    | { resourceVersion?: string; continue?: string }
    | undefined;
  if (!metadata?.resourceVersion) {
    throw new ProtocolError('The list has no resourceVersion');
  }
  return {
    resourceVersion: metadata.resourceVersion,
    // Go writes an empty list as null.
    objects: (page.items as WireObject[] | null | undefined) ?? [],
    continue: metadata.continue || undefined,
  };
}

async function watch(
  transport: TransportSession,
  definition: ResourceDefinition,
  options: WatchOptions,
  call: Call,
): Promise<AsyncIterable<WatchEvent>> {
  const { resourceVersion } = options;
  const response = await request(
    transport,
    resourcePath(definition, {
      watch: 'true',
      allowWatchBookmarks: 'true',
      ...(resourceVersion === undefined
        ? { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }
        : { resourceVersion }),
      timeoutSeconds: String(options.timeoutSeconds),
    }),
    call,
  );
  return events(response, call);
}

async function* events(
  response: IncomingMessage,
  call: Call,
): AsyncGenerator<WatchEvent> {
  for await (const line of splitLines(response)) {
    call.heard();
    const { type, object } = parseJson(line);
    if (typeof type !== 'string' || typeof object !== 'object' || !object) {
      throw new ProtocolError('The watch sent something that is no event');
    }
    yield { type, object: object as Record<string, unknown> };
  }
}

async function request(
  transport: TransportSession,
  path: string,
  call: Call,
): Promise<IncomingMessage> {
  const response = await transport.get(path, call.signal);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    return response;
  }
  throw new ApiError({
    status,
    message: await errorMessage(response),
    retryAfterSeconds: Number(response.headers['retry-after']) || undefined,
  });
}

async function errorMessage(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) {
    text += chunk.toString('utf8');
    if (text.length > MAX_ERROR_BYTES) {
      break;
    }
  }
  try {
    const { message } = JSON.parse(text);
    if (typeof message === 'string') {
      return message;
    }
  } catch {
    // A proxy in between answers in its own words, maybe a whole page of them.
  }
  return text.trim().slice(0, 200);
}

function parseJson(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ProtocolError('The API server sent something that is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) {
    throw new ProtocolError('The API server sent something that is no object');
  }
  return parsed as Record<string, unknown>;
}

/** Where a resource is listed and watched: everywhere, or in its one namespace. */
export function resourcePath(
  definition: ResourceDefinition,
  parameters: Record<string, string | undefined>,
): string {
  const { group, version, plural, namespace } = definition;
  const { labelSelector, fieldSelector } = definition;
  const query = new URLSearchParams();
  const all = { labelSelector, fieldSelector, ...parameters };
  for (const [name, value] of Object.entries(all)) {
    if (value) {
      query.set(name, value);
    }
  }
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  const within = namespace
    ? `/namespaces/${encodeURIComponent(namespace)}`
    : '';
  return `${root}${within}/${plural}?${query}`;
}
