import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  ChangeCheck,
  ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { lakehouseApiRef } from '../../../api';

/** Pause after the last key before the backend is asked. */
const TYPING_MS = 400;

export interface Checked {
  check?: ChangeCheck;
  loading: boolean;
  error?: Error;
  retry(): void;
}

/** What the backend says of a change before anybody asks for it. */
export function useCheck(input: ProposeInput | undefined): Checked {
  const api = useApi(lakehouseApiRef);
  const wanted = input && JSON.stringify(input);
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), TYPING_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const { value, loading, error, retry } = useAsyncRetry(
    async () =>
      asked
        ? { asked, check: await api.checkChange(JSON.parse(asked)) }
        : undefined,
    [api, asked],
  );
  // An answer about something else says nothing about this.
  const check = value?.asked === wanted ? value?.check : undefined;
  return {
    check,
    error: loading ? undefined : error,
    loading: wanted !== undefined && !check && (loading || !error),
    retry,
  };
}
