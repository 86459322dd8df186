import { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { KubeUser, Logger } from '../../types';
import {
  KubeStatusError,
  methodNotAllowed,
  noSuchPath,
} from '../KubeStatusError';
import { openApiDocument, openApiIndex, openApiV2 } from '../openapi';
import { allowsPath, rulesFor } from '../rbac';
import type { ResourceDefinition } from '../resources';
import { authenticate } from './authenticate';
import { makeCertificate, ServerCertificate } from './certificate';
import { discover, VERSION } from './discovery';
import { readPath } from './requestInfo';
import { ResourceCalls, ResourceCallsOptions } from './ResourceCalls';
import { sendJson } from './sendJson';

export interface HttpServerOptions extends ResourceCallsOptions {
  tokens: Record<string, KubeUser>;
  logger?: Logger;
  /** Made by `listen` where absent. */
  certificate?: ServerCertificate;
}

const OPEN_PATHS = ['/healthz', '/livez', '/readyz', '/version'];

/** The API server's HTTPS side, on loopback only. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #calls: ResourceCalls;
  #server?: Server;
  #certificate?: ServerCertificate;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#certificate = options.certificate;
    this.#calls = new ResourceCalls(options);
  }

  /** What clients trust. */
  get caCertificate(): string {
    if (!this.#certificate) {
      throw new Error(
        'the certificate is made when the server starts to listen',
      );
    }
    return this.#certificate.ca;
  }

  get url(): string {
    const address = this.#server?.address() as AddressInfo | null | undefined;
    if (!address) {
      throw new Error('the server does not listen');
    }
    return `https://localhost:${address.port}`;
  }

  async listen(port: number): Promise<{ port: number; url: string }> {
    this.#certificate ??= await makeCertificate();
    const { cert, key } = this.#certificate;
    const server = createServer({ cert, key }, (request, response) =>
      this.#handle(request, response),
    );
    // a watch is silent for as long as nothing happens
    server.requestTimeout = 0;
    server.headersTimeout = 60_000;
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1' }, resolve);
    });
    this.#server = server;
    return { port: (server.address() as AddressInfo).port, url: this.url };
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) {
      const closed = new Promise<void>(resolve =>
        server.close(() => resolve()),
      );
      server.closeAllConnections();
      await closed;
    }
  }

  async #handle(request: IncomingMessage, response: ServerResponse) {
    try {
      await this.#dispatch(request, response);
    } catch (error) {
      const known =
        error instanceof KubeStatusError ? error : this.#unexpected(error);
      if (response.headersSent) {
        response.destroy();
      } else {
        sendJson(response, known.status.code, known.status);
      }
    }
  }

  #unexpected(error: unknown): KubeStatusError {
    this.#options.logger?.warn(`Kubernetes API: ${error}`);
    return new KubeStatusError(
      500,
      'InternalError',
      `Internal error occurred: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }

  async #dispatch(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(
      request.url ?? '/',
      'https://localhost',
    );
    if (OPEN_PATHS.includes(pathname)) {
      this.#plain(response, pathname);
      return;
    }
    const { api, tokens } = this.#options;
    const user = authenticate(request, tokens, api.authorizer);
    const info = readPath(pathname, api.served);
    if (!info) {
      throw noSuchPath();
    }
    if (info.kind === 'resource') {
      const { kind: _, ...target } = info;
      await this.#calls.handle({
        request,
        response,
        query: searchParams,
        user,
        ...target,
      });
      return;
    }
    const verb = (request.method ?? 'GET').toLowerCase();
    if (!allowsPath(rulesFor(api.store, user, undefined), verb, pathname)) {
      throw new KubeStatusError(
        403,
        'Forbidden',
        `forbidden: User "${user.name}" cannot ${verb} path "${pathname}"`,
        {},
      );
    }
    if (verb !== 'get') {
      throw methodNotAllowed();
    }
    sendJson(response, 200, documentAt(pathname, api.served));
  }

  #plain(response: ServerResponse, path: string): void {
    if (path === '/version') {
      sendJson(response, 200, VERSION);
    } else {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok');
    }
  }
}

function documentAt(path: string, served: ResourceDefinition[]): object {
  if (path === '/openapi/v3') {
    return openApiIndex(served);
  }
  if (path.startsWith('/openapi/v3/')) {
    return openApiDocument(path.slice('/openapi/v3/'.length), served);
  }
  if (path === '/openapi/v2') {
    return openApiV2(served);
  }
  if (/^\/apis?(\/|$)/.test(path)) {
    return discover(path, served);
  }
  throw noSuchPath();
}
