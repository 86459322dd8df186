import { useCallback, useRef, type RefObject } from 'react';

/**
 * Whether somebody reads a region right now: its top is scrolled out of view,
 * the pointer is over it or the focus is in it. Then nothing may move there.
 */
export function useReading<E extends HTMLElement>(): {
  ref: RefObject<E>;
  isReading(): boolean;
} {
  const ref = useRef<E>(null);
  const isReading = useCallback(() => {
    const element = ref.current;
    if (!element) {
      return false;
    }
    return (
      element.getBoundingClientRect().top < 0 ||
      element.matches(':hover') ||
      element.contains(document.activeElement)
    );
  }, []);
  return { ref, isReading };
}
