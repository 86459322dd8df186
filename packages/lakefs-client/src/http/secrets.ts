import type { LakeFSCredentials } from '../types';

/** The header that a key pair is sent in. */
export function authorization(credentials: LakeFSCredentials): string {
  return `Basic ${encoded(credentials)}`;
}

function encoded({ accessKeyId, secretAccessKey }: LakeFSCredentials): string {
  return Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString('base64');
}

/** The same text without the key, whatever a server or a proxy echoes. */
export function withoutSecrets(
  text: string,
  credentials: LakeFSCredentials | undefined,
): string {
  if (!credentials) return text;
  return [
    encoded(credentials),
    credentials.secretAccessKey,
    credentials.accessKeyId,
  ]
    .filter(secret => secret !== '')
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}
