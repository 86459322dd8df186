import { logLevel } from './logLines';
import { splitMatches } from './searchLines';
import styles from './LogViewer.module.css';

/** One line: its number is a link to it, its level gives its colour. */
export function LogLine(props: {
  line: string;
  number: number;
  search: string;
  href: string;
  onLink(number: number): void;
}) {
  const { line, number, search, href, onLink } = props;
  return (
    <>
      <a
        className={styles.number}
        href={href}
        tabIndex={-1}
        aria-label={`Link to line ${number}`}
        onClick={event => {
          event.preventDefault();
          onLink(number);
        }}
      >
        {number}
      </a>
      <span className={styles[logLevel(line)]}>
        {splitMatches(line, search).map((part, index) =>
          part.match ? (
            <mark key={index} className={styles.match}>
              {part.text}
            </mark>
          ) : (
            part.text
          ),
        )}
      </span>
    </>
  );
}
