import {
  boolean,
  freeForm,
  int64,
  list,
  object,
  string,
  stringMap,
  strings,
} from './JsonSchema';

const source = object(
  {
    chart: string,
    directory: object({
      exclude: string,
      include: string,
      jsonnet: freeForm,
      recurse: boolean,
    }),
    helm: freeForm,
    kustomize: freeForm,
    name: string,
    path: string,
    plugin: freeForm,
    ref: string,
    repoURL: string,
    tagPrefix: string,
    targetRevision: string,
  },
  ['repoURL'],
);

const destination = object({ name: string, namespace: string, server: string });

export const application = object(
  {
    spec: object(
      {
        destination,
        ignoreDifferences: list(freeForm),
        info: list(freeForm),
        project: string,
        revisionHistoryLimit: int64,
        source,
        sourceHydrator: freeForm,
        sources: list(source),
        syncPolicy: object({
          automated: object({
            allowEmpty: boolean,
            enabled: boolean,
            prune: boolean,
            selfHeal: boolean,
          }),
          managedNamespaceMetadata: object({
            annotations: stringMap,
            labels: stringMap,
          }),
          retry: object({
            backoff: object({
              duration: string,
              factor: int64,
              maxDuration: string,
            }),
            limit: int64,
            refresh: boolean,
          }),
          syncOptions: strings,
        }),
      },
      ['destination', 'project'],
    ),
    status: freeForm,
    operation: freeForm,
  },
  ['spec'],
);

const groupKind = object({ group: string, kind: string }, ['group', 'kind']);
const groupKindName = object({ group: string, kind: string, name: string }, [
  'group',
  'kind',
]);

export const appProject = object(
  {
    spec: object({
      clusterResourceBlacklist: list(groupKindName),
      clusterResourceWhitelist: list(groupKindName),
      description: string,
      destinationServiceAccounts: list(freeForm),
      destinations: list(destination),
      namespaceResourceBlacklist: list(groupKind),
      namespaceResourceWhitelist: list(groupKind),
      orphanedResources: freeForm,
      permitOnlyProjectScopedClusters: boolean,
      roles: list(freeForm),
      signatureKeys: list(freeForm),
      sourceIntegrity: freeForm,
      sourceNamespaces: strings,
      sourceRepos: strings,
      syncWindows: list(freeForm),
    }),
    status: freeForm,
  },
  ['spec'],
);
