import type {
  ChangePhase,
  ChangeStep,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import styles from './tones.module.css';

/** What a state means for whoever looks: the only place where states get colours. */
export type Tone = 'good' | 'bad' | 'busy' | 'waiting' | 'quiet';

export const workloadTones: Record<WorkloadState, Tone> = {
  pending: 'waiting',
  running: 'busy',
  succeeded: 'good',
  failed: 'bad',
  suspended: 'quiet',
  unknown: 'quiet',
};

export const phaseTones: Record<ChangePhase, Tone> = {
  open: 'waiting',
  merged: 'busy',
  synced: 'busy',
  live: 'good',
  closed: 'quiet',
  failed: 'bad',
};

export const stepTones: Record<ChangeStep['state'], Tone> = {
  done: 'good',
  active: 'busy',
  waiting: 'quiet',
  blocked: 'bad',
  failed: 'bad',
  skipped: 'quiet',
};

/** Class that sets `--tone` (marks) and `--tone-text` (words, legible on any background). */
export function toneClass(tone: Tone): string {
  return styles[tone];
}
