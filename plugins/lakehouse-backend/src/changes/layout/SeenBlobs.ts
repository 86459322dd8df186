import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { splitDocuments } from './documents';

/** Blobs remembered; of each only what its objects are called. */
const MAX_BLOBS = 20_000;

/** Which objects a blob holds: it never changes, so each is read once. */
export class SeenBlobs {
  readonly #objects = new Map<string, KubernetesObject[]>();

  /** Nothing where the blob was not seen yet. */
  objectsOf(sha: string | undefined): KubernetesObject[] | undefined {
    return sha === undefined ? undefined : this.#objects.get(sha);
  }

  remember({ content, sha }: { content: string; sha?: string }) {
    if (sha === undefined || this.#objects.has(sha)) {
      return;
    }
    this.#objects.set(
      sha,
      splitDocuments(content).flatMap(({ object }) =>
        object ? [nameOf(object)] : [],
      ),
    );
    const [oldest] = this.#objects.keys();
    if (this.#objects.size > MAX_BLOBS) {
      this.#objects.delete(oldest);
    }
  }
}

function nameOf({ apiVersion, kind, metadata }: KubernetesObject) {
  const { name, namespace } = metadata;
  return {
    ...{ apiVersion, kind },
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  };
}
