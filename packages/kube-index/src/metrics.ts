import { FailureReason } from './freshness';
import { IndexLogger } from './types';

/** Which copy of which resource a measurement is about. */
export interface MeasuredResource {
  kubernetesCluster: string;
  resource: string;
}

/**
 * What the index can be measured by; its user implements what it wants to
 * count. The functions are called in the middle of the work: they should
 * return at once, and whatever they throw is logged and forgotten.
 */
export interface KubeIndexMetrics {
  /** A request was sent to the API server. */
  requested?(
    measured: MeasuredResource & { request: 'list' | 'stream' | 'watch' },
  ): void;
  /** A complete list was applied. */
  listed?(measured: MeasuredResource & { objects: number; ms: number }): void;
  /** A list began though there had been a complete one before. */
  relisted?(measured: MeasuredResource): void;
  /** A watch said something: `ADDED`, `MODIFIED`, `DELETED` or `BOOKMARK`. */
  event?(measured: MeasuredResource & { type: string }): void;
  /** An attempt failed; a pause follows. */
  failed?(measured: MeasuredResource & { reason: FailureReason }): void;
}

/** The same functions, all of them there, about one resource, and never throwing. */
export type ResourceMetrics = {
  [Name in keyof KubeIndexMetrics]-?: (
    measured: Omit<
      Parameters<NonNullable<KubeIndexMetrics[Name]>>[0],
      keyof MeasuredResource
    >,
  ) => void;
};

export function toResourceMetrics(
  metrics: KubeIndexMetrics | undefined,
  about: MeasuredResource,
  logger: IndexLogger,
): ResourceMetrics {
  const safely = (measure: () => void) => {
    try {
      measure();
    } catch (error) {
      logger.warn('A measurement of the index failed', {
        error: String(error),
      });
    }
  };
  return {
    requested: rest =>
      safely(() => metrics?.requested?.({ ...about, ...rest })),
    listed: rest => safely(() => metrics?.listed?.({ ...about, ...rest })),
    relisted: () => safely(() => metrics?.relisted?.(about)),
    event: rest => safely(() => metrics?.event?.({ ...about, ...rest })),
    failed: rest => safely(() => metrics?.failed?.({ ...about, ...rest })),
  };
}
