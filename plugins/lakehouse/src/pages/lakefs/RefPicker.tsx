import { useEffect, useState } from 'react';
import { Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  LakeFSAddress,
  LakeFSRef,
} from '@lakefront/backstage-plugin-lakehouse-common';
import useAsync from 'react-use/esm/useAsync';
import { lakehouseApiRef } from '../../api';
import { readError } from '../../components/readError';

/** Pause after the last key before the backend is asked. */
const TYPING_MS = 250;
/** What fails is asked again by itself. */
const AGAIN_MS = 30_000;
const OFFERED = 20;
const COMMIT_ID = /^[0-9a-f]{6,64}$/;

/** A branch, a tag or a commit, found by typing part of its name. */
export function RefPicker(props: {
  label: string;
  address: LakeFSAddress;
  value: string;
  onChange(ref: string): void;
  /** Branches only: what something is merged into. */
  branchesOnly?: boolean;
}) {
  const { label, address, value, onChange, branchesOnly } = props;
  const api = useApi(lakehouseApiRef);
  const { server, repository } = address;
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useAsync(
    () =>
      api.listLakeFSRefs(
        { server, repository },
        { q: asked || undefined, limit: OFFERED },
      ),
    [api, server, repository, asked, tries],
  );
  useEffect(() => {
    const timer =
      found.error && setTimeout(() => setTries(tries + 1), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [found.error, tries]);
  const refs = (found.value?.items ?? []).filter(
    ({ type }) => !branchesOnly || type === 'branch',
  );
  return (
    <Select
      size="small"
      label={label}
      description={found.error && readError(found.error).message}
      options={toOptions({ refs, value, text: asked, branchesOnly })}
      search={{
        mode: 'server',
        inputValue: text,
        onInputChange: setText,
        placeholder: branchesOnly
          ? 'Part of a branch name'
          : 'Part of a name, or a commit id',
      }}
      loading={{ state: found.loading ? 'filtering' : 'idle' }}
      value={value}
      onChange={key => key && onChange(String(key))}
    />
  );
}

/** What can be chosen: what was found, a commit id as it was typed, and always what is chosen. */
export function toOptions(options: {
  refs: LakeFSRef[];
  value: string;
  text: string;
  branchesOnly?: boolean;
}): Array<{ id: string; label: string; description?: string }> {
  const { refs, value, text, branchesOnly } = options;
  const found = refs.map(({ id, type }) => ({
    id,
    label: id,
    ...(type === 'tag' && { description: 'tag' }),
  }));
  const isThere = (id: string) => found.some(one => one.id === id);
  return [
    ...(value && !isThere(value) ? [{ id: value, label: value }] : []),
    ...found,
    ...(!branchesOnly && COMMIT_ID.test(text) && !isThere(text)
      ? [{ id: text, label: text, description: 'commit' }]
      : []),
  ];
}
