import { InputError } from '@backstage/errors';
import type { CompiledPipeline } from '../types';
import { decodeMessage } from './decodeMessage';
import { IrProblem } from './IrProblem';
import { readIr } from './readIr';
import { formatIrPath } from './formatIrPath';

/**
 * What the `spec.pipelineSpec` (and `spec.platformSpec`) of a PipelineVersion
 * says. Throws `InputError` with the place and the rule that is broken; names
 * that people chose stand in the place as `*`.
 * @public
 */
export function readCompiledPipeline(
  spec: unknown,
  platform?: unknown,
): CompiledPipeline {
  const compiled = inWords('pipelineSpec', () => readIr(spec));
  if (platform !== undefined && platform !== null) {
    inWords('platformSpec', () => decodeMessage(platform, 'PlatformSpec'));
  }
  return compiled;
}

function inWords<T>(root: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof IrProblem) {
      throw new InputError(
        `${[root, ...formatIrPath(error.path)].join('.')}: ${error.rule}`,
      );
    }
    throw error;
  }
}
