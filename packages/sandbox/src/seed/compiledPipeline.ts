import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A pipeline of the seed as KFP's compiler made it: `orders-features`. */
export function compiledPipeline(name: string): Record<string, unknown> {
  const file = require.resolve(`@lakefront/sandbox/pipelines/${name}.yaml`);
  return parse(readFileSync(file, 'utf8'));
}
