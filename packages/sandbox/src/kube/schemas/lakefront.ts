import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PrinterColumn } from '../printerColumns';
import type { JsonSchema } from './JsonSchema';

/** The definition that people install: what the sandbox serves is read from it. */
const [version] = parse(
  readFileSync(
    require.resolve('@lakefront/branch-controller/deploy/crd.yaml'),
    'utf8',
  ),
).spec.versions;
const { properties, required }: JsonSchema = version.schema.openAPIV3Schema;
const { spec, status } = properties!;

/** Its rules over several fields are not checked here: a real server does that. */
export const lakeFSBranch: JsonSchema = {
  type: 'object',
  required,
  properties: { spec, status },
};

export const LAKEFS_BRANCH_COLUMNS: PrinterColumn[] =
  version.additionalPrinterColumns;
