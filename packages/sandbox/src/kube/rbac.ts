import { KubeObject, KubeUser } from '../types';
import { asArray, asObject, asString, isObject } from './json';
import { ObjectStore } from './ObjectStore';
import { builtinResource } from './resources';

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

/** What somebody wants to do. */
export interface AccessRequest {
  verb: string;
  group: string;
  /** Plural, with the subresource after a slash. */
  resource: string;
  name?: string;
  namespace?: string;
}

const GROUP = 'rbac.authorization.k8s.io';
const ROLES = builtinResource(GROUP, 'roles');
const CLUSTER_ROLES = builtinResource(GROUP, 'clusterroles');
const ROLE_BINDINGS = builtinResource(GROUP, 'rolebindings');
const CLUSTER_ROLE_BINDINGS = builtinResource(GROUP, 'clusterrolebindings');
const EVERYTHING: PolicyRule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

/** Adds the groups that every user and every service account is in. */
export function withImpliedGroups(user: KubeUser): KubeUser {
  const groups = new Set(user.groups);
  const account = /^system:serviceaccount:([^:]+):/.exec(user.name);
  if (account) {
    groups.add('system:serviceaccounts');
    groups.add(`system:serviceaccounts:${account[1]}`);
  }
  groups.add('system:authenticated');
  return { name: user.name, groups: [...groups] };
}

/** Every rule that holds for a user, in one namespace or cluster-wide. */
export function rulesFor(
  store: ObjectStore,
  user: KubeUser,
  namespace: string | undefined,
): PolicyRule[] {
  if (user.groups.includes('system:masters')) {
    return EVERYTHING;
  }
  const bindings = [
    ...store.list(CLUSTER_ROLE_BINDINGS),
    ...(namespace ? store.list(ROLE_BINDINGS, namespace) : []),
  ];
  return bindings
    .filter(binding => bindsUser(binding, user))
    .flatMap(binding => rulesOfBinding(store, binding));
}

/** Rules of the role that a binding names; none when it is not there. */
export function rulesOfBinding(
  store: ObjectStore,
  binding: KubeObject,
): PolicyRule[] {
  const ref = asObject(binding.roleRef);
  const name = asString(ref.name) ?? '';
  const role =
    ref.kind === 'ClusterRole'
      ? store.get(CLUSTER_ROLES, undefined, name)
      : store.get(ROLES, binding.metadata.namespace, name);
  return rulesOfRole(role);
}

export function rulesOfRole(role: KubeObject | undefined): PolicyRule[] {
  return asArray(role?.rules).filter(isObject) as unknown as PolicyRule[];
}

function bindsUser(binding: KubeObject, user: KubeUser): boolean {
  return asArray(binding.subjects)
    .map(asObject)
    .some(subject => {
      switch (subject.kind) {
        case 'User':
          return subject.name === user.name;
        case 'Group':
          return user.groups.includes(String(subject.name));
        case 'ServiceAccount':
          return (
            user.name ===
            `system:serviceaccount:${
              subject.namespace ?? binding.metadata.namespace
            }:${subject.name}`
          );
        default:
          return false;
      }
    });
}

/** Whether one of the rules allows it. */
export function allows(rules: PolicyRule[], request: AccessRequest): boolean {
  return rules.some(
    rule =>
      has(rule.verbs, request.verb) &&
      has(rule.apiGroups, request.group) &&
      hasResource(rule.resources, request.resource) &&
      (!rule.resourceNames?.length ||
        (request.name !== undefined &&
          rule.resourceNames.includes(request.name))),
  );
}

/** Whether one of the rules allows a path that is no resource. */
export function allowsPath(
  rules: PolicyRule[],
  verb: string,
  path: string,
): boolean {
  return rules.some(
    rule =>
      has(rule.verbs, verb) &&
      (rule.nonResourceURLs ?? []).some(
        url =>
          url === '*' ||
          url === path ||
          (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
      ),
  );
}

function has(values: string[] | undefined, value: string): boolean {
  return !!values && (values.includes('*') || values.includes(value));
}

function hasResource(resources: string[] | undefined, resource: string) {
  const subresource = resource.split('/')[1];
  return (
    has(resources, resource) ||
    (!!subresource && !!resources?.includes(`*/${subresource}`))
  );
}

/** The parts of the wanted rules that the held rules do not cover: nobody grants more than they have. */
export function missingRules(
  held: PolicyRule[],
  wanted: PolicyRule[],
): PolicyRule[] {
  return wanted.flatMap(splitRule).filter(part => !covered(held, part));
}

function splitRule(rule: PolicyRule): PolicyRule[] {
  return rule.verbs.flatMap(verb => [
    ...(rule.nonResourceURLs ?? []).map(url => ({
      nonResourceURLs: [url],
      verbs: [verb],
    })),
    ...(rule.apiGroups ?? []).flatMap(group =>
      (rule.resources ?? []).flatMap(resource =>
        (rule.resourceNames?.length ? rule.resourceNames : [undefined]).map(
          name => ({
            apiGroups: [group],
            resources: [resource],
            ...(name ? { resourceNames: [name] } : {}),
            verbs: [verb],
          }),
        ),
      ),
    ),
  ]);
}

function covered(held: PolicyRule[], part: PolicyRule): boolean {
  const [verb] = part.verbs;
  if (part.nonResourceURLs) {
    return allowsPath(held, verb, part.nonResourceURLs[0]);
  }
  return allows(held, {
    verb,
    group: part.apiGroups?.[0] ?? '',
    resource: part.resources?.[0] ?? '',
    name: part.resourceNames?.[0],
  });
}

/** The missing rules as the real server lists them: one line for each group, resource and name. */
export function describeRules(rules: PolicyRule[]): string {
  const lines = new Map<string, string[]>();
  const listed = (values: string[]) =>
    `[${values.map(value => JSON.stringify(value)).join(' ')}]`;
  for (const rule of rules) {
    const subject = rule.nonResourceURLs
      ? `NonResourceURLs:${listed(rule.nonResourceURLs)}`
      : [
          `APIGroups:${listed(rule.apiGroups ?? [])}`,
          `Resources:${listed(rule.resources ?? [])}`,
          ...(rule.resourceNames
            ? [`ResourceNames:${listed(rule.resourceNames)}`]
            : []),
        ].join(', ');
    lines.set(subject, [...(lines.get(subject) ?? []), ...rule.verbs]);
  }
  return [...lines]
    .map(([subject, verbs]) => `{${subject}, Verbs:${listed(verbs)}}`)
    .sort()
    .join('\n');
}
