import {
  formatBytes,
  formatCpu,
  type PodSummary,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDuration, formatExactTime } from '../format/formatTime';
import { useTicking } from '../live';
import { podBars } from './podBars';
import { toneClass } from './tones';
import { scrollable } from './scrollable';
import styles from './PodGantt.module.css';

/** Running bars grow this often; more would only cost. */
const GROW_MS = 5_000;

/** Pods over time: each a row with its bar and what one asks about it. */
export function PodGantt(props: { pods: PodSummary[] }) {
  const now = useTicking(time => Math.floor(time / GROW_MS) * GROW_MS);
  return (
    <div
      className={styles.scroll}
      role="group"
      aria-label="Pods"
      {...scrollable}
    >
      <table className={styles.table} aria-label="Pods over time">
        <thead>
          <tr>
            <th scope="col">Pod</th>
            <th scope="col" className={styles.lane}>
              Time
            </th>
            <th scope="col">State</th>
            <th scope="col" className={styles.wide}>
              Node
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              CPU
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              Memory
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              Restarts
            </th>
          </tr>
        </thead>
        <tbody>
          {podBars(props.pods, now).map(({ pod, wait, run, tone }) => (
            <tr key={pod.name} className={toneClass(tone)}>
              <td title={pod.name}>{shortName(pod)}</td>
              <td className={styles.lane}>
                <div className={styles.track} title={describe(pod, now)}>
                  <div
                    className={styles.wait}
                    style={{ left: `${wait.left}%`, width: `${wait.width}%` }}
                  />
                  {run && (
                    <div
                      className={styles.bar}
                      style={{ left: `${run.left}%`, width: `${run.width}%` }}
                    />
                  )}
                </div>
              </td>
              <td className={styles.reason} title={pod.message}>
                {pod.reason ?? pod.phase}
                {pod.exitCode ? ` (exit ${pod.exitCode})` : ''}
              </td>
              <td className={styles.wide}>{pod.node ?? '–'}</td>
              <td className={`${styles.number} ${styles.wide}`}>
                {pod.cpu === undefined ? '–' : formatCpu(pod.cpu)}
              </td>
              <td className={`${styles.number} ${styles.wide}`}>
                {pod.memory === undefined ? '–' : formatBytes(pod.memory)}
              </td>
              <td className={`${styles.number} ${styles.wide}`}>
                {pod.restarts}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `driver`, or `exec 3` out of `...-exec-3`. */
function shortName(pod: PodSummary): string {
  const number = /-exec-(\d+)$/.exec(pod.name)?.[1];
  return number ? `exec ${number}` : pod.role;
}

function describe(pod: PodSummary, now: number): string {
  const end = pod.endedAt ? Date.parse(pod.endedAt) : now;
  return pod.startedAt
    ? `${pod.name}: started ${formatExactTime(pod.startedAt)}, ${formatDuration(
        end - Date.parse(pod.startedAt),
      )}`
    : `${pod.name}: made ${formatExactTime(pod.createdAt)}, not started`;
}
