import { createHash } from 'node:crypto';

/** The name that Git gives a file of this text, for hosts that do not tell it. */
export function gitBlobSha(content: string): string {
  const bytes = Buffer.from(content, 'utf8');
  return createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
