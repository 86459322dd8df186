import { KubeObject } from '../types';
import { asObject } from './json';
import { ObjectStore } from './ObjectStore';
import { builtinResource, ResourceDefinition } from './resources';

const NAMESPACES = builtinResource('', 'namespaces');

/** Takes objects out as the real server and its controllers do: finalizers first, dependents after, a namespace with all that is in it. */
export class Collector {
  readonly #store: ObjectStore;
  readonly #now: () => string;

  constructor(store: ObjectStore, now: () => string) {
    this.#store = store;
    this.#now = now;
  }

  /** Answers the last state, or the state in which it waits for its finalizers. */
  remove(
    resource: ResourceDefinition,
    object: KubeObject,
    options: { orphan?: boolean } = {},
  ): { object: KubeObject; gone: boolean } {
    if (options.orphan) {
      this.#orphanDependents(object);
    }
    if (resource === NAMESPACES) {
      return this.#removeNamespace(object);
    }
    if (object.metadata.finalizers?.length) {
      const waiting = object.metadata.deletionTimestamp
        ? object
        : this.#store.put(resource, this.#marked(object));
      return { object: waiting, gone: false };
    }
    return { object: this.#removeNow(resource, object), gone: true };
  }

  /** Lets go of an object whose last finalizer is gone. */
  finish(resource: ResourceDefinition, object: KubeObject): KubeObject {
    return this.#removeNow(resource, object);
  }

  #removeNow(resource: ResourceDefinition, object: KubeObject): KubeObject {
    const last = this.#store.remove(resource, object);
    this.#removeDependents(object);
    this.#finishNamespace(object.metadata.namespace);
    return last;
  }

  #marked(object: KubeObject): KubeObject {
    return {
      ...object,
      metadata: {
        ...object.metadata,
        ...(object.metadata.generation
          ? { generation: object.metadata.generation + 1 }
          : {}),
        deletionTimestamp: this.#now(),
        deletionGracePeriodSeconds: 0,
      },
    };
  }

  #removeDependents(owner: KubeObject): void {
    const uid = owner.metadata.uid ?? '';
    for (const [dependent, resource] of this.#store.dependentsOf(uid)) {
      const others = this.#otherOwners(dependent, uid);
      if (others.some(({ uid: other }) => this.#store.hasUid(other))) {
        this.#store.put(resource, {
          ...dependent,
          metadata: { ...dependent.metadata, ownerReferences: others },
        });
      } else {
        const { namespace, name } = dependent.metadata;
        const current = this.#store.get(resource, namespace, name);
        if (current) {
          this.remove(resource, current);
        }
      }
    }
  }

  #orphanDependents(owner: KubeObject): void {
    const uid = owner.metadata.uid ?? '';
    for (const [dependent, resource] of this.#store.dependentsOf(uid)) {
      const { ownerReferences: _, ...metadata } = dependent.metadata;
      const others = this.#otherOwners(dependent, uid);
      this.#store.put(resource, {
        ...dependent,
        metadata: others.length
          ? { ...metadata, ownerReferences: others }
          : metadata,
      });
    }
  }

  #otherOwners(dependent: KubeObject, uid: string) {
    return (dependent.metadata.ownerReferences ?? []).filter(
      owner => owner.uid !== uid,
    );
  }

  #removeNamespace(object: KubeObject): { object: KubeObject; gone: boolean } {
    const { name } = object.metadata;
    if (!object.metadata.deletionTimestamp) {
      this.#store.put(NAMESPACES, {
        ...this.#marked(object),
        status: { ...asObject(object.status), phase: 'Terminating' },
      });
    }
    for (const [item, resource] of this.#store.contentsOf(name)) {
      const current = this.#store.get(resource, name, item.metadata.name);
      if (current) {
        this.remove(resource, current);
      }
    }
    this.#finishNamespace(name);
    const left = this.#store.get(NAMESPACES, undefined, name);
    return { object: left ?? object, gone: left === undefined };
  }

  #finishNamespace(name: string | undefined): void {
    const namespace = name && this.#store.get(NAMESPACES, undefined, name);
    if (
      namespace &&
      namespace.metadata.deletionTimestamp &&
      !namespace.metadata.finalizers?.length &&
      this.#store.contentsOf(name).length === 0
    ) {
      this.#store.remove(NAMESPACES, namespace);
    }
  }
}
