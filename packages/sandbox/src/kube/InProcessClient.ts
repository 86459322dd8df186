import {
  KubeClient,
  KubeObject,
  KubeUser,
  Logger,
  PatchOptions,
  ResourceRef,
  WatchEvent,
} from '../types';
import { clone } from './json';
import { KubeApi } from './KubeApi';
import { KubeStatusError, notFound } from './KubeStatusError';
import { parseLabelSelector } from './labelSelector';
import { StoredChange } from './ObjectStore';
import {
  findKind,
  findResource,
  groupVersionOf,
  ResourceDefinition,
} from './resources';

/** The API server for code in this process: same rules, no network. Everything in and out is a copy. */
export class InProcessClient implements KubeClient {
  readonly #api: KubeApi;
  readonly #user: KubeUser;
  readonly #logger?: Logger;

  constructor(api: KubeApi, user: KubeUser, logger?: Logger) {
    this.#api = api;
    this.#user = user;
    this.#logger = logger;
  }

  serves(apiVersion: string) {
    return this.#api.served.some(
      resource => groupVersionOf(resource) === apiVersion,
    );
  }

  resourceFor(apiVersion: string, kind: string) {
    const found = findKind(apiVersion, kind, this.#api.served);
    return (
      found && {
        group: found.group,
        version: found.version,
        plural: found.plural,
        namespaced: found.namespaced,
      }
    );
  }

  get(ref: ResourceRef, namespace: string | undefined, name: string) {
    try {
      const target = { resource: this.#known(ref), namespace, name };
      return clone(this.#api.get(this.#user, target));
    } catch (error) {
      if (error instanceof KubeStatusError && error.status.code === 404) {
        return undefined;
      }
      throw error;
    }
  }

  list(
    ref: ResourceRef,
    options: { namespace?: string; labelSelector?: string } = {},
  ): KubeObject[] {
    const selects = parseLabelSelector(options.labelSelector);
    const { namespace } = options;
    return this.#api
      .list(this.#user, { resource: this.#known(ref), namespace })
      .filter(object => selects(object.metadata.labels ?? {}))
      .map(clone);
  }

  create(
    ref: ResourceRef,
    object: KubeObject,
    options: { dryRun?: boolean } = {},
  ): KubeObject {
    const { namespace } = object.metadata;
    const target = { resource: this.#known(ref), namespace };
    return clone(this.#api.create(this.#user, target, object, options));
  }

  update(
    ref: ResourceRef,
    object: KubeObject,
    options: { subresource?: 'status' } = {},
  ): KubeObject {
    const { name, namespace } = object.metadata;
    const target = { resource: this.#known(ref), namespace, name, ...options };
    return clone(this.#api.update(this.#user, target, object));
  }

  patch(
    ref: ResourceRef,
    namespace: string | undefined,
    name: string,
    body: unknown,
    { type, subresource, dryRun }: PatchOptions,
  ): KubeObject {
    const target = { resource: this.#known(ref), namespace, name, subresource };
    // controllers apply with force: what is in Git wins
    const options = { dryRun, force: type === 'apply' };
    return clone(this.#api.patch(this.#user, target, { type, body }, options));
  }

  delete(ref: ResourceRef, namespace: string | undefined, name: string): void {
    this.#api.delete(this.#user, {
      resource: this.#known(ref),
      namespace,
      name,
    });
  }

  watch(ref: ResourceRef, callback: (event: WatchEvent) => void): () => void {
    const resource = this.#known(ref);
    const queue: WatchEvent[] = this.#api
      .list(this.#user, { resource })
      .map(object => ({ type: 'ADDED', object }));
    let stopped = false;
    let scheduled = false;
    const deliver = () => {
      scheduled = false;
      for (
        let event = queue.shift();
        event && !stopped;
        event = queue.shift()
      ) {
        try {
          callback({ type: event.type, object: clone(event.object) });
        } catch (error) {
          this.#logger?.warn(`a watch of ${ref.plural} failed: ${error}`);
        }
      }
    };
    const schedule = () => {
      if (!scheduled && !stopped) {
        scheduled = true;
        queueMicrotask(deliver);
      }
    };
    const stop = this.#api.store.onChange(change => {
      if (change.resource === resource) {
        queue.push(toEvent(change));
        schedule();
      }
    });
    schedule();
    return () => {
      stopped = true;
      stop();
    };
  }

  #known(ref: ResourceRef): ResourceDefinition {
    const resource = findResource(ref, this.#api.served);
    if (!resource || resource.review) {
      throw notFound(ref, ref.plural);
    }
    return resource;
  }
}

function toEvent({ object, previous }: StoredChange): WatchEvent {
  if (object) {
    return { type: previous ? 'MODIFIED' : 'ADDED', object };
  }
  return { type: 'DELETED', object: previous as KubeObject };
}
