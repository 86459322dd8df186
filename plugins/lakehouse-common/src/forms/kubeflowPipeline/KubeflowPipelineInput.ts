/** What the form of `templates/kubeflow-pipeline` asks for. */
export interface KubeflowPipelineInput {
  /** Of the pipeline. */
  name: string;
  title?: string;
  /** What this version is called, e.g. `v2`; unique within the pipeline. */
  version: string;
  description?: string;
  /** Web address of the source that it was compiled from. */
  codeSource?: string;
  owner?: string;
  /** The compiled pipeline as `kfp` wrote it, and where it was read. */
  source: { text: string; url?: string; commit?: string };
}
