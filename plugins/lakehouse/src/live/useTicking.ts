import { useSyncExternalStore } from 'react';
import { clock } from './clock';

/** A value that depends on the time; renders when the value, not when the time changes. */
export function useTicking<T extends string | number>(
  read: (now: number) => T,
): T {
  return useSyncExternalStore(clock.subscribe, () => read(clock.now()));
}
