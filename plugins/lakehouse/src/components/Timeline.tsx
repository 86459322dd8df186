import type { ReactNode } from 'react';
import {
  RiCheckboxCircleFill,
  RiCircleLine,
  RiCloseCircleFill,
  RiProhibitedLine,
  RiSkipForwardLine,
  RiTimeLine,
} from '@remixicon/react';
import type { ChangeStep } from '@lakefront/backstage-plugin-lakehouse-common';
import { stepTones, toneClass } from './tones';
import styles from './Timeline.module.css';

/** One step on the way of a job or a change request. */
export interface TimelineStep {
  id: string;
  title: string;
  state: ChangeStep['state'];
  meta?: ReactNode;
  /** Shown in full under a step that is stuck. */
  problem?: string;
}

const icons: Record<ChangeStep['state'], [ReactNode, string]> = {
  done: [<RiCheckboxCircleFill key="i" aria-hidden />, 'done'],
  active: [<RiTimeLine key="i" aria-hidden />, 'under way'],
  waiting: [<RiCircleLine key="i" aria-hidden />, 'to come'],
  blocked: [<RiProhibitedLine key="i" aria-hidden />, 'blocked'],
  failed: [<RiCloseCircleFill key="i" aria-hidden />, 'failed'],
  skipped: [<RiSkipForwardLine key="i" aria-hidden />, 'skipped'],
};

/** Steps in order, each with its state, its time and, when stuck, why. */
export function Timeline(props: { label: string; steps: TimelineStep[] }) {
  return (
    <ol className={styles.timeline} aria-label={props.label}>
      {props.steps.map(step => {
        const [icon, word] = icons[step.state];
        return (
          <li
            key={step.id}
            className={`${styles.step} ${toneClass(stepTones[step.state])}`}
            aria-current={step.state === 'active' ? 'step' : undefined}
          >
            <span className={styles.icon} role="img" aria-label={word}>
              {icon}
            </span>
            <div>
              <div className={styles.title}>{step.title}</div>
              {step.meta && <div className={styles.meta}>{step.meta}</div>}
              {step.problem && (
                <div className={styles.problem}>{step.problem}</div>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
