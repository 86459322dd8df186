import { kubeTime } from '../kubeTime';
import { EVENTS } from '../knownResources';
import type { Clock, KubeClient, KubeObject, Random } from '../types';
import { hex } from './ids';

/** A real API server forgets events after an hour; here a number is kept, so that a demo left open does not grow. */
const MAX_EVENTS = 1500;

export interface RecordedEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** Who says it: `spark-operator`, `kubelet`, `default-scheduler`. */
  component: string;
}

/** An Event about an object. */
export function buildEvent(
  about: KubeObject,
  event: RecordedEvent,
  options: { suffix: string; first: string; last: string; count: number },
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${about.metadata.name}.${options.suffix}`,
      namespace: about.metadata.namespace ?? 'default',
    },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name: about.metadata.name,
      namespace: about.metadata.namespace,
      uid: about.metadata.uid,
    },
    type: event.type,
    reason: event.reason,
    message: event.message,
    source: { component: event.component },
    reportingComponent: event.component,
    reportingInstance: '',
    firstTimestamp: options.first,
    lastTimestamp: options.last,
    count: options.count,
  };
}

/** Writes events, counting up where the same thing is said again. */
export class EventRecorder {
  private readonly known = new Map<
    string,
    { namespace: string; name: string; count: number }
  >();

  constructor(
    private readonly options: {
      client: KubeClient;
      clock: Clock;
      random: Random;
    },
  ) {}

  record(about: KubeObject, event: RecordedEvent): void {
    const { client, clock, random } = this.options;
    const now = kubeTime(clock.now());
    const key = [about.metadata.uid, event.reason, event.message].join('|');
    const before = this.known.get(key);
    try {
      if (before && client.get(EVENTS, before.namespace, before.name)) {
        before.count += 1;
        const patch = { count: before.count, lastTimestamp: now };
        client.patch(EVENTS, before.namespace, before.name, patch, {
          type: 'merge',
        });
        return;
      }
      const object = buildEvent(about, event, {
        suffix: hex(random, 16),
        first: now,
        last: now,
        count: 1,
      });
      const { name, namespace } = client.create(EVENTS, object).metadata;
      this.known.set(key, { namespace: namespace!, name, count: 1 });
      this.forgetOldest();
    } catch {
      // Its namespace is going or gone. Nobody can read an event there, and an
      // event never holds up what it tells of.
    }
  }

  private forgetOldest(): void {
    if (this.known.size <= MAX_EVENTS) return;
    const [key, event] = this.known.entries().next().value!;
    this.known.delete(key);
    if (this.options.client.get(EVENTS, event.namespace, event.name)) {
      this.options.client.delete(EVENTS, event.namespace, event.name);
    }
  }
}
