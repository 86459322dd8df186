import type {
  ChangeCheck,
  ChangeProblem,
  Fit,
  Footprint,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace } from '../../types';
import type { FileWrite, ProposedFile } from '../ChangeRow';

/** What a caller is told of a proposal that was looked at. Pure. */
export function toCheck(found: {
  problems: ChangeProblem[];
  consequences?: string[];
  files?: ProposedFile[];
  writes?: FileWrite[];
  footprint?: Footprint;
  fit?: Fit;
  place?: DomainPlace;
}): ChangeCheck {
  const { problems, consequences = [], files = [], place } = found;
  // Of a file with several documents only what this is about is shown.
  const others = (found.writes ?? []).filter(
    ({ path }) => !files.some(file => file.path === path),
  );
  return {
    ok: !problems.some(({ severity }) => severity === 'error'),
    problems,
    operations: files.flatMap(({ action, kind, name, path, verb }) =>
      place
        ? [
            {
              action,
              kind,
              name,
              path,
              kubernetesCluster: place.kubernetesCluster,
              domain: place.domain,
              namespace: place.namespace,
              ...(verb && { verb }),
            },
          ]
        : [],
    ),
    ...(found.footprint && { footprint: found.footprint }),
    ...(found.fit && { fit: found.fit }),
    consequences: firstOf(consequences, problems),
    // What holds a credential is shown to nobody.
    files: problems.some(({ code }) => code === 'mask')
      ? []
      : [...files, ...others]
          .filter(({ action }) => action !== 'delete')
          .map(({ path, text }) => ({ path, text })),
  };
}

/** What runs again is said before all else, whichever object it is about. */
function firstOf(consequences: string[], problems: ChangeProblem[]): string[] {
  const runs = problems
    .filter(({ code }) => code === 'run-again')
    .map(({ message }) => message);
  return [
    ...consequences.filter(sentence => runs.includes(sentence)),
    ...consequences.filter(sentence => !runs.includes(sentence)),
  ];
}
