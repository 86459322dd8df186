import type { KubeApi } from './KubeApi';

interface Group {
  group: string;
  version: string;
  kind: string;
}

/**
 * The published schema of a kind, made self-contained: what it refers to is
 * carried along under `components.schemas`, so that a validator needs nothing else.
 */
export async function readOpenApiSchema(
  api: KubeApi,
  wanted: Group,
): Promise<unknown | undefined> {
  const index = (await api.getJson('/openapi/v3')) as
    | { paths?: Record<string, { serverRelativeURL?: string }> }
    | undefined;
  const path = wanted.group
    ? `apis/${wanted.group}/${wanted.version}`
    : `api/${wanted.version}`;
  const url = index?.paths?.[path]?.serverRelativeURL;
  if (!url) {
    return undefined;
  }
  const document = (await api.getJson(url)) as
    | { components?: { schemas?: Record<string, unknown> } }
    | undefined;
  return pickSchema(document?.components?.schemas ?? {}, wanted);
}

/** Pure part of `readOpenApiSchema`. */
export function pickSchema(
  schemas: Record<string, unknown>,
  wanted: Group,
): unknown | undefined {
  const name = Object.keys(schemas).find(candidate =>
    groupsOf(schemas[candidate]).some(
      ({ group, version, kind }) =>
        group === wanted.group &&
        version === wanted.version &&
        kind === wanted.kind,
    ),
  );
  if (!name) {
    return undefined;
  }
  const needed: Record<string, unknown> = {};
  const queue = [name];
  while (queue.length > 0) {
    const next = queue.pop()!;
    if (!(next in needed) && next in schemas) {
      needed[next] = schemas[next];
      queue.push(...referencesOf(schemas[next]));
    }
  }
  return { ...(schemas[name] as object), components: { schemas: needed } };
}

function groupsOf(schema: unknown): Group[] {
  const groups = (schema as Record<string, unknown> | undefined)?.[
    'x-kubernetes-group-version-kind'
  ];
  return Array.isArray(groups) ? groups : [];
}

function referencesOf(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(referencesOf);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string'
      ? [inner.replace('#/components/schemas/', '')]
      : referencesOf(inner),
  );
}
