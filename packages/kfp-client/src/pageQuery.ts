import type { PageOptions, Predicate } from './types';

/** What KFP is asked of every list. */
export function pageQuery(options: PageOptions) {
  const { pageToken, pageSize, sortBy, filter } = options;
  return {
    page_token: pageToken,
    page_size: pageSize,
    sort_by: sortBy,
    filter: filter && filter.length > 0 ? filterText(filter) : undefined,
  };
}

/**
 * The JSON of KFP's Filter. KFP undoes the encoding of URLs once more than it
 * should, which breaks on `%` and makes a blank of `+`; as escapes of JSON both
 * come through, whoever undoes what.
 */
export function filterText(filter: readonly Predicate[]): string {
  return JSON.stringify({ predicates: filter.map(toPredicate) })
    .replaceAll('%', '\\u0025')
    .replaceAll('+', '\\u002b');
}

function toPredicate({ key, operation, value }: Predicate) {
  if (value instanceof Date) {
    return { key, operation, timestamp_value: value.toISOString() };
  }
  return typeof value === 'string'
    ? { key, operation, string_value: value }
    : { key, operation, string_values: { values: value } };
}
