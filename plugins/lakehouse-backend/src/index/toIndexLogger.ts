import type { LoggerService } from '@backstage/backend-plugin-api';
import type { IndexLogger } from '@lakefront/kube-index';

type Meta = Record<string, unknown> | undefined;

/** The plugin's logger as kube-index wants it; what is no JSON is written as text. */
export function toIndexLogger(logger: LoggerService): IndexLogger {
  return {
    debug: (message, meta) => logger.debug(message, toJson(meta)),
    info: (message, meta) => logger.info(message, toJson(meta)),
    warn: (message, meta) => logger.warn(message, toJson(meta)),
  };
}

function toJson(meta: Meta) {
  return Object.fromEntries(
    Object.entries(meta ?? {}).map(([key, value]) => [
      key,
      typeof value === 'number' || typeof value === 'boolean'
        ? value
        : String(value),
    ]),
  );
}
