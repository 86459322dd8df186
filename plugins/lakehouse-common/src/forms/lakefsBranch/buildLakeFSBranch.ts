import { InputError } from '@backstage/errors';
import { ANNOTATION_OWNER, ANNOTATION_PURPOSE } from '../../annotations';
import { dayAfter, expiryTime } from '../../kinds/lakefs/expiry';
import type { BuiltManifest, FormContext } from '../KindForm';
import { withoutUndefined } from '../spark/domainChoices';
import type { LakeFSBranchInput } from './LakeFSBranchInput';

/** Days from now, as ISO 8601 writes a duration: `P30D`. */
const DAYS = /^P([1-9]\d{0,3})D$/;

/**
 * The LakeFSBranch that a form's answers make. Pure but for the day, which is
 * today's where `context` names no other. Throws `InputError` that names the field.
 * @public
 */
export function buildLakeFSBranch(
  input: LakeFSBranchInput,
  context: Pick<FormContext, 'now'> = {},
): BuiltManifest {
  const { name, owner, purpose, repository, source, deletionPolicy } = input;
  if (!repository?.server || !repository.repository) {
    throw new InputError('repository: choose a repository of lakeFS');
  }
  if (!source) {
    throw new InputError(
      'source: choose a branch, a tag or a commit to begin at',
    );
  }
  const annotations = withoutUndefined({
    [ANNOTATION_OWNER]: owner || undefined,
    [ANNOTATION_PURPOSE]: purpose?.trim() || undefined,
  }) as Record<string, string>;
  return {
    apiVersion: 'lakefront.dev/v1alpha1',
    kind: 'LakeFSBranch',
    metadata: {
      name,
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: withoutUndefined({
      server: repository.server,
      repository: repository.repository,
      source,
      expiresAt: expiresAt(input.expires, context.now),
      deletionPolicy: deletionPolicy ?? 'Retain',
    }),
  };
}

function expiresAt(
  expires: string | undefined,
  now = Date.now(),
): string | undefined {
  if (!expires || expires === 'never') {
    return undefined;
  }
  const [, days] = DAYS.exec(expires) ?? [];
  if (days) {
    return dayAfter(now, Number(days));
  }
  if (expiryTime(expires) === undefined) {
    throw new InputError(
      `expires: '${expires}' is no day (2026-12-24), no number of days (P30D), and not "never"`,
    );
  }
  return expires;
}
