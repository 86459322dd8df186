import {
  boolean,
  freeForm,
  JsonSchema,
  list,
  object,
  oneOf,
  string,
  stringMap,
  strings,
} from './JsonSchema';

const duration: JsonSchema = {
  type: 'string',
  pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$',
};
const named = object({ name: string }, ['name']);

export const kustomization = object({
  spec: object(
    {
      buildMetadata: list(oneOf('originAnnotations', 'transformerAnnotations')),
      commonMetadata: object({ annotations: stringMap, labels: stringMap }),
      components: strings,
      decryption: freeForm,
      deletionPolicy: oneOf(
        'MirrorPrune',
        'Delete',
        'WaitForTermination',
        'Orphan',
      ),
      dependsOn: list(
        object({ name: string, namespace: string, readyExpr: string }, [
          'name',
        ]),
      ),
      force: { ...boolean, default: false },
      healthCheckExprs: list(freeForm),
      healthChecks: list(
        object(
          { apiVersion: string, kind: string, name: string, namespace: string },
          ['kind', 'name'],
        ),
      ),
      ignore: list(freeForm),
      ignoreMissingComponents: boolean,
      images: list(
        object(
          { digest: string, name: string, newName: string, newTag: string },
          ['name'],
        ),
      ),
      interval: duration,
      kubeConfig: freeForm,
      namePrefix: string,
      nameSuffix: string,
      patches: list(object({ patch: string, target: freeForm }, ['patch'])),
      path: string,
      postBuild: freeForm,
      prune: boolean,
      retryInterval: duration,
      serviceAccountName: string,
      sourceRef: object(
        {
          apiVersion: string,
          kind: oneOf(
            'OCIRepository',
            'GitRepository',
            'Bucket',
            'ExternalArtifact',
          ),
          name: string,
          namespace: string,
        },
        ['kind', 'name'],
      ),
      suspend: boolean,
      targetNamespace: string,
      timeout: duration,
      wait: boolean,
    },
    ['interval', 'prune', 'sourceRef'],
  ),
  status: freeForm,
});

export const gitRepository = object({
  spec: object(
    {
      ignore: string,
      include: list(freeForm),
      interval: duration,
      provider: oneOf('generic', 'aws', 'azure', 'github'),
      proxySecretRef: named,
      recurseSubmodules: boolean,
      ref: object({
        branch: string,
        commit: string,
        name: string,
        semver: string,
        tag: string,
      }),
      secretRef: named,
      serviceAccountName: string,
      sparseCheckout: strings,
      suspend: boolean,
      timeout: {
        type: 'string',
        default: '60s',
        pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m))+$',
      },
      url: { type: 'string', pattern: '^(http|https|ssh)://.*$' },
      verify: freeForm,
    },
    ['interval', 'url'],
  ),
  status: freeForm,
});
