import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { lakehouseApiRef } from '../api';

/**
 * Whether somebody answers for every domain: only they are told of single
 * resources, others of whole Kubernetes clusters (`*`). Until it is known, no.
 */
export function useOperator(): boolean {
  const api = useApi(lakehouseApiRef);
  const [operator, setOperator] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    api.getFreshness({ signal: controller.signal }).then(
      rows => {
        if (!controller.signal.aborted) {
          setOperator(rows.some(({ resource }) => resource !== '*'));
        }
      },
      () => {}, // the page itself says what is wrong
    );
    return () => controller.abort();
  }, [api]);
  return operator;
}
