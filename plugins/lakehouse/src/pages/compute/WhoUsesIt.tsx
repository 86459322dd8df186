import styles from './Compute.module.css';

/** Says what nobody here knows, rather than leave it out. */
export function WhoUsesIt() {
  return (
    <p className={styles.note}>
      Who is connected, and since when a compute cluster idles, is known to
      Spark alone: its own UI (port 4040 of the server) shows the sessions.
    </p>
  );
}
