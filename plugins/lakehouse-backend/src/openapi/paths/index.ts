import { changes } from './changes';
import { domains } from './domains';
import { health } from './health';
import { lakefs } from './lakefs';
import { pipelines } from './pipelines';
import { workloads } from './workloads';

export const paths = {
  ...domains,
  ...workloads,
  ...changes,
  ...lakefs,
  ...pipelines,
  ...health,
};
