import type { SignalsService } from '@backstage/plugin-signals-node';

/** The signals service, with a count of the users whom it was given a signal for. */
export function countWakeUps(
  signals: SignalsService,
  onSent: (users: number) => void,
): SignalsService {
  return {
    async publish(signal) {
      await signals.publish(signal);
      const { recipients } = signal;
      if (recipients.type === 'user') {
        onSent([recipients.entityRef].flat().length);
      }
    },
  };
}
