import type { SentCredentials } from '@lakefront/rest-client';
import type { LakeFSCredentials } from './types';

/** The header that a key pair is sent in. */
export function toSent(credentials: LakeFSCredentials): SentCredentials {
  const { accessKeyId, secretAccessKey } = credentials;
  const pair = `${accessKeyId}:${secretAccessKey}`;
  const encoded = Buffer.from(pair).toString('base64');
  return {
    headers: { authorization: `Basic ${encoded}` },
    secrets: [encoded, secretAccessKey, accessKeyId],
  };
}
