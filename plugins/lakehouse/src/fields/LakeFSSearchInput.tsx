import type { LakeFSFreshness } from '@lakefront/backstage-plugin-lakehouse-common';
import { notLive } from './lakefsPlace';
import { SearchInput, type SearchOption } from './SearchInput';
import { notRead } from './unanswered';
import type { useSearched } from './useSearched';

/**
 * A field of a form that finds things of lakeFS as one types. Below it stands
 * what keeps it from that, else what is wrong with its value, else what it is.
 */
export function LakeFSSearchInput(props: {
  field: {
    idSchema?: { $id?: string };
    schema: { title?: string; description?: string };
    required?: boolean;
    rawErrors?: string[];
  };
  label: string;
  /** What is looked for, to begin a sentence: `Branches and tags`. */
  what: string;
  value: string;
  /** What is to be chosen before, as a sentence; undefined once it is. */
  first: string | undefined;
  /** What is wrong with the value, as a sentence. */
  wrong: string | undefined;
  isFixed: boolean;
  searched: ReturnType<typeof useSearched<{ freshness: LakeFSFreshness[] }>>;
  options: SearchOption[];
  none: string;
  onChange(value: string | undefined): void;
}) {
  const { field, what, first, wrong, isFixed, searched, none, ...rest } = props;
  const { found, loading, error, search } = searched;
  const away = found && notLive(found.freshness);
  // What was read before can be chosen from all the same.
  const isUnread = found?.freshness.some(({ readAt }) => !readAt);
  const unread = error && notRead(what, error);
  return (
    <SearchInput
      {...rest}
      fullWidth
      margin="normal"
      id={field.idSchema?.$id}
      label={field.schema.title ?? props.label}
      required={field.required}
      disabled={first !== undefined || isFixed}
      error={Boolean(
        unread ||
          wrong ||
          (away && isUnread) ||
          (field.rawErrors?.length ?? 0) > 0,
      )}
      helperText={first ?? unread ?? wrong ?? away ?? field.schema.description}
      none={away ? 'None is known while lakeFS does not answer.' : none}
      loading={loading && first === undefined}
      onSearch={search}
    />
  );
}
