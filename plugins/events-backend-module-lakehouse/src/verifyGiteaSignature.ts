import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether a webhook's body was signed with the secret, as Gitea does it: HMAC SHA-256 in hex. */
export function verifyGiteaSignature(options: {
  secret: string;
  body: Buffer;
  signature: unknown;
}): boolean {
  const { secret, body, signature } = options;
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/i.test(signature)) {
    return false;
  }
  const expected = createHmac('sha256', secret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
