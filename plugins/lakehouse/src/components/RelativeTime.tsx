import { useTicking } from '../live';
import {
  formatDuration,
  formatExactTime,
  formatRelative,
} from '../format/formatTime';

/** How long ago; the exact time with its zone on hover. */
export function RelativeTime(props: { time?: string; none?: string }) {
  const { time, none = '–' } = props;
  const text = useTicking(now => (time ? formatRelative(time, now) : none));
  if (!time) {
    return <>{none}</>;
  }
  return (
    <time dateTime={time} title={formatExactTime(time)}>
      {text}
    </time>
  );
}

/** How long something took, or takes so far. */
export function Duration(props: { from?: string; to?: string }) {
  const { from, to } = props;
  const text = useTicking(now =>
    from ? formatDuration((to ? Date.parse(to) : now) - Date.parse(from)) : '–',
  );
  return <>{text}</>;
}
