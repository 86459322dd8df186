import { KubeUser } from '../../types';
import { asArray, asObject, asString } from '../json';
import { KubeApi } from '../KubeApi';
import { badRequest } from '../KubeStatusError';
import { allowsPath, PolicyRule, rulesFor, withImpliedGroups } from '../rbac';
import { groupVersionOf, ResourceDefinition } from '../resources';

/** Answers an access review: nothing is kept. */
export function answerReview(
  api: KubeApi,
  user: KubeUser,
  resource: ResourceDefinition,
  body: unknown,
): object {
  const { metadata, spec: given } = asObject(body);
  const spec = asObject(given);
  const review = {
    kind: resource.kind,
    apiVersion: groupVersionOf(resource),
    metadata: { creationTimestamp: null, ...asObject(metadata) },
  };
  switch (resource.kind) {
    case 'SelfSubjectReview':
      return {
        ...review,
        status: { userInfo: { username: user.name, groups: user.groups } },
      };
    case 'SelfSubjectRulesReview': {
      const rules = rulesFor(api.store, user, asString(spec.namespace));
      return { ...review, spec: {}, status: rulesStatus(rules) };
    }
    case 'SelfSubjectAccessReview':
      return { ...review, spec, status: accessStatus(api, user, spec) };
    default: {
      const groups = asArray(spec.groups).map(String);
      const name = asString(spec.user);
      if (!name && !groups.length) {
        throw badRequest(
          'spec.user: at least one of user or group must be specified',
        );
      }
      const subject = { name: name ?? '', groups };
      // the caller names all groups; only a service account's own are known without being said
      const asked = name?.startsWith('system:serviceaccount:')
        ? withImpliedGroups(subject)
        : subject;
      return { ...review, spec, status: accessStatus(api, asked, spec) };
    }
  }
}

function accessStatus(
  api: KubeApi,
  user: KubeUser,
  spec: Record<string, unknown>,
): object {
  if (spec.nonResourceAttributes !== undefined) {
    const { path, verb } = asObject(spec.nonResourceAttributes);
    const rules = rulesFor(api.store, user, undefined);
    return { allowed: allowsPath(rules, String(verb), String(path)) };
  }
  const wanted = asObject(spec.resourceAttributes);
  const subresource = asString(wanted.subresource);
  const resource = asString(wanted.resource) ?? '';
  return {
    allowed: api.authorizer.allowed(user, {
      verb: asString(wanted.verb) ?? '',
      group: asString(wanted.group) ?? '',
      resource: subresource ? `${resource}/${subresource}` : resource,
      name: asString(wanted.name) || undefined,
      namespace: asString(wanted.namespace) || undefined,
    }),
  };
}

function rulesStatus(rules: PolicyRule[]): object {
  return {
    resourceRules: rules.filter(rule => !rule.nonResourceURLs),
    nonResourceRules: rules.filter(rule => rule.nonResourceURLs),
    incomplete: false,
  };
}
