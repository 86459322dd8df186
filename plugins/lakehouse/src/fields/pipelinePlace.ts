import type {
  PipelineDetail,
  PipelineRow,
  PipelineVersionDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseApi } from '../api';
import type { DomainChoice } from './place';

/** A pipeline, and which of its versions; the newest, each time, where none is named. */
export interface PipelineChoice {
  pipeline: string;
  version?: string;
}

/** Whether a form's value is a pipeline. */
export function isPipelineChoice(value: unknown): value is PipelineChoice {
  const { pipeline } = (value ?? {}) as Partial<PipelineChoice>;
  return typeof pipeline === 'string' && pipeline !== '';
}

/** The pipeline that was chosen in this form, perhaps in an earlier step. */
export function pipelineIn(
  formData: unknown,
  name?: string,
): PipelineChoice | undefined {
  const values = (formData ?? {}) as Record<string, unknown>;
  if (name) {
    const value = values[name];
    return isPipelineChoice(value) ? value : undefined;
  }
  return Object.values(values).find(isPipelineChoice);
}

/** A pipeline of the domain by its name; nothing where there is none. */
export async function findPipeline(
  api: LakehouseApi,
  place: DomainChoice,
  name: string,
): Promise<PipelineRow | undefined> {
  const { items } = await api.listPipelines({
    domain: [place.domain],
    kubernetesCluster: [place.kubernetesCluster],
    ...{ q: name, limit: 100 },
  });
  return items.find(row => row.name === name);
}

/** A pipeline with its versions; nothing where there is none. */
export async function readPipeline(
  api: LakehouseApi,
  place: DomainChoice,
  name: string,
): Promise<PipelineDetail | undefined> {
  const row = await findPipeline(api, place, name);
  return row && api.getPipeline(row);
}

/** What the chosen version, or the newest, says; nothing where there is none. */
export async function readChosen(
  api: LakehouseApi,
  place: DomainChoice,
  { pipeline, version }: PipelineChoice,
): Promise<PipelineVersionDetail | undefined> {
  const detail = await readPipeline(api, place, pipeline);
  const known = detail?.versions.find(
    ({ name }) => version === undefined || name === version,
  );
  return known && api.getPipelineVersion(known);
}
