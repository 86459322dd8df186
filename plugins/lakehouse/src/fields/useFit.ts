import { useEffect, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Fit,
  Footprint,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../api';
import { readError } from '../components/readError';
import type { DomainChoice } from './place';
import { isWorthAskingAgain } from './unanswered';

const TYPING_MS = 300;
/** Pause after which what did not answer is asked again. */
const AGAIN_MS = 4000;

/** Whether a footprint fits its domain now; asked again as it changes. */
export function useFit(
  place: DomainChoice | undefined,
  footprint: Footprint | undefined,
): { fit?: Fit; problem?: string } {
  const api = useApi(lakehouseApiRef);
  const key =
    place && footprint ? JSON.stringify([place, footprint]) : undefined;
  const [answer, setAnswer] = useState<{
    key: string;
    fit?: Fit;
    problem?: string;
    again?: boolean;
  }>();
  const [attempt, setAttempt] = useState(0);
  useDebounce(
    async () => {
      if (!key || !place || !footprint) {
        return;
      }
      try {
        setAnswer({ key, fit: await api.checkFit({ ...place, footprint }) });
      } catch (error) {
        setAnswer({
          key,
          problem: `Whether it fits is not known: ${readError(error).message}`,
          again: isWorthAskingAgain(error),
        });
      }
    },
    TYPING_MS,
    [key, attempt],
  );
  useEffect(() => {
    if (!answer?.again) {
      return undefined;
    }
    const timer = setTimeout(() => setAttempt(last => last + 1), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [answer]);
  return answer?.key === key ? answer ?? {} : {};
}
