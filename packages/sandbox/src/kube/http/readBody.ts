import { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import {
  badRequest,
  KubeStatusError,
  unsupportedMediaType,
} from '../KubeStatusError';
import { decodeProtobuf } from './protobuf';

const LARGEST = 3 * 1024 * 1024;

/** The body as a value: JSON, or YAML where it says so. Nothing sent is undefined. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST) {
      throw new KubeStatusError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${LARGEST}`,
      );
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const type = mediaType(request);
  if (body.length && type === 'application/vnd.kubernetes.protobuf') {
    try {
      return decodeProtobuf(body);
    } catch {
      throw unsupportedMediaType(type, [
        'application/json',
        'application/yaml',
      ]);
    }
  }
  const text = body.toString('utf8');
  if (text.trim() === '') {
    return undefined;
  }
  try {
    return type.includes('yaml') ? parse(text) : JSON.parse(text);
  } catch (error) {
    throw badRequest(`error decoding the body: ${(error as Error).message}`);
  }
}

/** The media type without its parameters. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';')[0].trim();
}
