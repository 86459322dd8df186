import http from 'node:http';
import https from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { ConnectionCredentials } from './types';

/** One way to one API server with the credentials of the moment. */
export interface TransportSession {
  /** Resolves with the head of the answer; its body is still to be read. */
  get(path: string, signal: AbortSignal): Promise<http.IncomingMessage>;
  /** The same with a body. The index itself only reads. */
  send(
    path: string,
    content: SentContent,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage>;
  /** Closes every socket, in use or not. */
  close(): void;
}

/** What is sent, and how. */
export interface SentContent {
  method: 'PATCH' | 'POST' | 'PUT';
  /** Media type of the body. */
  type: string;
  body: string;
}

/** A way in, as the Kubernetes client made it of the credentials. */
interface Access {
  agent: http.Agent;
  options: https.RequestOptions;
}

/**
 * The Kubernetes client decides how to authenticate and whom to trust (tokens,
 * client certificates, plugins of a kubeconfig, proxies); Node's own client
 * carries the bytes, so that an answer is read as it arrives.
 */
export function openSession(
  credentials: ConnectionCredentials,
): TransportSession {
  const server = new URL(credentials.server);
  assertEncrypted(server, credentials);
  const kubeConfig = credentials.kubeConfig ?? toKubeConfig(credentials);
  const { request } = server.protocol === 'https:' ? https : http;
  // An API server may live below a path, as behind a proxy of many clusters.
  const base = `${server.origin}${server.pathname.replace(/\/+$/, '')}`;
  let access: Promise<Access> | undefined;
  let closed = false;

  const open = async (
    path: string,
    signal: AbortSignal,
    content?: SentContent,
  ): Promise<http.IncomingMessage> => {
    access ??= openAccess(kubeConfig);
    const { agent, options } = await access;
    if (closed) {
      agent.destroy();
      throw new Error('The session was closed');
    }
    const headers = content && { 'content-type': content.type };
    return new Promise((resolve, reject) => {
      request(
        `${base}${path}`,
        {
          ...options,
          ...{ agent, signal, method: content?.method },
          headers: { ...options.headers, ...headers },
        },
        resolve,
      )
        .on('error', reject)
        .end(content?.body);
    });
  };

  return {
    get: (path, signal) => open(path, signal),
    send: (path, content, signal) => open(path, signal, content),
    close: () => {
      closed = true;
      access?.then(
        ({ agent }) => agent.destroy(),
        () => {}, // nothing was opened
      );
    },
  };
}

/**
 * Credentials for the current context of a loaded kubeconfig, with everything
 * that the Kubernetes client can do with one (exec plugins, token files).
 */
export function toKubeConfigCredentials(
  kubeConfig: KubeConfig,
): ConnectionCredentials {
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster) {
    throw new Error(
      `The kubeconfig has no cluster for its current context '${kubeConfig.getCurrentContext()}'`,
    );
  }
  const { server, skipTLSVerify } = cluster;
  return { server, skipTLSVerify, kubeConfig };
}

async function openAccess(kubeConfig: KubeConfig): Promise<Access> {
  const options: https.RequestOptions = {};
  await kubeConfig.applyToHTTPSOptions(options);
  const { agent, headers, auth } = options;
  if (!(agent instanceof http.Agent)) {
    throw new Error('The Kubernetes client gave no way to connect');
  }
  return {
    // The pages of a list and the watch after it share one connection.
    agent: Object.assign(agent, { keepAlive: true }),
    options: {
      auth,
      headers: {
        ...headers,
        accept: 'application/json',
        'user-agent': 'lakefront-kube-index',
      },
    },
  };
}

function toKubeConfig(credentials: ConnectionCredentials): KubeConfig {
  const { server, proxyUrl, tlsServerName, token } = credentials;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    {
      name: 'cluster',
      server,
      caData: base64(credentials.caData),
      // The client wants plain http to be allowed in so many words; see assertEncrypted.
      skipTLSVerify:
        (credentials.skipTLSVerify ?? false) || server.startsWith('http:'),
      proxyUrl,
      tlsServerName,
    },
    {
      name: 'user',
      token,
      certData: base64(credentials.certData),
      keyData: base64(credentials.keyData),
    },
  );
  return kubeConfig;
}

/** PEM in base64, as a kubeconfig has it; it may come as text, too. */
function base64(data: string | undefined): string | undefined {
  return data?.includes('-----BEGIN')
    ? Buffer.from(data).toString('base64')
    : data;
}

/** A token in clear text over the network is a mistake, not a choice. */
function assertEncrypted(
  server: URL,
  { skipTLSVerify }: ConnectionCredentials,
): void {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(server.hostname);
  const plain = server.protocol === 'http:' && (local || skipTLSVerify);
  if (server.protocol !== 'https:' && !plain) {
    throw new Error(
      `The API server ${server.origin} is not reached over https; plain http is for loopback addresses, or with skipTLSVerify`,
    );
  }
}
