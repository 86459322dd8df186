import { KubeObject } from '../types';
import { expired } from './KubeStatusError';
import { ResourceDefinition } from './resources';

/** One change, as the log keeps it. Objects in the store are never modified in place. */
export interface StoredChange {
  version: number;
  resource: ResourceDefinition;
  object?: KubeObject;
  previous?: KubeObject;
}

interface Collection {
  namespaces: Map<string, Map<string, KubeObject>>;
  log: StoredChange[];
  /** Changes up to this version are forgotten. */
  forgotten: number;
}

export interface ObjectStoreOptions {
  /** Versions start here. Later starts begin higher, so that old versions read as too old. */
  firstVersion: number;
  /** How many changes per resource a watch can look back. */
  logSize?: number;
}

/** All objects, versioned as in etcd, with a bounded log of changes per resource. */
export class ObjectStore {
  #version: number;
  readonly #logSize: number;
  readonly #collections = new Map<ResourceDefinition, Collection>();
  readonly #dependents = new Map<string, Map<KubeObject, ResourceDefinition>>();
  readonly #uids = new Set<string>();
  readonly #listeners = new Set<(change: StoredChange) => void>();
  readonly #firstVersion: number;

  constructor(options: ObjectStoreOptions) {
    this.#version = options.firstVersion;
    this.#firstVersion = options.firstVersion;
    this.#logSize = options.logSize ?? 5000;
  }

  /** Version of the last change. */
  get version(): number {
    return this.#version;
  }

  get(
    resource: ResourceDefinition,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.#collection(resource)
      .namespaces.get(namespace ?? '')
      ?.get(name);
  }

  /** Objects of one namespace, or of all; ordered by namespace and name. */
  list(resource: ResourceDefinition, namespace?: string): KubeObject[] {
    const { namespaces } = this.#collection(resource);
    const names =
      namespace === undefined ? [...namespaces.keys()] : [namespace];
    return names
      .sort()
      .flatMap(key =>
        [...(namespaces.get(key)?.values() ?? [])].sort((a, b) =>
          a.metadata.name < b.metadata.name ? -1 : 1,
        ),
      );
  }

  /** Puts an object in place of the one of that name and gives it the next version. */
  put(resource: ResourceDefinition, object: KubeObject): KubeObject {
    const { namespace, name } = object.metadata;
    const previous = this.get(resource, namespace, name);
    this.#version += 1;
    const stored = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.#version) },
    };
    const { namespaces } = this.#collection(resource);
    const key = namespace ?? '';
    const names = namespaces.get(key) ?? new Map<string, KubeObject>();
    namespaces.set(key, names.set(name, stored));
    this.#unlink(previous);
    this.#link(resource, stored);
    this.#record({
      version: this.#version,
      resource,
      object: stored,
      previous,
    });
    return stored;
  }

  /** Takes an object out; its last state gets the version of its going. */
  remove(resource: ResourceDefinition, object: KubeObject): KubeObject {
    const { namespace, name } = object.metadata;
    const current = this.get(resource, namespace, name);
    if (!current) {
      return object;
    }
    this.#version += 1;
    const last = {
      ...current,
      metadata: { ...current.metadata, resourceVersion: String(this.#version) },
    };
    const { namespaces } = this.#collection(resource);
    const names = namespaces.get(namespace ?? '');
    names?.delete(name);
    if (names?.size === 0) {
      namespaces.delete(namespace ?? '');
    }
    this.#unlink(current);
    this.#record({ version: this.#version, resource, previous: last });
    return last;
  }

  /** Changes after a version; throws 410 when the log no longer reaches that far. */
  changesSince(resource: ResourceDefinition, version: number): StoredChange[] {
    const { log, forgotten } = this.#collection(resource);
    if (version > this.#version) {
      throw expired(
        `Too large resource version: ${version}, current: ${this.#version}`,
      );
    }
    if (version < forgotten) {
      throw expired(`too old resource version: ${version} (${forgotten + 1})`);
    }
    return log.filter(change => change.version > version);
  }

  /** Calls back for every change, at once and in order; returns stop. */
  onChange(listener: (change: StoredChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether an object with this uid is there. */
  hasUid(uid: string): boolean {
    return this.#uids.has(uid);
  }

  /** Objects that name this uid as an owner. */
  dependentsOf(uid: string): Array<[KubeObject, ResourceDefinition]> {
    return [...(this.#dependents.get(uid) ?? [])];
  }

  /** Everything in a namespace. */
  contentsOf(namespace: string): Array<[KubeObject, ResourceDefinition]> {
    return [...this.#collections.keys()]
      .filter(resource => resource.namespaced)
      .flatMap(resource =>
        this.list(resource, namespace).map(
          (object): [KubeObject, ResourceDefinition] => [object, resource],
        ),
      );
  }

  #collection(resource: ResourceDefinition): Collection {
    let collection = this.#collections.get(resource);
    if (!collection) {
      collection = {
        namespaces: new Map(),
        log: [],
        forgotten: this.#firstVersion,
      };
      this.#collections.set(resource, collection);
    }
    return collection;
  }

  #record(change: StoredChange): void {
    const collection = this.#collection(change.resource);
    collection.log.push(change);
    // trimmed in blocks: shifting a full log at every change would cost its length each time
    if (collection.log.length > this.#logSize * 1.5) {
      const gone = collection.log.splice(
        0,
        collection.log.length - this.#logSize,
      );
      collection.forgotten = gone[gone.length - 1].version;
    }
    for (const listener of [...this.#listeners]) {
      listener(change);
    }
  }

  #link(resource: ResourceDefinition, object: KubeObject): void {
    if (object.metadata.uid) {
      this.#uids.add(object.metadata.uid);
    }
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(uid) ?? new Map();
      this.#dependents.set(uid, dependents.set(object, resource));
    }
  }

  #unlink(object: KubeObject | undefined): void {
    if (!object) {
      return;
    }
    if (object.metadata.uid) {
      this.#uids.delete(object.metadata.uid);
    }
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(object);
      if (dependents?.size === 0) {
        this.#dependents.delete(uid);
      }
    }
  }
}
