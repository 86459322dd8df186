import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

export type { DomainChoice } from './place';
export type { SecretEnv } from './secretEnvRows';
export type { SparkSize } from './sparkSize';

/** `LakehouseDomainPicker`: a domain on a Kubernetes cluster that one may change. */
export const domainPickerField = FormFieldBlueprint.make({
  name: 'lakehouse-domain-picker',
  params: {
    field: () => import('./DomainPicker').then(m => m.domainPickerFormField),
  },
});

/** `LakehouseNamePicker`: a name that is valid and free. */
export const namePickerField = FormFieldBlueprint.make({
  name: 'lakehouse-name-picker',
  params: {
    field: () => import('./NamePicker').then(m => m.namePickerFormField),
  },
});

/** `LakehouseSparkSize`: driver and executors, with what they ask for. */
export const sparkSizeField = FormFieldBlueprint.make({
  name: 'lakehouse-spark-size',
  params: {
    field: () => import('./SparkSizeField').then(m => m.sparkSizeFormField),
  },
});

/** `LakehouseSettingPicker`: of what the domain's settings offer. */
export const settingPickerField = FormFieldBlueprint.make({
  name: 'lakehouse-setting-picker',
  params: {
    field: () => import('./SettingPicker').then(m => m.settingPickerFormField),
  },
});

/** `LakehouseSecretEnv`: variables by reference to Secrets. */
export const secretEnvField = FormFieldBlueprint.make({
  name: 'lakehouse-secret-env',
  params: {
    field: () => import('./SecretEnvField').then(m => m.secretEnvFormField),
  },
});

/** `LakehouseLakeFSRepositoryPicker`: a repository that the domain may use. */
export const lakeFSRepositoryPickerField = FormFieldBlueprint.make({
  name: 'lakehouse-lakefs-repository-picker',
  params: {
    field: () =>
      import('./LakeFSRepositoryPicker').then(
        m => m.lakeFSRepositoryPickerFormField,
      ),
  },
});

/** `LakehouseLakeFSRefPicker`: a branch, a tag, or one of their newest commits. */
export const lakeFSRefPickerField = FormFieldBlueprint.make({
  name: 'lakehouse-lakefs-ref-picker',
  params: {
    field: () =>
      import('./LakeFSRefPicker').then(m => m.lakeFSRefPickerFormField),
  },
});

/** `LakehouseExpiryPicker`: in how many days, on which day, or never. */
export const expiryPickerField = FormFieldBlueprint.make({
  name: 'lakehouse-expiry-picker',
  params: {
    field: () => import('./ExpiryPicker').then(m => m.expiryPickerFormField),
  },
});

/** `LakehousePipelineSource`: a compiled pipeline, pasted or from a file of a repository. */
export const pipelineSourceField = FormFieldBlueprint.make({
  name: 'lakehouse-pipeline-source',
  params: {
    field: () =>
      import('./PipelineSourceField').then(m => m.pipelineSourceFormField),
  },
});

/** `LakehousePipelineName`: a pipeline that gets another version, or a new one. */
export const pipelineNameField = FormFieldBlueprint.make({
  name: 'lakehouse-pipeline-name',
  params: {
    field: () =>
      import('./PipelineNameField').then(m => m.pipelineNameFormField),
  },
});

/** `LakehousePipelineVersion`: what a new version is called. */
export const pipelineVersionField = FormFieldBlueprint.make({
  name: 'lakehouse-pipeline-version',
  params: {
    field: () =>
      import('./PipelineVersionField').then(m => m.pipelineVersionFormField),
  },
});

/** `LakehousePipelinePicker`: a pipeline of the domain, and which version of it. */
export const pipelinePickerField = FormFieldBlueprint.make({
  name: 'lakehouse-pipeline-picker',
  params: {
    field: () =>
      import('./PipelinePicker').then(m => m.pipelinePickerFormField),
  },
});

/** `LakehousePipelineParameters`: what a pipeline is given, as its inputs are. */
export const pipelineParametersField = FormFieldBlueprint.make({
  name: 'lakehouse-pipeline-parameters',
  params: {
    field: () =>
      import('./PipelineParametersField').then(
        m => m.pipelineParametersFormField,
      ),
  },
});

/** `LakehousePipelineSchedule`: once, or by the clock. */
export const pipelineScheduleField = FormFieldBlueprint.make({
  name: 'lakehouse-pipeline-schedule',
  params: {
    field: () =>
      import('./PipelineScheduleField').then(m => m.pipelineScheduleFormField),
  },
});
