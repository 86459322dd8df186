import { RiSkipForwardLine } from '@remixicon/react';
import type { PipelineStepState } from '@lakefront/backstage-plugin-lakehouse-common';
import { Chip, StateChip } from '../../components/StateChip';
import { workloadTones, type Tone } from '../../components/tones';

export const stepTones: Record<PipelineStepState, Tone> = {
  ...workloadTones,
  skipped: 'quiet',
};

/** How a step is: as a run, and besides it may have been left out or taken from an earlier run. */
export function StepChip(props: {
  state: PipelineStepState;
  /** The system's own word. */
  detail?: string;
  cached?: boolean;
}) {
  const { state, detail, cached } = props;
  if (state === 'skipped' || cached) {
    return (
      <Chip
        word={cached ? 'Cached' : 'Skipped'}
        icon={<RiSkipForwardLine aria-hidden />}
        tone={cached ? 'good' : 'quiet'}
        title={detail}
      />
    );
  }
  return <StateChip state={state} detail={detail} />;
}
