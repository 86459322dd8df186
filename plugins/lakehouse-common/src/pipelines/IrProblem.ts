import type { PathPart } from '../jsonPath';

/**
 * What is wrong with an IR, and where. The rule is one of ours and says
 * nothing of what stands there.
 */
export class IrProblem extends Error {
  constructor(readonly path: readonly PathPart[], readonly rule: string) {
    super(rule);
    this.name = 'IrProblem';
  }
}
