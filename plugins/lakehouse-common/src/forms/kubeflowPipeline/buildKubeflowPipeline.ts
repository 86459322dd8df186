import { InputError, isError } from '@backstage/errors';
import { ANNOTATION_OWNER } from '../../annotations';
import { LABEL_NAME } from '../../kinds/kubeflow/shapes';
import { isWebAddress } from '../../kinds/kubeflow/versionRules';
import { validateName } from '../../names';
import {
  parsePipeline,
  type ParsedPipeline,
} from '../../pipelines/parsePipeline';
import type { BuiltManifest } from '../KindForm';
import { withoutUndefined } from '../spark/domainChoices';
import type { KubeflowPipelineInput } from './KubeflowPipelineInput';

/** @public */
export const PIPELINE_VERSION_PART = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Name of the object of a pipeline's version. Names are unique in a namespace,
 * so that the pipeline's is part of it.
 * @public
 */
export function pipelineVersionName(pipeline: string, version: string): string {
  return `${pipeline}-${version}`;
}

/**
 * What a version of a pipeline is called in the form, from the name of its
 * object; the whole name where it does not begin with the pipeline's.
 * @public
 */
export function pipelineVersionOf(pipeline: string, name: string): string {
  const start = pipelineVersionName(pipeline, '');
  return name.startsWith(start) ? name.slice(start.length) : name;
}

/** Why a version can't be called so, or nothing. @public */
export function pipelineVersionProblem(
  pipeline: string,
  version: string,
): string | undefined {
  if (!PIPELINE_VERSION_PART.test(version)) {
    return 'A version begins and ends with a lower-case letter or digit, and has lower-case letters, digits and "-" between, as v2.';
  }
  const name = pipelineVersionName(pipeline, version);
  const { maxLength } = LABEL_NAME;
  return name.length > maxLength
    ? `${name} has ${name.length} characters; pipeline and version may have ${maxLength} together.`
    : undefined;
}

/**
 * The Pipeline and PipelineVersion that a form's answers make. Pure. Throws
 * `InputError` that names the field, and of a compiled pipeline line and rule.
 * @public
 */
export function buildKubeflowPipeline(input: KubeflowPipelineInput): {
  pipeline: BuiltManifest;
  version: BuiltManifest;
} {
  const { name, version, owner } = input;
  const wrongName = validateName({ nameRule: LABEL_NAME }, name);
  if (wrongName) {
    throw new InputError(`name: ${wrongName}`);
  }
  const wrongVersion = pipelineVersionProblem(name, version ?? '');
  if (wrongVersion) {
    throw new InputError(`version: ${wrongVersion}`);
  }
  const { spec, platform } = parse(input.source?.text ?? '');
  const codeSource = input.codeSource?.trim() || input.source.url;
  if (codeSource && !isWebAddress(codeSource)) {
    throw new InputError(
      'codeSource: it must be a web address, without user and password',
    );
  }
  const description = input.description?.trim() || undefined;
  const annotations = owner ? { [ANNOTATION_OWNER]: owner } : undefined;
  return {
    pipeline: {
      apiVersion: 'pipelines.kubeflow.org/v2beta1',
      kind: 'Pipeline',
      metadata: { name, ...(annotations && { annotations }) },
      spec: withoutUndefined({
        displayName: input.title?.trim() || undefined,
        description,
      }),
    },
    version: {
      apiVersion: 'pipelines.kubeflow.org/v2beta1',
      kind: 'PipelineVersion',
      metadata: {
        name: pipelineVersionName(name, version),
        ...(annotations && { annotations }),
      },
      spec: withoutUndefined({
        pipelineName: name,
        displayName: version,
        description,
        codeSourceURL: codeSource,
        pipelineSpec: spec,
        platformSpec: platform,
      }),
    },
  };
}

function parse(text: string): ParsedPipeline {
  try {
    return parsePipeline(text);
  } catch (error) {
    throw new InputError(
      `source: ${isError(error) ? error.message : 'it cannot be read'}`,
    );
  }
}
