import { createHash } from 'node:crypto';
import { ReplicaPart } from './ReplicaPart';

/**
 * How far a set of namespaces has come: as far as the one that is furthest
 * behind. All their resourceVersions count the changes of one store, so what is
 * still to come to any of them is greater. Which namespaces these are belongs
 * to it: to who knew another set, everything may be news.
 */
export class CommonPosition {
  #parts: readonly ReplicaPart[] = [];
  #scope = '';

  /** `through`: a resourceVersion; undefined where nothing is known in common. */
  of(all: readonly ReplicaPart[]): { through?: string; scope?: string } {
    // What may not be read any more must not hold the others back.
    const parts = all.filter(
      ({ position, freshness }) =>
        position !== undefined && freshness.state !== 'forbidden',
    );
    let least: bigint | undefined;
    for (const { version } of parts) {
      if (version === undefined) {
        return {};
      }
      least = least === undefined || version < least ? version : least;
    }
    return least === undefined
      ? {}
      : { through: `${least}`, scope: this.#scopeOf(parts) };
  }

  /** A name of the set; made anew only when it is another one. */
  #scopeOf(parts: readonly ReplicaPart[]): string {
    const same =
      parts.length === this.#parts.length &&
      parts.every((part, i) => part === this.#parts[i]);
    if (!same) {
      this.#parts = parts;
      this.#scope = createHash('sha256')
        .update(
          parts
            .map(({ namespace }) => namespace)
            .sort()
            .join('/'),
        )
        .digest('base64url')
        .slice(0, 12);
    }
    return this.#scope;
  }
}
