import { noSuchPath } from './KubeStatusError';
import { groupVersionOf, ResourceDefinition } from './resources';
import { JsonSchema } from './schemas/JsonSchema';
import { objectMeta } from './schemas/objectMeta';
import { groupVersions, VERSION } from './http/discovery';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const OBJECT_META = `${META}.ObjectMeta`;

/** `/openapi/v3`: where the document of each group and version is. */
export function openApiIndex(served: ResourceDefinition[]): object {
  return {
    paths: Object.fromEntries(
      groupVersions(served).map(groupVersion => {
        const path = documentPath(groupVersion);
        return [
          path,
          // the schemas are part of the program: the hash needs to change with its version only
          {
            serverRelativeURL: `/openapi/v3/${path}?hash=${VERSION.gitVersion}`,
          },
        ];
      }),
    ),
  };
}

function documentPath(groupVersion: string): string {
  return groupVersion.includes('/')
    ? `apis/${groupVersion}`
    : `api/${groupVersion}`;
}

/** `/openapi/v3/apis/<group>/<version>`. */
export function openApiDocument(
  path: string,
  served: ResourceDefinition[],
): object {
  const groupVersion = groupVersions(served).find(
    candidate => documentPath(candidate) === path,
  );
  if (!groupVersion) {
    throw noSuchPath();
  }
  const described = served.filter(
    resource => groupVersionOf(resource) === groupVersion,
  );
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: VERSION.gitVersion },
    paths: Object.assign({}, ...described.map(pathsOf)),
    components: {
      schemas: {
        ...Object.fromEntries(
          described.map(resource => [schemaName(resource), schemaOf(resource)]),
        ),
        [OBJECT_META]: publish(objectMeta),
      },
    },
  };
}

/** `/openapi/v2`: the same, as older clients read it. */
export function openApiV2(served: ResourceDefinition[]): object {
  const definitions = Object.fromEntries(
    served.map(resource => [schemaName(resource), schemaOf(resource)]),
  );
  const text = JSON.stringify({
    ...definitions,
    [OBJECT_META]: publish(objectMeta),
  });
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: VERSION.gitVersion },
    paths: {},
    definitions: JSON.parse(
      text.replaceAll('#/components/schemas/', '#/definitions/'),
    ),
  };
}

/** `io.k8s.sparkoperator.v1beta2.SparkApplication`; built-in kinds have names of their own on a real server too. */
function schemaName({ group, version, kind, custom }: ResourceDefinition) {
  if (!custom) {
    return `io.k8s.api.${group.split('.')[0] || 'core'}.${version}.${kind}`;
  }
  return [...group.split('.').reverse(), version, kind].join('.');
}

function gvkOf({ group, version, kind }: ResourceDefinition) {
  return { group, version, kind };
}

function schemaOf(resource: ResourceDefinition): object {
  const { schema } = resource;
  return {
    type: 'object',
    ...(schema?.required ? { required: schema.required } : {}),
    ...(schema ? {} : { 'x-kubernetes-preserve-unknown-fields': true }),
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { allOf: [{ $ref: `#/components/schemas/${OBJECT_META}` }] },
      ...Object.fromEntries(
        Object.entries(schema?.properties ?? {}).map(([key, property]) => [
          key,
          publish(property),
        ]),
      ),
    },
    'x-kubernetes-group-version-kind': [gvkOf(resource)],
  };
}

/** Our schema in words that every OpenAPI reader knows. */
export function publish(schema: JsonSchema): object {
  if (schema['x-kubernetes-int-or-string']) {
    return {
      'x-kubernetes-int-or-string': true,
      anyOf: [{ type: 'integer' }, { type: 'string' }],
    };
  }
  const { items, properties, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...(items ? { items: publish(items) } : {}),
    ...(additionalProperties
      ? { additionalProperties: publish(additionalProperties) }
      : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, property]) => [
              key,
              publish(property),
            ]),
          ),
        }
      : {}),
  };
}

const writeParameters = ['dryRun', 'fieldManager', 'fieldValidation'].map(
  name => ({ name, in: 'query', schema: { type: 'string' } }),
);
const force = { name: 'force', in: 'query', schema: { type: 'boolean' } };

function pathsOf(resource: ResourceDefinition): object {
  const { plural, namespaced } = resource;
  const root = `/${documentPath(groupVersionOf(resource))}`;
  const collection = namespaced
    ? `${root}/namespaces/{namespace}/${plural}`
    : `${root}/${plural}`;
  const operation = (action: string, parameters: object[] = []) => ({
    operationId: `${action}${resource.kind}`,
    parameters,
    responses: {
      200: {
        description: 'OK',
        content: {
          'application/json': {
            schema: {
              $ref: `#/components/schemas/${schemaName(resource)}`,
            },
          },
        },
      },
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvkOf(resource),
  });
  const create = { post: operation('post', writeParameters) };
  if (resource.review) {
    return { [collection]: create };
  }
  return {
    [collection]: { get: operation('list'), ...create },
    [`${collection}/{name}`]: {
      get: operation('get'),
      put: operation('put', writeParameters),
      patch: operation('patch', [...writeParameters, force]),
      delete: operation('delete'),
    },
  };
}
