import { KubeObject, KubeUser } from '../types';
import { forbidden } from './KubeStatusError';
import { ObjectStore } from './ObjectStore';
import {
  AccessRequest,
  allows,
  describeRules,
  missingRules,
  rulesFor,
  rulesOfBinding,
  rulesOfRole,
} from './rbac';
import { ResourceDefinition } from './resources';

/** One call on a resource, as far as rights go. */
export interface ResourceCall {
  verb: string;
  resource: ResourceDefinition;
  subresource?: string;
  namespace?: string;
  name?: string;
}

/** Says who may do what, from the roles and bindings in the store. */
export class Authorizer {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  allowed(user: KubeUser, request: AccessRequest): boolean {
    return allows(rulesFor(this.#store, user, request.namespace), request);
  }

  /** Throws 403 in the real server's words when the user may not. */
  check(user: KubeUser, call: ResourceCall): void {
    const { verb, resource, subresource, name } = call;
    const isNamespace = resource.plural === 'namespaces';
    const namespace = isNamespace ? name : call.namespace;
    const fullName = subresource
      ? `${resource.plural}/${subresource}`
      : resource.plural;
    const request = {
      verb,
      group: resource.group,
      resource: fullName,
      name,
      namespace,
    };
    if (!this.allowed(user, request)) {
      const place = namespace
        ? `in the namespace "${namespace}"`
        : 'at the cluster scope';
      throw forbidden(
        resource,
        name,
        `User "${user.name}" cannot ${verb} resource "${fullName}" in API group "${resource.group}" ${place}`,
      );
    }
  }

  /** Throws when a role or binding would give away rights that its writer does not have. */
  checkEscalation(
    user: KubeUser,
    resource: ResourceDefinition,
    object: KubeObject,
  ): void {
    const { name, namespace } = object.metadata;
    const isRole = ['roles', 'clusterroles'].includes(resource.plural);
    const isBinding = ['rolebindings', 'clusterrolebindings'].includes(
      resource.plural,
    );
    if (!isRole && !isBinding) {
      return;
    }
    const ref = object.roleRef as { kind: string; name: string } | undefined;
    const exemption = isRole
      ? { verb: 'escalate', resource: resource.plural, name }
      : {
          verb: 'bind',
          resource: ref?.kind === 'ClusterRole' ? 'clusterroles' : 'roles',
          name: ref?.name,
        };
    if (
      this.allowed(user, { ...exemption, group: resource.group, namespace })
    ) {
      return;
    }
    const wanted = isRole
      ? rulesOfRole(object)
      : rulesOfBinding(this.#store, object);
    const missing = missingRules(
      rulesFor(this.#store, user, namespace),
      wanted,
    );
    if (missing.length) {
      const groups = user.groups.map(group => JSON.stringify(group)).join(' ');
      throw forbidden(
        resource,
        name,
        `user "${
          user.name
        }" (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${describeRules(
          missing,
        )}`,
      );
    }
  }
}
