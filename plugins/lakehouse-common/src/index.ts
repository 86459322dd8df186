/**
 * The vocabulary of Lakefront. Pure; runs in browser and server.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './annotations';
export * from './gitTokenHeader';
export * from './requester';
export * from './appliedBy';
export * from './permissions';
export * from './quantity';
export * from './formatAmount';
export * from './jsonPath';
export * from './sparkMemory';
export * from './kinds/WorkloadKind';
export * from './kinds/KindRegistry';
export { sparkApplicationKind } from './kinds/spark-application';
export { sparkConnectKind } from './kinds/spark-connect';
export { lakefsBranchKind } from './kinds/lakefs-branch';
export { isObjectOf } from './kinds/labelSelector';
export { kubeflowPipelineKind } from './kinds/kubeflow-pipeline';
export { kubeflowPipelineVersionKind } from './kinds/kubeflow-pipeline-version';
export { kubeflowRecurringRunKind } from './kinds/kubeflow-recurring-run';
export { kubeflowRunKind } from './kinds/kubeflow-run';
export { kubeflowScheduleKind } from './kinds/kubeflow-schedule';
export { kubeflowStartKind } from './kinds/kubeflow-start';
export { CANCELLED, readRunState } from './kinds/kubeflow/runStates';
export {
  isRepositoryPattern,
  mayUseRepository,
} from './kinds/lakefs/repositoryPatterns';
export { dayAfter } from './kinds/lakefs/expiry';
export {
  connectServerMemory,
  connectServerResources,
} from './kinds/connect/connectFootprint';
export { MASKED, isCredentialKey } from './credentialText';
export * from './mask';
export type { FoundCredential } from './Masker';
export * from './names';
export * from './members';
export * from './settings';
export * from './kubernetesYaml';
export * from './manifest';
export * from './kustomization';
export * from './fit';
export * from './otherWarnings';
export * from './policy';
export type {
  BuiltManifest,
  FormContext,
  KindForm,
  ObjectIds,
} from './forms/KindForm';
export { formAnswers } from './forms/formAnswers';
export { buildSparkApplication } from './forms/sparkApplication/buildSparkApplication';
export { buildLakeFSBranch } from './forms/lakefsBranch/buildLakeFSBranch';
export { buildSparkConnect } from './forms/sparkConnect/buildSparkConnect';
export { cronProblem, cronWords, withoutSeconds } from './cron/cronWords';
export { nextTimes } from './cron/nextTimes';
export { timeZoneProblem } from './cron/timeZone';
export {
  PIPELINE_MAX_BYTES,
  parsePipeline,
  type ParsedPipeline,
} from './pipelines/parsePipeline';
export { readCompiledPipeline } from './pipelines/readCompiledPipeline';
export { comparePipelines } from './pipelines/comparePipelines';
export {
  readSteps,
  failedStep,
  type FailedStep,
} from './kinds/kubeflow/readSteps';
export {
  buildKubeflowPipeline,
  pipelineVersionName,
  pipelineVersionOf,
  pipelineVersionProblem,
} from './forms/kubeflowPipeline/buildKubeflowPipeline';
export type { KubeflowPipelineInput } from './forms/kubeflowPipeline/KubeflowPipelineInput';
export {
  buildKubeflowRun,
  kubeflowRunKindOf,
} from './forms/kubeflowRun/buildKubeflowRun';
export type { KubeflowRunInput } from './forms/kubeflowRun/KubeflowRunInput';
export {
  parameterProblem,
  parameterProblems,
} from './forms/kubeflowRun/parameterProblem';
export { nextVersion } from './forms/kubeflowPipeline/nextVersion';
