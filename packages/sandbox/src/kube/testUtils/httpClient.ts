import { request } from 'node:https';
import { IncomingHttpHeaders } from 'node:http';

export interface Answer {
  code: number;
  headers: IncomingHttpHeaders;
  text: string;
  json<T = { [key: string]: unknown }>(): T;
}

interface CallOptions {
  method?: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Plain HTTPS with the server's own authority, as a client without any library would do it. */
export function httpClient(port: number, ca: string) {
  const open = (path: string, options: CallOptions = {}) => {
    const { method = 'GET', token = 'sandbox-admin', body } = options;
    const text =
      body === undefined || typeof body === 'string'
        ? body
        : JSON.stringify(body);
    const call = request({
      host: 'localhost',
      port,
      path,
      method,
      ca,
      agent: false,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(text === undefined
          ? {}
          : {
              'Content-Type': 'application/json',
              'Content-Length': String(Buffer.byteLength(text)),
            }),
        ...options.headers,
      },
    });
    call.end(text);
    return call;
  };

  const call = (path: string, options?: CallOptions) =>
    new Promise<Answer>((resolve, reject) => {
      open(path, options)
        .on('error', reject)
        .on('response', response => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', chunk => {
            text += chunk;
          });
          response.on('end', () =>
            resolve({
              code: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: () => JSON.parse(text),
            }),
          );
        });
    });

  /** Follows a stream line by line. `until` waits for so many lines, `ended` for the end. */
  const stream = (path: string, options?: CallOptions) => {
    const lines: string[] = [];
    const waiting = new Set<() => void>();
    let isOpen = true;
    let rest = '';
    const wake = () => [...waiting].forEach(check => check());
    const outgoing = open(path, options);
    outgoing.on('error', () => {
      isOpen = false;
      wake();
    });
    outgoing.on('response', response => {
      response.setEncoding('utf8');
      response.on('data', chunk => {
        const parts = `${rest}${chunk}`.split('\n');
        rest = parts.pop() ?? '';
        lines.push(...parts);
        wake();
      });
      response.on('close', () => {
        isOpen = false;
        wake();
      });
    });
    const when = (holds: () => boolean) =>
      new Promise<void>((resolve, reject) => {
        const check = () => {
          if (holds()) {
            waiting.delete(check);
            resolve();
          } else if (!isOpen) {
            waiting.delete(check);
            reject(new Error(`the stream ended after: ${lines.join('\n')}`));
          }
        };
        waiting.add(check);
        check();
      });
    return {
      lines,
      until: (count: number) => when(() => lines.length >= count),
      ended: () => when(() => !isOpen),
      started: new Promise<void>(resolve => {
        outgoing.on('response', () => resolve());
      }),
      close: () => outgoing.destroy(),
    };
  };

  return { call, stream };
}
