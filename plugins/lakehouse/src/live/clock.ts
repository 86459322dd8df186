type Listener = () => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * One clock for all relative times of a page. Each of them looks at its own
 * text, so a tick renders only those whose text is another one.
 */
export const clock = {
  now: () => Date.now(),
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    timer ??= setInterval(() => listeners.forEach(tell => tell()), 1000);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && timer) {
        clearInterval(timer);
        timer = undefined;
      }
    };
  },
};
