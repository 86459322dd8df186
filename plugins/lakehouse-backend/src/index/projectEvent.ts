import type { Projection, WireObject } from '@lakefront/kube-index';
import { maskText } from '../maskText';
import { type EventRow, toNamespaceKey } from './rows';

interface EventShape {
  type?: string;
  reason?: string;
  message?: string;
  note?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { count?: number; lastObservedTime?: string };
  involvedObject?: { kind?: string; name?: string; namespace?: string };
}

/** Keeps a warning; its message is masked here, so that no answer can forget it. */
export function projectEvent(
  object: WireObject,
  options: { kubernetesCluster: string },
): Projection<EventRow> | undefined {
  const event = object as EventShape;
  const about = event.involvedObject;
  if (!about?.kind || !about.name) {
    return undefined;
  }
  const created = object.metadata.creationTimestamp ?? '';
  const firstAt = event.firstTimestamp ?? event.eventTime ?? created;
  return {
    row: {
      event: {
        type: event.type === 'Normal' ? 'Normal' : 'Warning',
        reason: event.reason ?? '',
        message: maskText(event.message ?? event.note ?? ''),
        about: `${about.kind} ${about.name}`,
        count: event.series?.count ?? event.count ?? 1,
        firstAt,
        lastAt:
          event.series?.lastObservedTime ?? event.lastTimestamp ?? firstAt,
      },
      objectKind: about.kind,
      objectName: about.name,
    },
    keys: {
      namespace: [
        toNamespaceKey(
          options.kubernetesCluster,
          about.namespace ?? object.metadata.namespace,
        ),
      ],
    },
  };
}
