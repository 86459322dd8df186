import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Published descriptions, beside the repository; a clone elsewhere has none. */
const FOLDER = resolve(__dirname, '../../../../../../shared/data/git-hosts');

interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

interface Parameter {
  $ref?: string;
  in?: string;
  name?: string;
  schema?: Schema;
}

interface Body {
  schema?: Schema;
  content?: Record<string, { schema?: Schema }>;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: Body & { $ref?: string };
  responses: Record<string, Body & { $ref?: string }>;
}

interface Document {
  basePath?: string;
  paths: Record<
    string,
    Record<string, Operation> & { parameters?: Parameter[] }
  >;
}

export interface Exchange {
  method: string;
  path: string;
  query: URLSearchParams;
  sent: unknown;
  status: number;
  answered: unknown;
}

export interface OpenApiCheck {
  check(exchange: Exchange): void;
  /** What exchanges had that the description does not know, or as another type. */
  problems: Set<string>;
  /** Operations that were held against the description. */
  checked: Set<string>;
}

/** Parameters of paths that may have slashes. */
const SEVERAL_PARTS = ['path', 'filepath', 'ref', 'head'];
const partsIn = (name: string) => name.split('{').length;

const documents = new Map<string, Document>();

function readDocument(file: string): Document {
  const known = documents.get(file);
  if (known) {
    return known;
  }
  const text = readFileSync(resolve(FOLDER, file), 'utf8');
  const document = JSON.parse(text) as Document;
  documents.set(file, document);
  return document;
}

export function hasOpenApi(file: string): boolean {
  return existsSync(resolve(FOLDER, file));
}

/**
 * Holds exchanges against a host's published description: nothing is asked
 * with a query or body that it does not know, nor answered with fields that it
 * does not have. (What a fake leaves out is no problem: the client reads few
 * fields.) Undefined where the description is not at hand.
 */
export function readOpenApi(
  file: string,
  options: {
    /** What the fake's addresses have before the description's paths. */
    prefix: string;
    /** Names that are used on purpose though the description leaves them out. */
    alsoKnown?: string[];
    /** Problems where the description itself is known to be wrong. */
    ignore?: RegExp;
  },
): OpenApiCheck | undefined {
  if (!hasOpenApi(file)) {
    return undefined;
  }
  const document = readDocument(file);
  const alsoKnown = new Set(options.alsoKnown);
  const problems = new Set<string>();
  const tell = (problem: string) => {
    if (!options.ignore?.test(problem)) {
      problems.add(problem);
    }
  };
  const checked = new Set<string>();

  function follow<T extends { $ref?: string }>(value: T): T {
    if (!value.$ref) {
      return value;
    }
    const found = value.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>(
        (at, key) => (at as Record<string, unknown> | undefined)?.[key],
        document,
      );
    // A subset may not hold everything that it refers to.
    return found === undefined ? ({} as T) : follow(found as T);
  }

  function partsOf(schema: Schema): Schema[] {
    const { allOf = [], anyOf = [], oneOf = [] } = schema;
    return [
      schema,
      ...[...allOf, ...anyOf, ...oneOf].flatMap(part => partsOf(follow(part))),
    ];
  }

  function compare(value: unknown, given: Schema, at: string) {
    const parts = partsOf(follow(given));
    const types = parts.flatMap(({ type }) => type ?? []);
    if (value === null) {
      // Swagger 2.0 can't say that something may be null.
      if ('openapi' in document && !parts.some(({ nullable }) => nullable)) {
        tell(`${at} is null`);
      }
      return;
    }
    const type = Array.isArray(value) ? 'array' : typeof value;
    const fits =
      types.length === 0 ||
      types.includes(type) ||
      (types.includes('integer') && Number.isInteger(value));
    if (!fits) {
      tell(`${at} is ${type}, not ${types.join(' or ')}`);
      return;
    }
    const allowed = parts.flatMap(part => part.enum ?? []);
    if (allowed.length > 0 && !allowed.includes(value)) {
      tell(`${at} is ${JSON.stringify(value)}`);
    }
    if (Array.isArray(value)) {
      const items = parts.find(part => part.items)?.items;
      value.forEach(item => items && compare(item, items, `${at}[]`));
    } else if (typeof value === 'object') {
      const known = Object.assign({}, ...parts.map(p => p.properties ?? {}));
      const open =
        parts.some(part => part.additionalProperties) ||
        Object.keys(known).length === 0;
      for (const [key, inner] of Object.entries(value)) {
        if (known[key]) {
          compare(inner, known[key], `${at}.${key}`);
        } else if (!open && !alsoKnown.has(key)) {
          tell(`${at}.${key} is unknown`);
        }
      }
    }
  }

  const { pathname } = new URL(document.basePath ?? '/', 'http://host');
  const base = pathname.replace(/\/$/, '');
  const paths = Object.entries(document.paths)
    .map(([name, item]) => {
      const pattern = name.replace(/\{(\w+)\}/g, (_, part) =>
        SEVERAL_PARTS.includes(part) ? '(.+)' : '([^/]+)',
      );
      const matches = new RegExp(`^${options.prefix}${base}${pattern}$`);
      return { item, name, matches };
    })
    .sort((one, other) => partsIn(one.name) - partsIn(other.name));

  return {
    problems,
    checked,
    check({ method, path: asked, query, sent, status, answered }) {
      const found = paths.find(
        ({ matches, item }) =>
          matches.test(asked) && item[method.toLowerCase()],
      );
      if (!found) {
        return;
      }
      const name = `${method} ${found.name}`;
      const operation = found.item[method.toLowerCase()];
      checked.add(name);
      const parameters = [
        ...(operation.parameters ?? []),
        ...(found.item.parameters ?? []),
      ].map(follow);
      for (const key of query.keys()) {
        const known = parameters.some(p => p.in === 'query' && p.name === key);
        if (!known && !alsoKnown.has(key)) {
          tell(`${name} asks ?${key}`);
        }
      }
      const body =
        parameters.find(parameter => parameter.in === 'body')?.schema ??
        (operation.requestBody && schemaOf(follow(operation.requestBody)));
      if (sent !== undefined && body) {
        compare(sent, body, `${name} sends`);
      }
      const answer = operation.responses[status];
      const described = answer && schemaOf(follow(answer));
      if (described && answered !== undefined) {
        // Azure DevOps puts its lists in an envelope, and describes what is in it.
        const inside =
          described.type === 'array' && !Array.isArray(answered)
            ? (answered as { value: unknown }).value
            : answered;
        compare(inside, described, `${name} ${status}`);
      }
    },
  };
}

function schemaOf({ schema, content }: Body): Schema | undefined {
  return schema ?? Object.values(content ?? {})[0]?.schema;
}
