import { ServerResponse } from 'node:http';

/** Answers with a JSON body; warnings go where kubectl prints them from. */
export function sendJson(
  response: ServerResponse,
  code: number,
  body: object,
  warnings: string[] = [],
): void {
  const text = JSON.stringify(body);
  response.writeHead(code, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-cache, private',
    ...(warnings.length
      ? {
          Warning: warnings.map(
            warning => `299 - "${warning.replace(/(["\\])/g, '\\$1')}"`,
          ),
        }
      : {}),
  });
  response.end(text);
}
