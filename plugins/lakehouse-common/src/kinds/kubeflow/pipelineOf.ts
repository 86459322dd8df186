import { isRecord } from '../../jsonPath';
import type { KubernetesObject, WorkloadPipeline } from '../../types';
import { recordAt, recordsAt, RUN_ID_LABEL, specOf, textAt } from './shapes';

const RUN_NAME = 'pipelines.kubeflow.org/run_name';

/** To which run a `Workflow` belongs that KFP made. */
export function pipelineOfWorkflow({
  metadata,
}: KubernetesObject): WorkloadPipeline {
  const runId = metadata.labels?.[RUN_ID_LABEL];
  const runName = metadata.annotations?.[RUN_NAME];
  return { ...(runId && { runId }), ...(runName && { runName }) };
}

/** To which pipeline a `PipelineVersion` belongs. */
export function pipelineOfVersion(object: KubernetesObject): WorkloadPipeline {
  const name = textAt(specOf(object), 'pipelineName');
  return { ...(name && { name }), version: object.metadata.name };
}

/** Which pipeline a `Job` or `CronJob` of the starter starts. */
export function pipelineOfStarter(object: KubernetesObject): WorkloadPipeline {
  const spec = specOf(object);
  const job = isRecord(spec.jobTemplate)
    ? recordAt(recordAt(spec, 'jobTemplate'), 'spec')
    : spec;
  const [container] = recordsAt(
    recordAt(recordAt(job, 'template'), 'spec'),
    'containers',
  );
  const args = Array.isArray(container?.args) ? container.args : [];
  const valueOf = (flag: string) =>
    args
      .filter((arg): arg is string => typeof arg === 'string')
      .find(arg => arg.startsWith(`--${flag}=`))
      ?.slice(flag.length + 3);
  const [name, version] = [valueOf('pipeline'), valueOf('version')];
  return { ...(name && { name }), ...(version && { version }) };
}
