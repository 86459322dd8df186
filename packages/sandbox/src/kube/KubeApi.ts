import { Clock, KubeObject, KubeUser, Random } from '../types';
import { randomSuffix, randomUuid } from '../random';
import { Admission } from './admission/Admission';
import { putKindDefaults } from './admission/defaults';
import { QuotaKeeper } from './admission/QuotaKeeper';
import { Authorizer } from './Authorizer';
import { Collector } from './Collector';
import { decodeObject, DecodeOptions } from './decode';
import { asArray, asObject, asString, deepEqual } from './json';
import {
  alreadyExists,
  badRequest,
  forbidden,
  notFound,
} from './KubeStatusError';
import { ObjectStore } from './ObjectStore';
import { Patch, patchObject } from './patch/patchObject';
import { checkPreconditions, placeAt } from './placement';
import { withImpliedGroups } from './rbac';
import { builtinResource, ResourceDefinition, RESOURCES } from './resources';
import { mergeUpdate, nextGeneration } from './updateRules';

/** What is called on. */
export interface Target {
  resource: ResourceDefinition;
  namespace?: string;
  name?: string;
  subresource?: 'status';
}

export interface WriteOptions extends DecodeOptions {
  dryRun?: boolean;
  fieldManager?: string;
  force?: boolean;
}

export interface DeleteOptions {
  dryRun?: boolean;
  propagationPolicy?: unknown;
  preconditions?: unknown;
}

const NAMESPACES = builtinResource('', 'namespaces');
const SERVICE_ACCOUNTS = builtinResource('', 'serviceaccounts');
const KEPT_NAMESPACES = ['default', 'kube-system'];

/** The API server without its network: rights, admission, versions, storage. Every way in goes through here. */
export class KubeApi {
  readonly store: ObjectStore;
  readonly authorizer: Authorizer;
  readonly served: ResourceDefinition[];
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #quotas: QuotaKeeper;
  readonly #admission: Admission;
  readonly #collector: Collector;

  constructor(options: {
    clock: Clock;
    random: Random;
    logSize?: number;
    served?: ResourceDefinition[];
  }) {
    this.served = options.served ?? RESOURCES;
    this.#clock = options.clock;
    this.#random = options.random;
    this.store = new ObjectStore({
      // rises with time, so that a later run never takes an old version for its own
      firstVersion: Math.floor(options.clock.now() / 10),
      logSize: options.logSize,
    });
    this.authorizer = new Authorizer(this.store);
    this.#quotas = new QuotaKeeper(this.store);
    this.#admission = new Admission(this.store, this.authorizer, this.#quotas);
    this.#collector = new Collector(this.store, () => this.now());
  }

  /** The time as metadata writes it. */
  now(): string {
    return `${new Date(this.#clock.now()).toISOString().slice(0, 19)}Z`;
  }

  /** Throws 404 when it is not there. */
  get(user: KubeUser, target: Target): KubeObject {
    this.#authorize(user, 'get', target);
    return this.existing(target);
  }

  list(user: KubeUser, target: Target): KubeObject[] {
    this.#authorize(user, 'list', target);
    return this.store.list(target.resource, target.namespace);
  }

  create(
    user: KubeUser,
    target: Target,
    body: unknown,
    options: WriteOptions = {},
  ): KubeObject {
    const { resource } = target;
    this.#authorize(user, 'create', { ...target, name: undefined });
    const object = decodeObject(resource, body, options);
    placeAt(object, target);
    const { metadata } = object;
    const generateName = asString(metadata.generateName);
    if (!metadata.name && generateName) {
      metadata.name = `${generateName}${randomSuffix(this.#random)}`;
    }
    if (metadata.resourceVersion) {
      throw badRequest(
        'resourceVersion should not be set on objects to be created',
      );
    }
    if (resource.status) {
      delete object.status;
    }
    this.#admission.checkNamespace(resource, object);
    this.#admission.admit({ user: withImpliedGroups(user), resource, object });
    if (this.store.get(resource, metadata.namespace, metadata.name)) {
      throw alreadyExists(resource, metadata.name);
    }
    delete metadata.deletionTimestamp;
    metadata.uid = randomUuid(this.#random);
    metadata.creationTimestamp = this.now();
    metadata.generation = nextGeneration(resource, object, undefined);
    if (options.dryRun) {
      return object;
    }
    const stored = this.store.put(resource, object);
    this.#afterWrite(resource, stored);
    return stored;
  }

  update(
    user: KubeUser,
    target: Target,
    body: unknown,
    options: WriteOptions = {},
  ): KubeObject {
    this.#authorize(user, 'update', target);
    const object = decodeObject(target.resource, body, options);
    placeAt(object, target);
    return this.#replace(user, target, this.existing(target), object, options);
  }

  patch(
    user: KubeUser,
    target: Target,
    patch: Patch,
    options: WriteOptions = {},
  ): KubeObject {
    this.#authorize(user, 'patch', target);
    const { resource, namespace, name = '' } = target;
    const existing = this.store.get(resource, namespace, name);
    if (!existing && patch.type !== 'apply') {
      throw notFound(resource, name);
    }
    const manager = options.fieldManager ?? user.name;
    const patched = patchObject(existing, patch, {
      resource,
      manager,
      force: options.force ?? false,
      time: this.now(),
    });
    if (!existing) {
      return this.create(user, target, patched, options);
    }
    const object = decodeObject(resource, patched, options);
    placeAt(object, target);
    return this.#replace(user, target, existing, object, {
      ...options,
      ...(patch.type === 'apply' && { appliedBy: manager }),
    });
  }

  delete(
    user: KubeUser,
    target: Target,
    options: DeleteOptions = {},
  ): { object: KubeObject; gone: boolean } {
    this.#authorize(user, 'delete', target);
    return this.#remove(target, this.existing(target), options);
  }

  /** Deletes what is selected, and answers it. */
  deleteCollection(
    user: KubeUser,
    target: Target,
    selects: (object: KubeObject) => boolean,
    options: DeleteOptions = {},
  ): KubeObject[] {
    this.#authorize(user, 'deletecollection', target);
    const selected = this.store
      .list(target.resource, target.namespace)
      .filter(selects);
    for (const object of selected) {
      this.#remove(target, object, options);
    }
    return selected;
  }

  /** Puts an object in as it is; only defaults and what it lacks in metadata are filled in. */
  seed(resource: ResourceDefinition, body: KubeObject): KubeObject {
    const object = decodeObject(resource, body);
    putKindDefaults(resource, object);
    const { metadata } = object;
    metadata.uid ??= randomUuid(this.#random);
    metadata.creationTimestamp ??= this.now();
    metadata.generation ??= nextGeneration(resource, object, undefined);
    const stored = this.store.put(resource, object);
    this.#afterWrite(resource, stored);
    return stored;
  }

  #authorize(user: KubeUser, verb: string, target: Target): void {
    this.authorizer.check(withImpliedGroups(user), { verb, ...target });
  }

  /** Past authorization: for those who asked already. Throws 404 when it is not there. */
  existing({ resource, namespace, name = '' }: Target): KubeObject {
    const found = this.store.get(resource, namespace, name);
    if (!found) {
      throw notFound(resource, name);
    }
    return found;
  }

  #replace(
    user: KubeUser,
    target: Target,
    old: KubeObject,
    wanted: KubeObject,
    options: WriteOptions & { appliedBy?: string },
  ): KubeObject {
    const { resource } = target;
    checkPreconditions(resource, old, wanted.metadata);
    const object = mergeUpdate(resource, old, wanted, target.subresource);
    putKindDefaults(resource, object);
    if (deepEqual(object, old)) {
      return old;
    }
    if (options.appliedBy !== undefined) {
      object.metadata.managedFields = touched(object.metadata.managedFields, {
        manager: options.appliedBy,
        time: this.now(),
      });
    }
    this.#admission.admit({
      user: withImpliedGroups(user),
      resource,
      object,
      old,
    });
    object.metadata.generation = nextGeneration(resource, object, old);
    if (options.dryRun) {
      return object;
    }
    const stored = this.store.put(resource, object);
    const { deletionTimestamp, finalizers } = stored.metadata;
    if (deletionTimestamp && !finalizers?.length && resource !== NAMESPACES) {
      this.#collector.finish(resource, stored);
    }
    this.#quotas.refresh();
    return stored;
  }

  #remove(target: Target, object: KubeObject, options: DeleteOptions) {
    const { resource } = target;
    const { name } = object.metadata;
    if (resource === NAMESPACES && KEPT_NAMESPACES.includes(name)) {
      throw forbidden(resource, name, 'this namespace may not be deleted');
    }
    checkPreconditions(resource, object, asObject(options.preconditions));
    if (options.dryRun) {
      return { object, gone: true };
    }
    const result = this.#collector.remove(resource, object, {
      orphan: options.propagationPolicy === 'Orphan',
    });
    this.#quotas.refresh();
    return result;
  }

  #afterWrite(resource: ResourceDefinition, object: KubeObject): void {
    if (resource === NAMESPACES) {
      this.#addDefaultAccount(object.metadata.name);
    }
    this.#quotas.refresh();
  }

  /** Every namespace has one, as the controller manager sees to. */
  #addDefaultAccount(namespace: string): void {
    if (!this.store.get(SERVICE_ACCOUNTS, namespace, 'default')) {
      this.store.put(SERVICE_ACCOUNTS, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: {
          name: 'default',
          namespace,
          uid: randomUuid(this.#random),
          creationTimestamp: this.now(),
        },
      });
    }
  }
}

/** The time of a manager's entry is that of its last change, be it only of a value. */
function touched(
  entries: unknown,
  { manager, time }: { manager: string; time: string },
): unknown[] {
  return asArray(entries).map(entry =>
    asObject(entry).manager === manager ? { ...asObject(entry), time } : entry,
  );
}
