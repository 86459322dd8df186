import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from '@backstage/ui';
import { LogLine } from './LogLine';
import { scrollable } from '../components/scrollable';
import styles from './LogViewer.module.css';

const LINE_HEIGHT = 20;
/** Nearer to the end than this is "at the end". */
const END_SLACK = 30;

/** `#L120` is line 120. */
export function lineOfHash(hash: string): number | undefined {
  const number = Number(/^#L(\d+)$/.exec(hash)?.[1]);
  return Number.isNaN(number) ? undefined : number;
}

/**
 * The lines in view, of any number. New lines move the view only for a reader
 * who is at the end; one who scrolled up stays where they are.
 */
export function LogLines(props: {
  lines: string[];
  /** Which of them are shown. */
  indexes: number[];
  /** How many were let go before the first. */
  dropped: number;
  search: string;
  /** Position of the match to show. */
  current?: number;
  wrap: boolean;
  live: boolean;
}) {
  const { lines, indexes, dropped, search, current, wrap, live } = props;
  const { hash, pathname, search: query } = useLocation();
  const navigate = useNavigate();
  const scroll = useRef<HTMLDivElement>(null);
  const linked = lineOfHash(hash);
  const [following, setFollowing] = useState(linked === undefined);
  const goneTo = useRef<number>();
  const lastTop = useRef(0);

  const virtualizer = useVirtualizer({
    count: indexes.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  });
  const total = virtualizer.getTotalSize();

  const toEnd = useCallback(() => {
    const element = scroll.current;
    if (element) {
      element.scrollTop = element.scrollHeight;
      lastTop.current = element.scrollTop;
    }
  }, []);
  useLayoutEffect(() => {
    if (following) {
      toEnd();
    }
  }, [following, total, toEnd]);

  const onScroll = () => {
    const element = scroll.current;
    if (element) {
      const below =
        element.scrollHeight - element.scrollTop - element.clientHeight;
      // Only going up is a wish to read: a longer log alone moves the end away.
      if (below < END_SLACK) {
        setFollowing(true);
      } else if (element.scrollTop < lastTop.current) {
        setFollowing(false);
      }
      lastTop.current = element.scrollTop;
    }
  };

  // The line of the address may come long after the page.
  useEffect(() => {
    if (linked === undefined || goneTo.current === linked) {
      return;
    }
    const position = indexes.indexOf(linked - 1 - dropped);
    if (position >= 0) {
      goneTo.current = linked;
      setFollowing(false);
      virtualizer.scrollToIndex(position, { align: 'center' });
    }
  }, [linked, indexes, dropped, virtualizer]);

  useEffect(() => {
    if (current !== undefined) {
      setFollowing(false);
      virtualizer.scrollToIndex(current, { align: 'center' });
    }
  }, [current, virtualizer]);

  const link = (number: number) => {
    goneTo.current = number;
    navigate(`${pathname}${query}#L${number}`, { replace: true });
  };

  return (
    <div className={styles.frame}>
      <div
        ref={scroll}
        className={wrap ? `${styles.scroll} ${styles.wrap}` : styles.scroll}
        onScroll={onScroll}
        role="log"
        aria-label="Log"
        aria-live="off"
        {...scrollable}
      >
        <div className={styles.body} style={{ height: total }}>
          {virtualizer.getVirtualItems().map(item => {
            const index = indexes[item.index];
            const number = index + 1 + dropped;
            const classes = [
              styles.line,
              ...(number === linked ? [styles.linked] : []),
              ...(item.index === current ? [styles.current] : []),
            ];
            return (
              <div
                key={item.key}
                ref={wrap ? virtualizer.measureElement : undefined}
                data-index={item.index}
                className={classes.join(' ')}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogLine
                  line={lines[index]}
                  number={number}
                  search={search}
                  href={`#L${number}`}
                  onLink={link}
                />
              </div>
            );
          })}
        </div>
      </div>
      {live && !following && (
        <div className={styles.follow}>
          <Button size="small" onPress={() => setFollowing(true)}>
            Follow
          </Button>
        </div>
      )}
    </div>
  );
}
