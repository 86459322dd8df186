import type { KubeObject } from '../types';
import {
  groupVersionOf,
  type Application,
  type ApplicationDestination,
  type AppProject,
} from './argoObjects';

/** Argo CD's patterns: `*` is anything. */
function matches(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return false;
  const expression = pattern
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`).test(value);
}

function isDestinationPermitted(
  project: AppProject,
  server: string,
  namespace: string,
): boolean {
  return (project.spec.destinations ?? []).some(
    permitted =>
      matches(permitted.server, server) &&
      matches(permitted.namespace, namespace),
  );
}

/** Why an Application may not be in its project at all, in Argo CD's words; nothing where it may. */
export function specProblem(
  { spec }: Application,
  project: AppProject | undefined,
): string | undefined {
  if (!project) {
    return `Application referencing project ${spec.project} which does not exist`;
  }
  const { name } = project.metadata;
  const { repoURL } = spec.source;
  if (!(project.spec.sourceRepos ?? []).some(one => matches(one, repoURL))) {
    return `application repo ${repoURL} is not permitted in project '${name}'`;
  }
  const { server = '', namespace = '' } = spec.destination;
  if (!isDestinationPermitted(project, server, namespace)) {
    return `application destination server '${server}' and namespace '${namespace}' do not match any of the allowed destinations in project '${name}'`;
  }
  return undefined;
}

/** Whether a project permits a kind at all; of what nobody knows (`undefined`) it is asked as of what has no namespace. */
export function isKindPermitted(
  object: KubeObject,
  { spec }: AppProject,
  namespaced: boolean | undefined,
): boolean {
  const { group } = groupVersionOf(object.apiVersion);
  const { name } = object.metadata;
  const isIn = (list: typeof spec.clusterResourceWhitelist) =>
    (list ?? []).some(
      one =>
        matches(one.group, group) &&
        matches(one.kind, object.kind) &&
        (one.name === undefined || matches(one.name, name)),
    );
  // Of namespaced kinds all are permitted where no list says which; of the others none.
  const listed = namespaced
    ? spec.namespaceResourceWhitelist === undefined ||
      isIn(spec.namespaceResourceWhitelist)
    : isIn(spec.clusterResourceWhitelist);
  const barred = namespaced
    ? isIn(spec.namespaceResourceBlacklist)
    : isIn(spec.clusterResourceBlacklist);
  return listed && !barred;
}

/** Why a project does not let an object be applied, in Argo CD's words; nothing where it does. */
export function objectProblem(
  object: KubeObject,
  options: {
    project: AppProject;
    destination: ApplicationDestination;
    namespaced: boolean;
  },
): string | undefined {
  const { project, destination, namespaced } = options;
  const { group } = groupVersionOf(object.apiVersion);
  const { namespace = '' } = object.metadata;
  if (!isKindPermitted(object, project, namespaced)) {
    return `resource ${group}:${object.kind} is not permitted in project ${project.metadata.name}`;
  }
  if (
    namespaced &&
    !isDestinationPermitted(project, destination.server ?? '', namespace)
  ) {
    return `namespace ${namespace} is not permitted in project '${project.metadata.name}'`;
  }
  return undefined;
}
