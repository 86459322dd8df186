import { changes } from './changes';
import { domains } from './domains';
import { health } from './health';
import { lakefs } from './lakefs';
import { pipelines } from './pipelines';
import { shared } from './shared';
import { workloads } from './workloads';
import type { Schemas } from './parts';

/** Shapes of requests are closed and bounded; answers are told, not enforced. */
export const schemas: Schemas = {
  ...shared,
  ...workloads,
  ...domains,
  ...changes,
  ...health,
  ...lakefs,
  ...pipelines,
};
