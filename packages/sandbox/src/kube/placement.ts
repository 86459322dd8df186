import { KubeObject } from '../types';
import { badRequest, conflict } from './KubeStatusError';
import { ResourceDefinition } from './resources';

/** Takes name and namespace from the address, in place; what the body says must not differ. */
export function placeAt(
  object: KubeObject,
  address: { resource: ResourceDefinition; namespace?: string; name?: string },
): void {
  const { resource, namespace, name } = address;
  const { metadata } = object;
  if (!resource.namespaced) {
    delete metadata.namespace;
  } else if (metadata.namespace === undefined) {
    metadata.namespace = namespace;
  } else if (metadata.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  if (name !== undefined) {
    metadata.name ??= name;
    if (metadata.name !== name) {
      throw badRequest(
        `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
      );
    }
  }
}

/** Throws 409 when the object is another one, or another version of it, than the caller means. */
export function checkPreconditions(
  resource: ResourceDefinition,
  object: KubeObject,
  meant: { uid?: unknown; resourceVersion?: unknown },
): void {
  const { name, uid, resourceVersion } = object.metadata;
  if (meant.uid && meant.uid !== uid) {
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${meant.uid}, UID in object meta: ${uid}`,
    );
  }
  if (meant.resourceVersion && meant.resourceVersion !== resourceVersion) {
    throw conflict(resource, name);
  }
}
