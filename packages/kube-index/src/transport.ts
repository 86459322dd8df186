import http from 'node:http';
import https from 'node:https';
import { ConnectionCredentials } from './types';

/**
 * One way to one API server with the credentials of the moment. Node's own
 * client is all it takes: certificates and tokens arrive resolved, and a
 * Kubernetes client library would cost 70 MB to pass them on.
 */
export interface TransportSession {
  /** Resolves with the head of the answer; its body is still to be read. */
  get(path: string, signal: AbortSignal): Promise<http.IncomingMessage>;
  /** Closes every socket, in use or not. */
  close(): void;
}

export function openSession(
  credentials: ConnectionCredentials,
): TransportSession {
  const server = new URL(credentials.server);
  const secure = server.protocol === 'https:';
  if (!secure) {
    assertPlainHttpAllowed(server, credentials);
  }
  const agent = secure
    ? new https.Agent({
        keepAlive: true,
        ca: pem(credentials.caData),
        cert: pem(credentials.certData),
        key: pem(credentials.keyData),
        rejectUnauthorized: !credentials.skipTLSVerify,
      })
    : new http.Agent({ keepAlive: true });
  const headers: http.OutgoingHttpHeaders = {
    accept: 'application/json',
    'user-agent': 'lakefront-kube-index',
  };
  if (credentials.token) {
    headers.authorization = `Bearer ${credentials.token}`;
  }
  // An API server may live below a path, as behind a proxy of many clusters.
  const base = `${server.origin}${server.pathname.replace(/\/+$/, '')}`;

  return {
    get: (path, signal) =>
      new Promise((resolve, reject) => {
        const request = (secure ? https : http).get(
          `${base}${path}`,
          { agent, headers, signal },
          resolve,
        );
        request.on('error', reject);
      }),
    close: () => agent.destroy(),
  };
}

/** PEM as text, or in base64 as a kubeconfig has it. */
function pem(data: string | undefined): string | Buffer | undefined {
  if (!data) {
    return undefined;
  }
  return data.includes('-----BEGIN') ? data : Buffer.from(data, 'base64');
}

/** A token in clear text over the network is a mistake, not a choice. */
function assertPlainHttpAllowed(
  server: URL,
  { skipTLSVerify }: ConnectionCredentials,
): void {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(server.hostname);
  if (server.protocol !== 'http:' || !(local || skipTLSVerify)) {
    throw new Error(
      `The API server ${server.origin} is not reached over https; plain http is for loopback addresses, or with skipTLSVerify`,
    );
  }
}
