import { InputError } from '@backstage/errors';
import { isRecord } from '../jsonPath';
import type { CompiledPipeline, JsonValue } from '../types';
import { IrProblem } from './IrProblem';
import { decodeMessage } from './decodeMessage';
import { readIr } from './readIr';
import {
  invalid,
  readYamlDocuments,
  type YamlDocument,
} from './readYamlDocuments';

/** How large the text of a compiled pipeline may be, in bytes of UTF-8. @public */
export const PIPELINE_MAX_BYTES = 1_000_000;

/** A compiled pipeline as its file has it, and what it says. @public */
export interface ParsedPipeline {
  /** The pipeline document: what goes into `spec.pipelineSpec`. */
  spec: { [key: string]: JsonValue };
  /** The platform document: what goes into `spec.platformSpec`. */
  platform?: { [key: string]: JsonValue };
  compiled: CompiledPipeline;
}

/**
 * Reads what `kfp` compiled: YAML or JSON, one pipeline document and at most
 * one platform document. Throws `InputError` with the line and the rule that
 * is broken, and nothing of what stands there.
 * @public
 */
export function parsePipeline(text: string): ParsedPipeline {
  checkSize(text);
  const documents = readYamlDocuments(text);
  const pipelines: YamlDocument[] = [];
  const platforms: YamlDocument[] = [];
  for (const document of documents) {
    const sort = sortOf(document);
    const same = sort === 'pipeline' ? pipelines : platforms;
    if (same.length > 0) {
      throw invalid(
        document.lineOf([]),
        `this is a second ${sort} document; only one is possible`,
      );
    }
    same.push(document);
  }
  const [pipeline] = pipelines;
  const [platform] = platforms;
  if (!pipeline) {
    throw new InputError(
      'There is no pipeline: a map with pipelineInfo and root is expected',
    );
  }
  const compiled = inLines(pipeline, () => readIr(pipeline.value));
  if (platform) {
    inLines(platform, () => decodeMessage(platform.value, 'PlatformSpec'));
  }
  return {
    spec: pipeline.value as ParsedPipeline['spec'],
    ...(platform && { platform: platform.value as ParsedPipeline['spec'] }),
    compiled,
  };
}

function checkSize(text: string): void {
  if (typeof text !== 'string' || text.trim() === '') {
    throw new InputError('The compiled pipeline is empty');
  }
  // A character is one byte at least: what is far too long is not encoded first.
  if (
    text.length > PIPELINE_MAX_BYTES ||
    new TextEncoder().encode(text).length > PIPELINE_MAX_BYTES
  ) {
    throw new InputError(
      `The compiled pipeline is larger than ${PIPELINE_MAX_BYTES} bytes`,
    );
  }
}

function sortOf(document: YamlDocument): 'pipeline' | 'platform' {
  const { value } = document;
  const has = (key: string) => isRecord(value) && Object.hasOwn(value, key);
  if (has('apiVersion') && has('kind')) {
    const v1 =
      isRecord(value) &&
      String(value.apiVersion).startsWith('argoproj.io/') &&
      value.kind === 'Workflow';
    throw invalid(
      document.lineOf([]),
      v1
        ? 'this is a v1 pipeline: compile it with kfp >= 2'
        : 'this is an object of Kubernetes; the compiled pipeline alone is expected',
    );
  }
  if (has('pipelineSpec')) {
    throw invalid(
      document.lineOf([]),
      'this is a pipeline job; its pipelineSpec alone is expected',
    );
  }
  if (has('platforms')) {
    return 'platform';
  }
  if (
    [
      'pipelineInfo',
      'pipeline_info',
      'root',
      'schemaVersion',
      'deploymentSpec',
    ].some(has)
  ) {
    return 'pipeline';
  }
  throw invalid(
    document.lineOf([]),
    'this is neither a pipeline (pipelineInfo and root) nor a platform document (platforms)',
  );
}

function inLines<T>(document: YamlDocument, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof IrProblem) {
      throw invalid(document.lineOf(error.path), error.rule);
    }
    throw error;
  }
}
