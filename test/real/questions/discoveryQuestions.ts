import { CORE, JOBS, job, type Questions } from './namespace';

/** A schema of the published OpenAPI, as far as it is looked at here. */
interface Schema {
  required?: string[];
  properties: Record<string, Schema>;
  enum?: unknown[];
  'x-kubernetes-group-version-kind'?: Array<{ kind: string }>;
}

/** What kubectl prints. */
interface Table {
  kind: string;
  apiVersion: string;
  columnDefinitions: Array<{ name: string; type: string }>;
  rows: Array<{ cells: unknown[] }>;
}

/** About what is served, and how. What one asks builds on what the ones before it made. */
export const discoveryQuestions: Questions = {
  'a resource that nobody serves': async ({ admin }) =>
    (await admin.get(`${CORE}/nothings`)).status,
  'a group that nobody serves': async ({ admin }) =>
    (await admin.get('/apis/nothing.example.com/v1/things')).status,
  'the table that kubectl asks for': async ({ admin }) => {
    await admin.post(JOBS, job('tabled'));
    const { body } = await admin.send<Table>(JOBS, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    });
    return [
      body.kind,
      body.apiVersion,
      body.columnDefinitions.map(({ name, type }) => [name, type]),
      body.rows.map(({ cells }) => cells.length),
    ];
  },
  'discovery of custom objects': async ({ admin }) => {
    const { status, body } = await admin.get(
      '/apis/sparkoperator.k8s.io/v1beta2',
    );
    return [
      status,
      body.resources
        .filter(({ kind }) => kind === 'SparkApplication')
        .map(({ storageVersionHash, ...resource }) => ({
          ...resource,
          verbs: [...resource.verbs].sort(),
        })),
    ];
  },
  'the published schema': async ({ admin }) => {
    const { body: index } = await admin.get<{
      paths: Record<string, { serverRelativeURL: string }>;
    }>('/openapi/v3');
    const { serverRelativeURL } =
      index.paths['apis/sparkoperator.k8s.io/v1beta2'];
    const { body } = await admin.get<{
      components: { schemas: Record<string, Schema> };
    }>(serverRelativeURL);
    const [name, schema] = Object.entries(body.components.schemas).find(
      ([, candidate]) =>
        candidate['x-kubernetes-group-version-kind']?.some(
          ({ kind }) => kind === 'SparkApplication',
        ),
    )!;
    return [
      name,
      schema.required?.filter(field => field !== 'metadata'),
      Object.keys(schema.properties).sort(),
      schema.properties.spec.properties.type.enum,
    ];
  },
};
