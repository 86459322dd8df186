import { LakeFSStatusError, type StatusReason } from '@lakefront/lakefs-client';
import type { Said } from '../object/conditions';
import { no } from './sayings';

type Words = (at: {
  into: string;
  repository: string;
  said: string;
}) => [reason: string, message: string];

const refused: Words = ({ into, said }) => [
  'Refused',
  `lakeFS refused the merge into ${into}: ${said}`,
];

/** What lakeFS has against a merge; everything else says nothing about it. */
const WORDS: Partial<Record<StatusReason, Words>> = {
  'hook-refused': ({ into, said }) => [
    'HookRefused',
    `A hook refused the merge into ${into}: ${said}`,
  ],
  'dirty-branch': ({ into }) => [
    'DestinationDirty',
    `Branch ${into} has uncommitted changes: commit or reset them, then the merge is tried again.`,
  ],
  'read-only-repository': ({ repository }) => [
    'RepositoryReadOnly',
    `Repository ${repository} is read-only: nothing can be merged in it.`,
  ],
  'protected-branch': ({ into, repository, said }) => [
    'DestinationProtected',
    `The rules of repository ${repository} protect branch ${into} from this merge: ${said}`,
  ],
  forbidden: ({ into, said }) => [
    'Forbidden',
    `The controller's key may not merge into ${into}: ${said}`,
  ],
  'bad-request': refused,
  conflict: refused,
  'not-found': refused,
};

/** Why a merge was refused; undefined where the error does not say that it was. */
export function whyRefused(
  error: unknown,
  at: { into: string; repository: string },
): Said | undefined {
  if (!(error instanceof LakeFSStatusError)) return undefined;
  const words = WORDS[error.reason]?.({ ...at, said: error.said });
  return words && no(...words);
}
