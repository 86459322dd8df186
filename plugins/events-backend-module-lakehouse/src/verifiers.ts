import {
  createHmac,
  randomBytes,
  timingSafeEqual,
  type BinaryLike,
} from 'node:crypto';
import type { RequestDetails } from '@backstage/plugin-events-node';

/** Whether a webhook is from whom it says, by the secret that only they know. */
export type Verifier = (request: RequestDetails) => boolean;

/** HMAC SHA-256 of the body's bytes, in hex, behind `prefix`. */
export function signedBody(options: {
  /** Lower case. */
  header: string;
  prefix?: string;
  secret: string;
}): Verifier {
  const { header, prefix = '', secret } = options;
  return ({ headers, raw }) => {
    const value = headers[header];
    if (typeof value !== 'string' || !value.startsWith(prefix)) {
      return false;
    }
    const signature = value.slice(prefix.length);
    // Tells what can't be a signature before the body is read.
    if (!/^[0-9a-f]{64}$/i.test(signature)) {
      return false;
    }
    const expected = createHmac('sha256', secret).update(raw.body).digest();
    return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
  };
}

/** A header that holds just this value. */
export function secretHeader(options: {
  /** Lower case. */
  header: string;
  value: string;
}): Verifier {
  // Digests under a key of the moment have one length and tell nothing of where two values differ.
  const key = randomBytes(32);
  const digest = (value: BinaryLike) =>
    createHmac('sha256', key).update(value).digest();
  const expected = digest(options.value);
  return ({ headers }) => {
    const value = headers[options.header];
    return (
      typeof value === 'string' && timingSafeEqual(digest(value), expected)
    );
  };
}

/** HTTP basic authentication. */
export function basicAuth(options: {
  username: string;
  password: string;
}): Verifier {
  const { username, password } = options;
  const credentials = Buffer.from(`${username}:${password}`, 'utf8');
  return secretHeader({
    header: 'authorization',
    value: `Basic ${credentials.toString('base64')}`,
  });
}
