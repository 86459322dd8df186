import { ANNOTATION_PURPOSE } from '../../annotations';
import { isRecord } from '../../jsonPath';
import type { KubernetesObject } from '../../types';
import { BRANCH_ID, branchNameOf, toLakeFSBranch } from './LakeFSBranch';
import { expiryTime } from './expiry';

interface Fault {
  path: string;
  message: string;
}

type Rule = [path: string, pattern: RegExp, message: string];

const IS_BRANCH =
  'must be the name of a branch: letters, digits, "_" and "-", no "-" first';
const TEXTS: Rule[] = [
  [
    'spec.server',
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'must name a lakeFS server as the platform calls it',
  ],
  [
    'spec.repository',
    /^[a-z0-9][-a-z0-9]{2,62}$/,
    'must name a repository: 3 to 63 lower-case letters, digits and "-"',
  ],
  ['spec.branch', BRANCH_ID, IS_BRANCH],
  [
    'spec.source',
    /^[a-zA-Z0-9_][-.a-zA-Z0-9_]*$/,
    'must name a branch, a tag or a commit',
  ],
  ['spec.adopt', /^(Never|IfUnowned)$/, 'must be Never or IfUnowned'],
  ['spec.deletionPolicy', /^(Retain|Delete)$/, 'must be Retain or Delete'],
  [
    'spec.promote.commit',
    /^[0-9a-f]{64}$/,
    'must be the whole id of a commit: 64 digits and letters from a to f',
  ],
  ['spec.promote.into', BRANCH_ID, IS_BRANCH],
  [
    'spec.promote.strategy',
    /^(source-wins|dest-wins)$/,
    'must be source-wins or dest-wins; without it, what both sides changed is a conflict',
  ],
];
const NEEDED = ['spec.server', 'spec.repository', 'spec.source'];
/** Of what is not immutable on a later date: nothing older can be meant. */
const FIRST_YEAR = 2001;
/** It is shown on one line. */
const LONGEST_PURPOSE = 500;
const LONGEST_NAME = 253;
const LONGEST_MESSAGE = 4000;

/** What the definition of LakeFSBranch, or its controller, would have against one. */
export function validateBranch(object: KubernetesObject): Fault[] {
  if (!isRecord(object.spec)) {
    return [{ path: 'spec', message: 'is needed' }];
  }
  const { promote } = object.spec;
  const faults = [
    ...TEXTS.flatMap(rule => textFaults(object, rule)),
    ...(promote === undefined || isRecord(promote)
      ? []
      : [{ path: 'spec.promote', message: 'must be an object' }]),
    ...(isRecord(promote) ? promoteFaults(promote) : []),
    ...expiryFaults(object.spec.expiresAt),
    ...purposeFaults(object),
  ];
  return faults.length > 0 ? faults : nameFaults(object);
}

/** What may not be changed in what is there: another branch is another object. */
export function fixedFaults(
  previous: KubernetesObject,
  next: KubernetesObject,
): Fault[] {
  const before = isRecord(previous.spec) ? previous.spec : {};
  const after = isRecord(next.spec) ? next.spec : {};
  return ['server', 'repository', 'branch', 'source']
    .filter(key => before[key] !== after[key])
    .map(key => ({
      path: `spec.${key}`,
      message:
        before[key] === undefined
          ? 'cannot be said later; ask for another branch instead'
          : `cannot be changed from ${JSON.stringify(
              before[key],
            )}; ask for another branch instead`,
    }));
}

function valueAt(object: KubernetesObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), object);
}

function textFaults(
  object: KubernetesObject,
  [path, pattern, message]: Rule,
): Fault[] {
  const value = valueAt(object, path);
  if (value === undefined) {
    return NEEDED.includes(path) ? [{ path, message: 'is needed' }] : [];
  }
  return typeof value === 'string' &&
    value.length <= LONGEST_NAME &&
    pattern.test(value)
    ? []
    : [{ path, message }];
}

function promoteFaults({
  commit,
  squash,
  message,
}: Record<string, unknown>): Fault[] {
  const faults: Fault[] = [];
  const say = (key: string, text: string) =>
    faults.push({ path: `spec.promote.${key}`, message: text });
  if (commit === undefined) {
    say('commit', 'is needed: the commit that was reviewed is what is merged');
  }
  if (squash !== undefined && typeof squash !== 'boolean') {
    say('squash', 'must be true or false');
  }
  if (
    message !== undefined &&
    (typeof message !== 'string' || message.length > LONGEST_MESSAGE)
  ) {
    say('message', `must be a text of at most ${LONGEST_MESSAGE} characters`);
  }
  return faults;
}

function expiryFaults(value: unknown): Fault[] {
  if (value === undefined) {
    return [];
  }
  const time = typeof value === 'string' ? expiryTime(value) : undefined;
  return time !== undefined && Number(time.slice(0, 4)) >= FIRST_YEAR
    ? []
    : [
        {
          path: 'spec.expiresAt',
          message:
            'must be a day as "2026-12-24" (its end, in UTC) or a time as "2026-12-24T18:00:00Z", in quotes',
        },
      ];
}

function purposeFaults({ metadata }: KubernetesObject): Fault[] {
  const purpose: unknown = metadata?.annotations?.[ANNOTATION_PURPOSE];
  return typeof purpose === 'string' && purpose.length > LONGEST_PURPOSE
    ? [
        {
          path: `metadata.annotations["${ANNOTATION_PURPOSE}"]`,
          message: `must have at most ${LONGEST_PURPOSE} characters`,
        },
      ]
    : [];
}

/** Rules between names that are sound each by itself. */
function nameFaults(object: KubernetesObject): Fault[] {
  const branch = toLakeFSBranch(object);
  const name = branchNameOf(branch);
  const { spec } = branch;
  const faults: Fault[] = [];
  if (!BRANCH_ID.test(name)) {
    faults.push({
      path: 'spec.branch',
      message: `is needed, as "${name}" is no name of a branch`,
    });
  }
  if (spec.source === name) {
    faults.push({
      path: 'spec.source',
      message: 'is the branch itself; name what it begins at',
    });
  }
  if (spec.promote?.into === name) {
    faults.push({
      path: 'spec.promote.into',
      message: 'is the branch itself; name where it goes',
    });
  }
  return faults;
}
