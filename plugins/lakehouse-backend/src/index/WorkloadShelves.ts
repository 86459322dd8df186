import type { ChangeEvent, ResourceView } from '@lakefront/kube-index';
import type { NamespaceKey, WorkloadRow } from './rows';
import { Shelf } from './Shelf';

/** All workloads by namespace and kind, kept up with the index as it changes. */
export class WorkloadShelves {
  readonly #shelves = new Map<NamespaceKey, Map<string, Shelf>>();

  /** `views`: kind id to the view of its objects. */
  constructor(views: ReadonlyMap<string, ResourceView<WorkloadRow>>) {
    for (const [kind, view] of views) {
      for (const { key, row } of view.list().entries) {
        this.#put(kind, key, row);
      }
      view.subscribe(event => this.#follow(kind, event));
    }
  }

  /** The shelves of a namespace, one for each kind that is there. */
  of(namespace: NamespaceKey): Iterable<Shelf> {
    return this.#shelves.get(namespace)?.values() ?? [];
  }

  #follow(kind: string, { type, key, row }: ChangeEvent<WorkloadRow>): void {
    if (key === undefined) {
      return;
    }
    if (type === 'removed') {
      this.#remove(kind, key);
    } else if (row) {
      this.#put(kind, key, row);
    }
  }

  #put(kind: string, key: string, row: WorkloadRow): void {
    const [namespace, name] = split(key);
    let kinds = this.#shelves.get(namespace);
    if (!kinds) {
      kinds = new Map();
      this.#shelves.set(namespace, kinds);
    }
    let shelf = kinds.get(kind);
    if (!shelf) {
      shelf = new Shelf(namespace, kind);
      kinds.set(kind, shelf);
    }
    shelf.put(name, row);
  }

  #remove(kind: string, key: string): void {
    const [namespace, name] = split(key);
    const kinds = this.#shelves.get(namespace);
    const shelf = kinds?.get(kind);
    shelf?.remove(name);
    if (shelf?.size === 0) {
      kinds?.delete(kind);
    }
    if (kinds?.size === 0) {
      this.#shelves.delete(namespace);
    }
  }
}

/** The namespace and the name in the key of a row. */
function split(key: string): [NamespaceKey, string] {
  const end = key.lastIndexOf('/');
  return [key.slice(0, end) as NamespaceKey, key.slice(end + 1)];
}
