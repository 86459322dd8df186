import { groupVersionOf, ResourceDefinition } from '../resources';
import { noSuchPath } from '../KubeStatusError';

export const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.0+lakefront-sandbox',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'node',
};

const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** What `kubectl get all` lists. */
const ALL = [
  'pods',
  'services',
  'deployments',
  'statefulsets',
  'jobs',
  'cronjobs',
  'kustomizations',
  'gitrepositories',
];

/** What is served below `/api` and `/apis`. */
export function discover(path: string, served: ResourceDefinition[]): object {
  const parts = path.split('/').filter(Boolean);
  if (parts[0] === 'api') {
    return parts.length === 1
      ? {
          kind: 'APIVersions',
          versions: ['v1'],
          serverAddressByClientCIDRs: [],
        }
      : resourceList(parts.slice(1).join('/'), served);
  }
  switch (parts.length) {
    case 1:
      return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups(served) };
    case 2: {
      const found = groups(served).find(({ name }) => name === parts[1]);
      if (!found) {
        throw noSuchPath();
      }
      return { kind: 'APIGroup', apiVersion: 'v1', ...found };
    }
    default:
      return resourceList(parts.slice(1).join('/'), served);
  }
}

/** `v1` and every `group/version` that is served. */
export function groupVersions(served: ResourceDefinition[]): string[] {
  return [...new Set(served.map(groupVersionOf))];
}

function groups(served: ResourceDefinition[]) {
  return groupVersions(served)
    .filter(groupVersion => groupVersion.includes('/'))
    .map(groupVersion => {
      const [name, version] = groupVersion.split('/');
      return {
        name,
        versions: [{ groupVersion, version }],
        preferredVersion: { groupVersion, version },
      };
    });
}

function resourceList(
  groupVersion: string,
  served: ResourceDefinition[],
): object {
  const found = served.filter(
    resource => groupVersionOf(resource) === groupVersion,
  );
  if (!found.length) {
    throw noSuchPath();
  }
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: found.flatMap(describe),
  };
}

function describe(resource: ResourceDefinition): object[] {
  const { plural, singular, namespaced, kind, shortNames } = resource;
  const part = (name: string, verbs: string[]) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    kind,
    verbs,
  });
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: resource.review ? ['create'] : VERBS,
      ...(shortNames.length ? { shortNames } : {}),
      ...(ALL.includes(plural) ? { categories: ['all'] } : {}),
    },
    ...(resource.status ? [part('status', ['get', 'patch', 'update'])] : []),
    ...(plural === 'pods' ? [part('log', ['get'])] : []),
  ];
}
