import { type FoundCredential, Masker, type MaskingKind } from './Masker';

/**
 * An object in which every value that looks like a credential is `••••••`:
 * by key in the kind's maps, env and arguments; in texts by `key=value`,
 * by user and password of a URL, and private keys. The given object stays
 * as it is. References to Secrets stay readable: they hold names.
 * @public
 */
export function maskObject<T>(object: T, kind?: MaskingKind): T {
  return new Masker(kind, 'mask').walk(object, []) as T;
}

/** Where an object holds what looks like a credential. @public */
export function findCredentials(
  object: unknown,
  kind?: MaskingKind,
): FoundCredential[] {
  const masker = new Masker(kind, 'find');
  masker.walk(object, []);
  return masker.found;
}
