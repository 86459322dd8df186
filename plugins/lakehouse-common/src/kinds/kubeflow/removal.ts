import type { Workload } from '../../types';

type Removal = Array<{ severity: 'error' | 'warning'; message: string }>;

/** What speaks against removing the `Pipeline` called `name`. */
export function checkPipelineRemoval(
  name: string,
  staying: readonly Workload[],
): Removal {
  const versions = staying.filter(
    ({ role, pipeline, notInGit }) =>
      role === 'version' && pipeline?.name === name && !notInGit,
  );
  const what = versions.length === 1 ? 'Version' : 'Versions';
  return [
    ...(versions.length > 0
      ? [
          {
            severity: 'error' as const,
            message: `${what} ${namesOf(
              versions,
            )} of ${name} would stay in Git: KFP refuses a version without its pipeline, and what it refuses holds up every other version of the domain. Remove ${
              versions.length === 1 ? 'it' : 'them'
            } in the same change.`,
          },
        ]
      : []),
    ...missed(
      name,
      staying.filter(({ pipeline }) => pipeline?.name === name),
    ),
  ];
}

/** What speaks against removing the `PipelineVersion` called `name`. */
export function checkVersionRemoval(
  name: string,
  staying: readonly Workload[],
): Removal {
  return missed(
    name,
    staying.filter(({ pipeline }) => pipeline?.version === name),
  );
}

/** By what starts runs by the clock; one that is suspended starts none anyway. */
function missed(name: string, users: readonly Workload[]): Removal {
  const active = users.filter(
    ({ role, state }) => role === 'schedule' && state !== 'suspended',
  );
  const [what, does] =
    active.length === 1 ? ['Schedule', 'starts'] : ['Schedules', 'start'];
  return active.length > 0
    ? [
        {
          severity: 'warning',
          message: `${what} ${namesOf(
            active,
          )} ${does} ${name}, and would fail each time.`,
        },
      ]
    : [];
}

function namesOf(all: readonly Workload[]): string {
  return new Intl.ListFormat('en').format(
    all.map(({ name }) => name).sort((one, other) => (one < other ? -1 : 1)),
  );
}
