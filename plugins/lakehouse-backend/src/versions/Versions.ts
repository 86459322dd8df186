import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
} from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Position } from '@lakefront/kube-index';

/** What a version remembers of the answer that carried it. */
export interface SealedVersion {
  /** Resource of the index to the position last applied on each Kubernetes cluster. */
  positions: Record<string, Position>;
  /** Hash of what was asked. */
  query: string;
  /** Hash of what the user might see then. */
  scope: string;
  /** Hash of the answer itself, where it is small enough to be compared whole. */
  body?: string;
}

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Sealed, it goes into an address, of which servers take 16 KB at most. */
export const LONGEST_VERSION = 12 * 1024;
const LARGEST_OPENED = 256 * 1024;

/**
 * Versions that only we can read: which clusters and resources exist, and how
 * busy they are, is nobody's business. Any replica with the key of the
 * database opens what another has sealed.
 */
export class Versions {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  seal(version: SealedVersion): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, iv);
    const sealed = Buffer.concat([
      // Positions of dozens of Kubernetes clusters repeat their names.
      cipher.update(deflateRawSync(JSON.stringify(version))),
      cipher.final(),
    ]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString(
      'base64url',
    );
  }

  /** Undefined for what we did not seal, or sealed with another key: answer in full. */
  open(text: string): SealedVersion | undefined {
    if (text.length > LONGEST_VERSION) {
      return undefined;
    }
    try {
      const bytes = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv(
        ALGORITHM,
        this.#key,
        bytes.subarray(0, IV_BYTES),
        { authTagLength: TAG_BYTES },
      );
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const plain = Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]);
      const json = inflateRawSync(plain, { maxOutputLength: LARGEST_OPENED });
      return JSON.parse(json.toString('utf8'));
    } catch {
      return undefined;
    }
  }
}

/** Same value, same hash; for comparing, not for secrets. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url')
    .slice(0, 22);
}
