import type { Request } from 'express';
import { asArray, asObject, type JsonObject } from '../../kube/json';
import { invalidInput } from '../KfpRefusal';

const DEFAULT_PAGE = 20;
const LONGEST_PAGE = 200;

/** A field by which a list can be sorted and filtered: its value, times as milliseconds. */
export type Fields<T> = Record<string, (item: T) => string | number>;

export interface Page<T> {
  items: T[];
  total: number;
  next: string;
}

interface Token {
  sortBy: string;
  descending: boolean;
  filter: string;
  /** Where the next page begins. */
  value: string | number;
  id: string;
}

/** One page of a list as `page_token`, `page_size`, `sort_by` and `filter` ask for it. */
export function pageOf<T>(
  request: Request,
  all: T[],
  options: { fields: Fields<T>; id: (item: T) => string },
): Page<T> {
  const { fields, id } = options;
  const token = readToken(queryOf(request, 'page_token'));
  const size = pageSize(queryOf(request, 'page_size'));
  const order = readOrder(queryOf(request, 'sort_by'), fields);
  const filter = queryOf(request, 'filter') ?? '';
  const asked = token
    ? { sortBy: token.sortBy, descending: token.descending }
    : order;
  const given = ['sort_by', 'filter'].some(name => queryOf(request, name));
  if (
    token &&
    given &&
    (order.sortBy !== token.sortBy ||
      order.descending !== token.descending ||
      filter !== token.filter)
  ) {
    throw invalidInput(
      'page token does not match the supplied sort by and/or filtering criteria. Either specify the same criteria or leave the latter empty if page token is specified',
    );
  }
  const matches = readFilter(token ? token.filter : filter, fields);
  const valueOf = fields[asked.sortBy];
  const sign = asked.descending ? -1 : 1;
  const compare = (
    a: [string | number, string],
    b: [string | number, string],
  ) => sign * (compareValues(a[0], b[0]) || compareValues(a[1], b[1]));
  const found = all
    .filter(matches)
    .map(item => ({
      item,
      key: [valueOf(item), id(item)] as [string | number, string],
    }))
    .sort((a, b) => compare(a.key, b.key));
  const begin = token
    ? found.findIndex(({ key }) => compare(key, [token.value, token.id]) >= 0)
    : 0;
  const rest = begin < 0 ? [] : found.slice(begin);
  const after = rest[size];
  return {
    items: rest.slice(0, size).map(({ item }) => item),
    total: found.length,
    next: after
      ? writeToken({
          ...asked,
          filter: token ? token.filter : filter,
          value: after.key[0],
          id: after.key[1],
        })
      : '',
  };
}

export function queryOf(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function pageSize(text: string | undefined): number {
  const size = Number(text ?? 0);
  if (!Number.isInteger(size)) {
    throw invalidInput(`parsing field "page_size": ${text}`);
  }
  if (size < 0) {
    throw invalidInput(`The page size should be greater than 0. Got ${size}`);
  }
  return Math.min(size || DEFAULT_PAGE, LONGEST_PAGE);
}

function readOrder<T>(text: string | undefined, fields: Fields<T>) {
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const wrong =
    words.length > 2 || (words[1] && !['asc', 'desc'].includes(words[1]));
  if (wrong) {
    throw invalidInput(
      `Received invalid sort by format "${text}". Supported format: "field_name", "field_name desc", or "field_name asc"`,
    );
  }
  const sortBy = words[0] ?? 'created_at';
  if (!Object.hasOwn(fields, sortBy)) {
    throw invalidInput(`Invalid sorting field: "${sortBy}" on listable type`);
  }
  return { sortBy, descending: words[1] === 'desc' };
}

function compareValues(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64');
}

function readToken(text: string | undefined): Token | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    throw invalidInput('Invalid page token');
  }
}

function readFilter<T>(text: string, fields: Fields<T>): (item: T) => boolean {
  if (text === '') return () => true;
  let filter: JsonObject;
  try {
    filter = asObject(JSON.parse(unescaped(text)));
  } catch (error) {
    throw invalidInput(
      `failed to parse valid filter from ${JSON.stringify(text)}: ${
        (error as Error).message
      }`,
    );
  }
  const tests = asArray(filter.predicates).map(one =>
    readPredicate(asObject(one), fields),
  );
  return item => tests.every(test => test(item));
}

/** KFP undoes the encoding of URLs once more than it was done. */
function unescaped(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** Protobuf takes a word of an enum by its number too, which KFP's own Python client sends. */
const OPERATIONS: Record<number, string> = {
  1: 'EQUALS',
  2: 'NOT_EQUALS',
  3: 'GREATER_THAN',
  5: 'GREATER_THAN_EQUALS',
  6: 'LESS_THAN',
  7: 'LESS_THAN_EQUALS',
  8: 'IN',
  9: 'IS_SUBSTRING',
};

/** Fields by the name that protobuf gives them, from the one that JSON gives them. */
function inSnakeCase(predicate: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(predicate).map(([name, value]) => [
      name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

function readPredicate<T>(
  given: JsonObject,
  fields: Fields<T>,
): (item: T) => boolean {
  const predicate = inSnakeCase(given);
  const key = String(predicate.key ?? '');
  const operation =
    typeof predicate.operation === 'number'
      ? OPERATIONS[predicate.operation]
      : String(predicate.operation ?? '');
  if (!Object.hasOwn(fields, key)) {
    throw invalidInput(
      `no support for filtering on unrecognized field "${key}"`,
    );
  }
  const field = fields[key];
  const list = asArray(
    asObject(
      predicate.string_values ?? predicate.int_values ?? predicate.long_values,
    ).values,
  ).map(String);
  const single =
    predicate.string_value ?? predicate.int_value ?? predicate.long_value;
  const wanted =
    predicate.timestamp_value === undefined
      ? (single as string | number)
      : Date.parse(String(predicate.timestamp_value));
  const comparable = (value: string | number) =>
    typeof value === 'number'
      ? compareValues(value, Number(wanted))
      : compareValues(value, String(wanted));
  switch (operation) {
    case 'EQUALS':
      return item => comparable(field(item)) === 0;
    case 'NOT_EQUALS':
      return item => comparable(field(item)) !== 0;
    case 'GREATER_THAN':
      return item => comparable(field(item)) > 0;
    case 'GREATER_THAN_EQUALS':
      return item => comparable(field(item)) >= 0;
    case 'LESS_THAN':
      return item => comparable(field(item)) < 0;
    case 'LESS_THAN_EQUALS':
      return item => comparable(field(item)) <= 0;
    case 'IN':
      return item => list.includes(String(field(item)));
    case 'IS_SUBSTRING':
      return item =>
        String(field(item))
          .toLowerCase()
          .includes(String(wanted).toLowerCase());
    default:
      throw invalidInput(`invalid predicate operation: ${operation}`);
  }
}
