import { useEffect, useRef } from 'react';
import { useStore } from '@xyflow/react';

/** Tells when a graph got more or less room than it had: the window, or what is beside it, has another size. */
export function GraphRoom(props: { onChange(): void }) {
  const width = useStore(state => state.width);
  const height = useStore(state => state.height);
  const latest = useRef(props.onChange);
  latest.current = props.onChange;
  useEffect(() => {
    // Nothing is drawn where there is no room, as in a hidden tab.
    if (width > 0 && height > 0) {
      latest.current();
    }
  }, [width, height]);
  return null;
}
