import type { JsonValue } from '../../types';

/** What the form of `templates/kubeflow-run` asks for. */
export interface KubeflowRunInput {
  name: string;
  owner?: string;
  /** What it is for, in a few words. */
  purpose?: string;
  what: {
    /** Name of the `Pipeline` object. */
    pipeline: string;
    /** Name of the `PipelineVersion` object; the newest, each time, where left out. */
    version?: string;
  };
  parameters?: Record<string, JsonValue | undefined>;
  /** When; once where left out. */
  schedule?: {
    /** Five fields. */
    cron: string;
    /** As Europe/Berlin; UTC where left out. */
    timeZone?: string;
    suspend?: boolean;
    /** By the pipeline starter (default), or by KFP's own. */
    how?: 'starter' | 'recurring-run';
  };
}
